import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { create } from 'xmlbuilder2';
import { SCHEMAS } from '../../../src/records/archive/versions.ts';
import { buildOnce } from './built.ts';
import { MUST_ROWS, type MustRow } from './must-rows.ts';
import { SCHEMA_FOLDER } from './xsd.ts';

/** Beside the checkout; what is compared with it is said where it is missing. */
const PUBLISHED = join(
  process.env['SHARED_DIR'] ?? join(import.meta.dirname, '../../../../shared'),
  'data/schemas',
);
const isThere = existsSync(PUBLISHED);
if (!isThere)
  console.warn(
    `Not checked, since ${PUBLISHED} is missing: that the table holds every MUST row of the profiles of CSIP and SIP 2.1.0, and that the schemas in a package are those that were published.`,
  );

interface Element {
  readonly nodeName: string;
  readonly textContent: string;
  readonly childNodes: Iterable<Element>;
  getAttribute(name: string): string | null;
}

const rootOf = (xml: string): Element => create(xml).root().node as unknown as Element;

const stepsOf = (path: string): string[] => (path === '' ? [] : path.split(/\/(?![^[]*\])/u));

/** The elements at a path such as `metsHdr/agent[ROLE=CREATOR]`; an empty one is the root itself. */
function select(root: Element, path: string): Element[] {
  return stepsOf(path).reduce<Element[]>(
    (found, step) => found.flatMap((element) => [...element.childNodes].filter((child) => fits(child, step))),
    [root],
  );
}

function fits(element: Element, step: string): boolean {
  const [name = '', ...conditions] = step.split(/[[\]]+/u).filter(Boolean);
  return (
    element.nodeName === `mets:${name}` &&
    conditions.every((condition) => {
      const [, attribute = '', begins, value = ''] = /^(\w+)(\^?)=(.*)$/u.exec(condition) ?? [];
      const found = element.getAttribute(attribute) ?? '';
      return begins ? found.startsWith(value) : found === value;
    })
  );
}

/** Why a METS does not fulfil a row; null where it does. */
function lackOf(root: Element, { at, has, is, times }: MustRow): string | null {
  const found = select(root, at);
  if (times === 'one' && found.length !== 1) return `${found.length} of ${at}, expected one`;
  if (times === 'some' && found.length === 0) return `no ${at}`;
  const wrong = has && found.find((element) => !holds(element, has, is));
  return wrong ? `${at} without ${has} as expected` : null;
}

function holds(element: Element, has: string, is: MustRow['is']): boolean {
  const value = has.startsWith('@')
    ? element.getAttribute(has.slice(1))
    : ([...element.childNodes].find(({ nodeName }) => nodeName === `mets:${has}`)?.textContent ?? null);
  if (value === null) return false;
  return is === undefined || (typeof is === 'string' ? value === is : is.test(value));
}

const rowsOf = (profile: string): string[] =>
  [...profile.matchAll(/<requirement ([^>]*)>/gu)].flatMap(([, attributes = '']) =>
    attributes.includes('REQLEVEL="MUST"') ? (/ID="(\w+)"/u.exec(attributes)?.[1] ?? []) : [],
  );

describe('the MUST rows of CSIP and SIP 2.1.0', () => {
  let documents: Map<string, string>;
  beforeAll(async () => {
    const packages = await buildOnce();
    documents = new Map(
      packages.flatMap(({ id, files }) =>
        [...files]
          .filter(([path]) => path.endsWith('METS.xml'))
          .map(([path, bytes]): [string, string] => [`${id}/${path}`, bytes.toString()]),
      ),
    );
  });

  it.each(MUST_ROWS)('$id is fulfilled by every METS that it is of', (row) => {
    expect(documents.size).toBe(6);
    const lacking = [...documents].flatMap(([path, xml]) =>
      row.in === 'root' && path.includes('/representations/') ? [] : (lackOf(rootOf(xml), row) ?? []),
    );
    expect(lacking).toEqual([]);
  });

  it.each(MUST_ROWS.filter(({ times }) => times !== undefined))(
    '$id is missed where it is not fulfilled',
    (row) => {
      const [root = ''] = documents.values();
      const name = row.has?.replace(/^@/u, '') ?? stepsOf(row.at).at(-1)?.replace(/\[.*/u, '') ?? '';
      const spoilt = row.has?.startsWith('@')
        ? root.replaceAll(new RegExp(` ${name}="[^"]*"`, 'gu'), '')
        : root.replaceAll(`mets:${name}`, 'mets:other');
      expect(lackOf(rootOf(spoilt), row)).not.toBeNull();
    },
  );

  it('have ids that are unique in each METS, and are what its references name', () => {
    for (const xml of documents.values()) {
      const ids = [...xml.matchAll(/ ID="([^"]+)"/gu)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, id] of xml.matchAll(/ (?:FILEID|DMDID|ADMID|xlink:title)="([^"]+)"/gu))
        expect(ids).toContain(id);
    }
  });

  it('are each in the table once, as the published profiles have them', (context) => {
    if (!isThere) context.skip('the published profiles and schemas are not beside this checkout');
    const published = ['E-ARK-CSIP-v2-1-0.xml', 'E-ARK-SIP-v2-1-0.xml'].flatMap((name) =>
      rowsOf(readFileSync(join(PUBLISHED, name), 'utf8')),
    );
    expect(published.length).toBeGreaterThan(100);
    expect(MUST_ROWS.map(({ id }) => id).toSorted()).toEqual(published.toSorted());
  });

  it('are judged, and packages carried, with the schemas as they are published', (context) => {
    if (!isThere) context.skip('the published profiles and schemas are not beside this checkout');
    for (const name of Object.keys(SCHEMAS))
      expect(readFileSync(join(SCHEMA_FOLDER, name)).equals(readFileSync(join(PUBLISHED, name)))).toBe(true);
  });
});
