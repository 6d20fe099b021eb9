import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmbedded } from '../fakes/databases.ts';
import { openTown } from './town.ts';

/** What a column that could hold words holds, where a person's are concerned, and what becomes of it. */
const ERASED = 'erased with its comment';
const ALONE = 'erased with its comment, or by a rule of its own';
const DELETED = 'its row goes with the comment';
const FOR_EVER = 'kept for ever: the register, the journal or the protocol';
const IDS = 'ids, kinds, states, hashes and rule texts: nobody’s words';
const TOWN = 'the municipality’s own: its accounts, staff, rules and keys';
const SEASON = 'staff’s own words to the bot, open ones alone: gone after 90 days';
const OF_REQUEST = 'goes with the request that asked for it: no disposal of comments reaches it';

/** Every column that could hold words or bytes. A new one is put here by whoever makes it, who then knows what to erase. */
const ACCOUNT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  account: { '*': TOWN },
  archive_package: { '*': IDS },
  attachment: { bytes: ALONE, '*': IDS },
  breach: { '*': DELETED },
  card: { '*': IDS },
  channel: { '*': TOWN },
  comment: {
    author_id: ERASED,
    author_name: ERASED,
    conversation: ERASED,
    permalink: ERASED,
    account: IDS,
    // What its platform names it by stays, so that it is known when it is told of again.
    external_id: IDS,
    inbox_only: IDS,
    kind: IDS,
    made_by: IDS,
    municipality: IDS,
    parent_id: IDS,
    platform: IDS,
    post_id: IDS,
    visibility: IDS,
  },
  comment_version: {
    text: ERASED,
    salt: ERASED,
    likeness: ERASED,
    raw: ALONE,
    attachments: ALONE,
    text_hmac: IDS,
    municipality: IDS,
  },
  delivery: { body: ALONE, municipality: IDS, sha256: IDS, source: IDS },
  digest: { '*': IDS },
  disposal: { '*': FOR_EVER },
  disposal_batch: { '*': FOR_EVER },
  disposal_confirmation: { '*': FOR_EVER },
  disposal_item: { '*': FOR_EVER },
  effect: { '*': IDS },
  event: { '*': IDS },
  evidence_key: { '*': TOWN },
  handover: { '*': IDS },
  handover_way: { '*': IDS },
  heard: { '*': IDS },
  hold: {
    query: OF_REQUEST,
    because: IDS,
    municipality: IDS,
    placed_by: IDS,
    reference: IDS,
    released_by: IDS,
  },
  hold_comment: { '*': IDS },
  inbox: {
    body: ALONE,
    account: IDS,
    app: IDS,
    municipality: IDS,
    sha256: IDS,
    source: IDS,
    state: IDS,
    // Names the field that was not understood, and never what stood there.
    why: ALONE,
  },
  journal: { '*': FOR_EVER },
  journal_head: { '*': FOR_EVER },
  likeness_key: { '*': TOWN },
  migration: { '*': IDS },
  person: { '*': TOWN },
  platform_change: {
    raw: ALONE,
    account: IDS,
    change: IDS,
    external_id: IDS,
    key: IDS,
    municipality: IDS,
    platform: IDS,
  },
  policy: { '*': TOWN },
  question_choice: { question: SEASON, '*': IDS },
  reason: {
    text: ERASED,
    salt: ERASED,
    by: IDS,
    municipality: IDS,
    policy: IDS,
    // The published rule's own words.
    quote: IDS,
    rule: IDS,
    verb: IDS,
  },
  register_counter: { '*': FOR_EVER },
  registration: { '*': FOR_EVER },
  registration_change: { '*': FOR_EVER },
  registration_protected: { '*': FOR_EVER },
  request: { '*': OF_REQUEST },
  request_item: { '*': IDS },
  request_review: { '*': OF_REQUEST },
  reply: { text: ALONE, salt: ALONE, by: IDS, kind: IDS, municipality: IDS },
  superseded_message: { '*': IDS },
  ticket: { '*': IDS },
  ticket_counter: { '*': IDS },
  token: { '*': TOWN },
};

describe('disposal', () => {
  it('accounts for every column that could hold words', async () => {
    const town = await openTown(openEmbedded);
    onTestFinished(() => town.database.close());
    const columns = await town.rows<{ table: string; column: string }>(
      `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
         AND c.data_type IN ('text', 'jsonb', 'json', 'bytea', 'ARRAY', 'character varying') ORDER BY 1, 2`,
    );
    const unknown = columns
      .filter(
        ({ table, column }) => ACCOUNT[table]?.[column] === undefined && ACCOUNT[table]?.['*'] === undefined,
      )
      .map(({ table, column }) => `${table}.${column}`);
    expect(unknown).toEqual([]);
    const there = new Set(columns.flatMap(({ table, column }) => [table, `${table}.${column}`]));
    const gone = Object.entries(ACCOUNT).flatMap(([table, row]) =>
      Object.keys(row)
        .filter((column) => !there.has(column === '*' ? table : `${table}.${column}`))
        .map((column) => `${table}.${column}`),
    );
    expect(gone).toEqual([]);
  });
});
