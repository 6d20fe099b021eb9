import { createHash } from 'node:crypto';
import type { JournalEntry } from '../../../src/core/journal.ts';
import type { RecordItem } from '../../../src/core/record-item.ts';
import type { ArchivePackageStore, BuiltPackage } from '../../../src/ports/archive-packages.ts';
import type { RecordItemStore } from '../../../src/ports/record-items.ts';
import { at, item } from '../record-items.ts';

const PICTURE = Buffer.from('ffd8ffe000104a464946', 'hex');
const sha256 = createHash('sha256').update(PICTURE).digest('hex');

const picture = (position = 0) => ({
  ...{ position, type: 'photo', url: 'https://cdn.example/1', contentType: 'image/jpeg' },
  ...{ sha256, bytes: PICTURE.length },
});

/** A year of Filipstad's page: versions, a thread, an own reply, a picture, emoji, and a secret that was registered. */
export const YEAR: readonly RecordItem[] = [
  item({
    comment: 'post',
    externalId: '1001_9',
    kind: 'post',
    own: true,
    postId: null,
    text: 'Badhuset öppnar!',
  }),
  item({ comment: 'a', externalId: 'a', text: '=SUM(A1) 👍🏽', versions: 2, media: [picture()] }),
  item({ comment: 'a', externalId: 'a', text: 'Ändrat: "åäö"; 🙏\nny rad', version: 2, versions: 2 }),
  item({
    comment: 'b',
    externalId: 'b',
    parentId: 'a',
    arrivedAt: at('2026-05-01T10:00:00Z'),
    text: null,
    media: [picture(0), picture(1), { ...picture(2), sha256: null }],
    decisions: [
      {
        ...{ id: 'd', verb: 'remove', rule: 'FIL-07', quote: 'Inga angrepp.', policy: 'v1' },
        ...{ reason: 'Angrepp på en anställd.', by: 'anna-id', at: at('2026-05-01T11:00:00Z') },
      },
    ],
  }),
  item({
    comment: 's',
    externalId: 's',
    arrivedAt: at('2026-05-02T10:00:00Z'),
    versions: 2,
    text: 'Hemlig uppgift om Kalle',
    permalink: 'https://facebook.example/hemlig',
    author: { id: 'kalle-id', name: 'Kalle Hemlig' },
  }),
  item({
    comment: 's',
    externalId: 's',
    arrivedAt: at('2026-05-02T10:00:00Z'),
    version: 2,
    versions: 2,
    text: 'Inget',
    entries: [{ reference: 'SM 2026-1', number: 'KS 2026/7', secret: true, provision: '21:1' }],
  }),
  item({
    comment: 'p',
    externalId: 'p',
    arrivedAt: at('2026-06-02T10:00:00Z'),
    possiblySecret: true,
    text: 'Kanske',
  }),
];

/** A store of items in pages of two comments, in which a picture at position 1 may not be given out. */
export const recordOf = (items: readonly RecordItem[], bytes = PICTURE): RecordItemStore => ({
  recordItems: async (municipality, { from, to, platform, account }, after) => {
    const asked = items.filter(
      (one) =>
        one.municipality === municipality &&
        one.platform === platform &&
        one.account === account &&
        Temporal.Instant.compare(one.arrivedAt, from) >= 0 &&
        Temporal.Instant.compare(one.arrivedAt, to) < 0,
    );
    const comments = [...new Set(asked.map(({ comment }) => comment))];
    const start = Number(after ?? 0);
    const page = comments.slice(start, start + 2);
    return {
      items: asked.filter(({ comment }) => page.includes(comment)),
      names: new Map([['anna-id', 'Anna Andersson']]),
      next: start + 2 < comments.length ? String(start + 2) : null,
    };
  },
  recordMedia: async (_, { position }) => (position === 1 ? null : { bytes, contentType: 'image/jpeg' }),
});

const LINE: JournalEntry = {
  ...{ municipality: 'filipstad', seq: 1, at: '2026-01-02T00:00:00Z', ticket: null, kind: 'digest-posted' },
  ...{ by: null, data: {}, previousHash: 'x', hash: 'y' },
};

/** What else a package is built of, and the packages that were built. */
export const packagesOf = (unsettled: readonly number[] = []) => {
  const built: BuiltPackage[] = [];
  const store: ArchivePackageStore = {
    unsettledIn: async () => unsettled,
    async *journalIn() {
      yield LINE;
    },
    policyVersions: async (municipality) => [
      { municipality, version: 'v1', body: {}, inForceAt: at('2026-01-01T00:00:00Z') },
    ],
    packageBuilt: async (one) => {
      built.push(one);
    },
    packageReceived: async () => 'noted',
  };
  return { store, built };
};
