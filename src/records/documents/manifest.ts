/**
 * The list of a package's files as BagIt writes it (RFC 8493 2.1.3): `<sha256>  <path>`, a line each, in the order of their
 * paths. `sha256sum -c` reads it.
 */
export const manifestOf = (files: readonly { readonly path: string; readonly sha256: string }[]): string =>
  files
    .map(({ path, sha256 }) => ({ path: encoded(path), sha256 }))
    .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)))
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('');

/** A line break inside a name would be two lines. */
const encoded = (path: string): string =>
  path.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
