import { sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/core/decision.ts';
import { isSound, type Verification, verifyRecords } from '../../src/store/verify.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, openTown, type Town } from './town.ts';

const line = (data: Record<string, string> = {}): Decision['journal'] => [
  { kind: 'removal-ordered', by: 'p', data },
];
const reason = { verb: 'remove', rule: 'FIL-20', quote: 'Vi tar bort påhopp.', text: 'Påhopp på en granne' };

/** One of everything that the journal seals, in filipstad; a comment and nothing else in ludvika. */
async function fill(town: Town): Promise<void> {
  const removed = await town.ticket([], 'filipstad', 'removed');
  await town.archive([{ externalId: 'removed', text: 'Ändrad!', writtenAt: NOW.add({ minutes: 1 }) }]);
  await town.decide({ ticket: removed.ticket }, () => ({ journal: line(), effects: [], reason }));
  const answered = await town.ticket([], 'filipstad', 'answered');
  await town.decide({ ticket: answered.ticket }, () => ({
    journal: [{ kind: 'reply-ordered', by: 'p', data: {} }],
    effects: [],
    reply: { kind: 'reply', text: 'Tack, vi ser på det.' },
  }));
  for (const registration of ['registered', 'completed', 'waiting']) {
    const { ticket } = await town.ticket([], 'filipstad', registration);
    let id = '';
    await town.decide({ ticket }, ({ decisionId }) => {
      id = decisionId;
      return {
        journal: [{ kind: 'registered', by: 'p', data: { registration: id } }],
        effects: [],
        registration: {
          create: {
            kind: 'comment' as const,
            subject: `Kommentar ${registration}`,
            ground: null,
            secret: true,
            by: 'p',
          },
          number: registration === 'registered' ? { series: 'KS' } : null,
        },
      };
    });
    if (registration === 'completed')
      await town.decide({ ticket }, () => ({
        journal: [{ kind: 'registered', by: 'p', data: { registration: id } }],
        effects: [],
        registration: { numbered: id, number: 'KS 2026:17' },
      }));
  }
  await town.store.storeAttachments(
    'filipstad',
    removed.comment,
    1,
    [{ bytes: Buffer.from('en bild'), contentType: 'image/png' }],
    NOW,
  );
  await town.archive([{ externalId: 'theirs' }], { municipality: 'ludvika' });
}

const COMMENT = `(SELECT id FROM comment WHERE external_id = 'removed')`;

type Expected = { readonly records?: readonly object[]; readonly journal?: object };

const tampered: readonly (readonly [string, string, Expected])[] = [
  [
    'the text of a comment',
    `UPDATE comment_version SET text = 'Hej då!' WHERE comment = ${COMMENT} AND number = 1`,
    { records: [{ table: 'comment_version', id: expect.stringMatching(/\/1$/u), why: 'changed', seq: 1 }] },
  ],
  [
    'the text of an earlier version and its hash',
    `UPDATE comment_version SET text = 'x', text_hmac = encode(sha256('x'), 'hex') WHERE comment = ${COMMENT} AND number = 2`,
    { records: [{ table: 'comment_version', why: 'changed' }] },
  ],
  [
    'the salt of a comment',
    `UPDATE comment_version SET salt = 'x' WHERE comment = ${COMMENT} AND number = 1`,
    { records: [{ table: 'comment_version', why: 'changed' }] },
  ],
  [
    'a text that was taken away without its salt',
    `UPDATE comment_version SET text = NULL, raw = '{}' WHERE comment = ${COMMENT} AND number = 1`,
    { records: [{ table: 'comment_version', why: 'changed' }] },
  ],
  [
    'a version that was deleted',
    `DELETE FROM attachment; DELETE FROM comment_version WHERE comment = ${COMMENT} AND number = 1`,
    { records: [{ table: 'comment_version', id: expect.stringMatching(/\/1$/u), why: 'missing' }] },
  ],
  [
    'a comment that was put in by hand',
    `INSERT INTO comment_version SELECT municipality, comment, 3, text, salt, text_hmac, attachments, written_at, stored_at,
      delivery FROM comment_version WHERE comment = ${COMMENT} AND number = 1`,
    { records: [{ table: 'comment_version', id: expect.stringMatching(/\/3$/u), why: 'unsealed' }] },
  ],
  [
    'the text of a reason',
    `UPDATE reason SET text = 'Inget'`,
    { records: [{ table: 'reason', why: 'changed' }] },
  ],
  [
    'the rule of a reason',
    `UPDATE reason SET rule = 'FIL-01'`,
    { records: [{ table: 'reason', why: 'changed' }] },
  ],
  [
    'the quote of a reason',
    `UPDATE reason SET quote = 'Vi tar bort.'`,
    { records: [{ table: 'reason', why: 'changed' }] },
  ],
  ['a reason that was deleted', `DELETE FROM reason`, { records: [{ table: 'reason', why: 'missing' }] }],
  [
    'a reason that was put in by hand',
    `INSERT INTO reason SELECT municipality, gen_random_uuid(), ticket, verb, rule, quote, policy, text, salt, by,
      at + interval '1 hour' FROM reason`,
    { records: [{ table: 'reason', why: 'unsealed' }] },
  ],
  [
    'the text of a reply',
    `UPDATE reply SET text = 'Nej.'`,
    { records: [{ table: 'reply', why: 'changed' }] },
  ],
  ['a reply that was deleted', `DELETE FROM reply`, { records: [{ why: 'missing' }] }],
  [
    'the subject of a registration',
    `UPDATE registration SET subject = 'Annat' WHERE series_number = 1`,
    { records: [{ table: 'registration', why: 'changed' }] },
  ],
  [
    'the secrecy of a registration',
    `UPDATE registration SET secret = false WHERE series_number = 1`,
    { records: [{ table: 'registration', why: 'changed' }] },
  ],
  [
    'the number of a registration that got it later',
    `UPDATE registration SET number = 'KS 2026:71' WHERE series_number = 2`,
    { records: [{ table: 'registration', why: 'changed' }] },
  ],
  [
    'a registration that was deleted',
    `WITH kept AS (DELETE FROM registration_protected WHERE registration = (SELECT id FROM registration
      WHERE series_number = 3) RETURNING registration)
      DELETE FROM registration WHERE id IN (SELECT registration FROM kept)`,
    { records: [{ table: 'registration', why: 'missing' }] },
  ],
  [
    'a number of a registration that waits for one',
    `UPDATE registration SET number = 'KS 1', state = 'registered' WHERE series_number = 3`,
    { records: [{ table: 'registration', why: 'changed' }] },
  ],
  [
    'who sent what was registered',
    `UPDATE registration_protected SET sender = 'En annan' WHERE registration = (SELECT id FROM registration
      WHERE series_number = 1)`,
    { records: [{ table: 'registration', why: 'changed' }] },
  ],
  [
    'when what was registered came in',
    `UPDATE registration SET received_at = received_at - interval '1 day' WHERE series_number = 1`,
    { records: [{ table: 'registration', why: 'changed' }] },
  ],
  [
    'a picture',
    `UPDATE attachment SET bytes = 'en annan'`,
    { records: [{ table: 'attachment', why: 'changed' }] },
  ],
  [
    'one bit of a picture',
    `UPDATE attachment SET bytes = set_byte(bytes, 30, get_byte(bytes, 30) # 1)`,
    { records: [{ table: 'attachment', why: 'changed' }] },
  ],
  [
    'one bit of a picture that was stored before pictures were sealed',
    `UPDATE attachment SET sealed = NULL, bytes = 'en bilD'`,
    { records: [{ table: 'attachment', why: 'changed' }] },
  ],
  [
    'the hash of a picture, with that of another in its place',
    `UPDATE attachment SET sha256 = encode(sha256('en annan'), 'hex')`,
    { records: [{ table: 'attachment', why: 'changed' }] },
  ],
  [
    'a picture that was erased without anybody’s order',
    `UPDATE attachment SET bytes = NULL`,
    { records: [{ table: 'attachment', why: 'missing' }] },
  ],
  [
    'everything of a ticket',
    ['attachment', 'ticket', 'comment_version']
      .map((table) => `DELETE FROM ${table} WHERE comment = ${COMMENT};`)
      .join('')
      .concat(`DELETE FROM reason; DELETE FROM comment WHERE id = ${COMMENT}`),
    {
      records: [
        { table: 'comment_version', why: 'missing' },
        { table: 'comment_version', why: 'missing' },
        { table: 'reason', why: 'missing' },
        { table: 'ticket', why: 'missing' },
      ],
    },
  ],
  [
    'the end of the journal',
    `DELETE FROM journal WHERE municipality = 'filipstad' AND seq > 3`,
    { journal: { ok: false, why: 'head' } },
  ],
  [
    'the end of the journal, with its head set to fit',
    `DELETE FROM journal WHERE municipality = 'filipstad' AND seq > 1;
     UPDATE journal_head h SET seq = j.seq, hash = j.hash FROM journal j
     WHERE j.municipality = h.municipality AND h.municipality = 'filipstad' AND j.seq = 1`,
    {
      journal: { ok: true, count: 1 },
      records: expect.arrayContaining([expect.objectContaining({ why: 'unsealed' })]),
    },
  ],
  [
    'the whole journal',
    `DELETE FROM journal WHERE municipality = 'filipstad'; DELETE FROM journal_head WHERE municipality = 'filipstad'`,
    { journal: { ok: false, why: 'missing' } },
  ],
  [
    'the whole journal but its head',
    `DELETE FROM journal WHERE municipality = 'filipstad'`,
    { journal: { ok: false, why: 'head' } },
  ],
  [
    'a line in the middle of the journal',
    `UPDATE journal SET by = 'x' WHERE municipality = 'filipstad' AND seq = 2`,
    { journal: { ok: false, why: 'hash', row: 2 } },
  ],
];

const undone = Symbol('undone');

describe.each(databases)('kv verify on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
    await fill(town);
  });
  afterAll(() => town.database.close());

  /** What is found after a change that no trigger and no foreign key holds back; the change is undone. */
  async function foundAfter(change: string): Promise<readonly Verification[]> {
    let found: readonly Verification[] = [];
    const meddle = async (tx: Transaction<unknown>) => {
      await sql`SET LOCAL session_replication_role = replica`.execute(tx);
      for (const statement of change.split(';')) await sql.raw(statement).execute(tx);
      found = await verifyRecords(tx);
      throw undone;
    };
    await expect(town.database.kysely.transaction().execute(meddle)).rejects.toBe(undone);
    return found;
  }

  it('finds everything as it was written', async () => {
    const found = await verifyRecords(town.database.kysely);
    expect(found.map((one) => [one.municipality, isSound(one)])).toEqual([
      ['filipstad', true],
      ['ludvika', true],
    ]);
    expect(found).toMatchObject([
      { journal: { ok: true }, records: [], missingNumbers: [] },
      { records: [] },
    ]);
  });

  it.each(tampered)('finds %s', async (_, change, expected) => {
    const [filipstad, ludvika] = await foundAfter(change);
    expect(filipstad).toMatchObject({ municipality: 'filipstad', ...expected });
    expect(filipstad && isSound(filipstad)).toBe(false);
    expect(ludvika && isSound(ludvika)).toBe(true);
  });

  it('tells of an erasure that no disposal covers', async () => {
    const found = await foundAfter(`UPDATE comment_version SET text = NULL, salt = NULL, raw = '{}';
      UPDATE reason SET text = NULL, salt = NULL; UPDATE reply SET text = NULL, salt = NULL`);
    const erased = found.flatMap(({ records }) => records.map(({ table, why }) => `${table} ${why}`));
    expect(new Set(erased)).toEqual(new Set(['comment_version erased', 'reason erased', 'reply erased']));
  });

  it('says of a picture whose key is elsewhere that it was not checked, and believes one that lies in the clear', async () => {
    const [lost] = await foundAfter(`UPDATE attachment SET sealed = 'another key'`);
    expect(lost).toMatchObject({ records: [], uncheckedPictures: 1 });
    const [old] = await foundAfter(`UPDATE attachment SET sealed = NULL, bytes = 'en bild'`);
    expect(old).toMatchObject({ records: [], uncheckedPictures: 0 });
  });

  it('reads more lines than a page holds', async () => {
    await town.archive(Array.from({ length: 1200 }, (_, count) => ({ externalId: `many-${count}` })));
    const [found] = await foundAfter(
      `UPDATE comment_version SET text = 'x' WHERE comment = (SELECT id FROM comment WHERE external_id = 'many-1199')`,
    );
    expect(found?.records).toMatchObject([{ table: 'comment_version', why: 'changed' }]);
  });
});
