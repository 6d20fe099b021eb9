/** A name that would lie outside its package, or that some system cannot hold. */
class UnsafePathError extends Error {
  override readonly name = 'UnsafePathError';
}

/** What Windows, where packages are opened, gives a meaning of its own. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;
const FORBIDDEN = /[\p{Cc}\\:*?"<>|]/u;

/**
 * The same path, when it stays inside the package that it names a file of: parts divided by `/`, none of them empty, `.`
 * or `..`.
 * @throws UnsafePathError otherwise
 */
export function safePath(path: string): string {
  const parts = path.split('/');
  const bad = parts.find((part) => part === '' || /^\.+$/u.test(part) || RESERVED.test(part));
  if (bad !== undefined || FORBIDDEN.test(path) || !path.isWellFormed())
    throw new UnsafePathError(`${JSON.stringify(path)} is not a path inside a package`);
  return path;
}
