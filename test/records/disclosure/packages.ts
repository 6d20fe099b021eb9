import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { RecordItem } from '../../../src/core/record-item.ts';
import type { RecordItemStore } from '../../../src/ports/record-items.ts';
import { buildPackage, type Order } from '../../../src/records/disclosure/build-package.ts';
import { loadDisclosureWords } from '../../../src/records/disclosure/disclosure-words.ts';
import type { Selection } from '../../../src/records/disclosure/scan.ts';
import { loadRecordWords } from '../../../src/records/record-words.ts';
import type { Row } from '../../../src/records/rows.ts';
import { loadPolicies } from '../../../src/rules/load-policies.ts';
import { at } from '../record-items.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const policies = loadPolicies(join(ROOT, 'rules'));
export const words = {
  record: loadRecordWords(join(ROOT, 'cards')),
  disclosure: loadDisclosureWords(join(ROOT, 'cards')),
};

/** The record of one municipality, in memory, two comments a page. */
export const recordOf = (
  items: readonly RecordItem[],
  media = new Map<string, Buffer>(),
): RecordItemStore => ({
  recordItems: async (_, { comments }, after, limit) => {
    const meant = comments ? items.filter(({ comment }) => comments.includes(comment)) : items;
    const from = Number(after ?? 0);
    const next = from + limit < meant.length ? String(from + limit) : null;
    return { items: meant.slice(from, from + limit), names: new Map([['anna', 'Anna Andersson']]), next };
  },
  recordMedia: async (_, { comment, position }) => {
    const bytes = media.get(`${comment}/${position}`);
    return bytes ? { bytes, contentType: 'image/jpeg' } : null;
  },
});

const makeOut = (): string => join(mkdtempSync(join(tmpdir(), 'kv-package-')), 'utlamnande.zip');

export function orderOf(
  store: RecordItemStore,
  more: Partial<Order> = {},
  selection: Partial<Selection> = {},
): Order {
  const policy = policies.get('filipstad');
  if (!policy) throw new Error('No rules of Filipstad');
  return {
    ...{ store, policy, words, out: makeOut(), unsettledToo: false },
    request: { reference: 'SM 2026-7', selectedAt: at('2026-05-01T08:00:00Z') },
    selection: {
      query: { from: at('2026-03-31T22:00:00Z'), to: at('2026-04-30T22:00:00Z') },
      ...{ request: null, context: new Set(), reviews: [], names: true },
      ...selection,
    },
    ...more,
  };
}

/** Builds, and opens what was built. */
export async function opened(order: Order) {
  const outcome = await buildPackage(order);
  if ('refusal' in outcome) throw new Error(`Refused: ${JSON.stringify(outcome.refusal)}`);
  return { outcome, ...readPackage(order.out) };
}

export function readPackage(path: string) {
  const bytes = readFileSync(path);
  const files = unzipSync(bytes);
  const textOf = (name: string) => Buffer.from(files[name] ?? []).toString();
  const rows = textOf('items.jsonl')
    .split('\n')
    .filter(Boolean)
    .map((line): Row => JSON.parse(line));
  return { bytes, files, names: Object.keys(files), textOf, rows };
}
