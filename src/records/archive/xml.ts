import { fragment } from 'xmlbuilder2';
import { NAMESPACES, SCHEMAS } from './versions.ts';

/** An element's content: `@name` its attributes, `#` its text, all else its children by their names, in order. */
export interface XmlContent {
  readonly [name: string]: XmlValue;
}
type XmlValue = string | number | boolean | XmlContent | readonly (string | XmlContent)[];

/** What XML 1.0 cannot hold in any spelling, and halves of a pair: each becomes U+FFFD. */
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text as XML can hold it. */
export const xmlText = (text: string): string => text.replace(IMPOSSIBLE, '\uFFFD');

/** One element with what is in it. Prefixes are those of `NAMESPACES`. */
export const element = (name: string, content: XmlContent | string): string =>
  fragment({ [name]: content } as never).end();

/**
 * The start of a document whose root is `name`, in these namespaces; `attributes` are the root's own. `schemas`: the way from
 * the document to the folder of the package's schemas.
 */
export function rootStart(
  name: string,
  namespaces: Readonly<Record<string, string>>,
  schemas: string,
  attributes: XmlContent = {},
): string {
  const spaces = Object.entries(namespaces).map(([prefix, space]) => [
    prefix === '' ? '@xmlns' : `@xmlns:${prefix}`,
    space,
  ]);
  const used = Object.values(namespaces);
  const locations = Object.entries(SCHEMAS).filter(([, space]) => used.includes(space));
  const empty = element(name, {
    ...Object.fromEntries(spaces),
    '@xmlns:xsi': NAMESPACES.xsi,
    '@xsi:schemaLocation': locations.map(([file, space]) => `${space} ${schemas}/${file}`).join(' '),
    ...attributes,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${empty.replace(/\/>$/u, '>')}`;
}
