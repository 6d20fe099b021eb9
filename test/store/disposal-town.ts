import type { DisposalTerms } from '../../src/core/disposal.ts';
import { DisposalRule } from '../../src/core/disposal-policy.ts';
import type { DisposalGround, DisposalLog, DisposalStep, LoggedBatch } from '../../src/ports/disposal.ts';
import type { Database } from '../../src/store/open.ts';
import { isSound, verifyRecords } from '../../src/store/verify.ts';
import { incoming, NOW, type Town } from './town.ts';

/** When everything that the town holds has reached its time. */
export const LATER = NOW.add({ hours: 24 * 800 });
/** Who proposes, and the two who say yes. */
export const [ANNA, BO, CILLA] = ['anna', 'bo', 'cilla'] as const;
/** Stands in everything of a planted comment that could hold words. */
const SECRET = 'Planterad-hemlighet';

export const ruleOf = (more: object = {}): DisposalRule =>
  DisposalRule.parse({
    id: 'GALLRA-1',
    type: 'comment',
    after: { years: 2 },
    from: 'arrival',
    decision: { board: 'Kommunstyrelsen', paragraph: '§ 12', date: '2026-03-17', number: 'KS 2026/100' },
    plan: 'Dokumenthanteringsplan 4.2',
    ...more,
  });

export const TERMS: DisposalTerms = { keepDays: () => null, breachMonths: 12 };

export const groundOf =
  (...rules: DisposalRule[]) =>
  (): DisposalGround => ({ rules, policy: '1', terms: TERMS, subject: 'Gallringsprotokoll' });

/** A log that only remembers. */
export function rememberingLog() {
  const batches: LoggedBatch[] = [];
  const done: string[] = [];
  const log: DisposalLog = {
    intent: async (batch) => void batches.push(batch),
    done: async (batch) => void done.push(batch),
  };
  return { batches, done, log };
}

/** The tables in which the words stand, as text or as bytes. */
export async function tablesWith(town: Pick<Town, 'rows'>, words = SECRET): Promise<string[]> {
  const tables = await town.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await town.rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM "${name}" t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'`,
      [words, Buffer.from(words).toString('hex')],
    );
    if (row && row.count > 0) found.push(name);
  }
  return found;
}

const THEIRS = {
  text: `${SECRET} text`,
  author: { id: `${SECRET} id`, name: `${SECRET} namn` },
  permalink: `https://example.org/${SECRET}`,
  attachments: [{ type: 'photo', url: `https://example.org/${SECRET}.jpg` }],
};
const RAW = Buffer.from(`{"message":"${SECRET}"}`);

/** A comment with the words in everything of it, and what its platform told of it besides. @returns its id */
export async function plant(town: Town, externalId: string): Promise<string> {
  const hidden = { platform: 'facebook', account: '1', externalId, change: 'hidden', at: NOW } as const;
  await town.archive([], {
    items: [
      { key: externalId, raw: RAW, comment: incoming({ externalId, ...THEIRS }) },
      { key: `${externalId} hidden`, raw: RAW, change: hidden },
    ],
  });
  const [row] = await town.rows<{ id: string }>('SELECT id FROM comment WHERE external_id = $1', [
    externalId,
  ]);
  const id = row?.id ?? '';
  const files = [{ bytes: Buffer.from(SECRET), contentType: 'image/png' }];
  await town.store.storeAttachments('filipstad', id, 1, files, NOW);
  return id;
}

/** Opens a ticket of it, on a second version, with a reason, a reply, a draft and a breach. @returns the ticket's id */
export async function openTicket(town: Town, externalId: string): Promise<string> {
  const { ticket } = await town.ticket([], 'filipstad', externalId);
  const reason = { verb: 'remove', rule: 'FIL-20', quote: 'Vi tar bort påhopp.', text: `${SECRET} skäl` };
  const [about, journal] = [{ ticket }, [{ kind: 'removal-ordered' as const, by: 'p', data: {} }]];
  await town.decide(about, () => ({ journal, effects: [], reason }));
  for (const kind of ['reply', 'draft'] as const)
    await town.decide(about, () => ({ journal, effects: [], reply: { kind, text: `${SECRET} svar` } }));
  await town.rows(
    `INSERT INTO breach VALUES ('filipstad', gen_random_uuid(), $1, 'facebook', '1', $2, 'FIL-20', $3)`,
    [ticket, `${SECRET} id`, NOW],
  );
  return ticket;
}

export const closeTicket = (town: Town, ticket: string): Promise<unknown> =>
  town.rows(`UPDATE ticket SET state = 'closed', closed_at = $1 WHERE id = $2`, [NOW, ticket]);

export const placeHold = async (town: Town, comment: string): Promise<void> => {
  await town.rows(
    `WITH hold AS (INSERT INTO hold (municipality, id, because, query, placed_by, placed_at)
       VALUES ('filipstad', gen_random_uuid(), 'request', '{}', 'registrator', $1) RETURNING id)
     INSERT INTO hold_comment SELECT 'filipstad', id, $2::uuid FROM hold`,
    [NOW, comment],
  );
};

/** Proposed, and confirmed by two. @returns its id */
export async function confirmed(town: Pick<Town, 'store'>, rule: DisposalRule): Promise<string> {
  const proposal = { rule, policy: '1', by: ANNA };
  const { id } = await town.store.proposeDisposal('filipstad', LATER, proposal, TERMS);
  for (const by of [BO, CILLA])
    await town.store.confirmDisposal('filipstad', LATER, { id, by, rules: [rule] });
  return id;
}

/** Carries out everything that has been confirmed. */
export async function runAll(
  town: Pick<Town, 'store'>,
  rule: DisposalRule,
  { log = rememberingLog().log, limit = 1000 }: { log?: DisposalLog; limit?: number } = {},
): Promise<DisposalStep[]> {
  const steps: DisposalStep[] = [];
  for (;;) {
    const step = await town.store.disposeSome(LATER, groundOf(rule), log, limit);
    if (!step) return steps;
    steps.push(step);
  }
}

/** What `kv verify` would say of everything. */
export async function verified(town: { readonly database: Pick<Database<unknown>, 'kysely'> }) {
  const results = await verifyRecords(town.database.kysely);
  return { sound: results.every(isSound), records: results.flatMap(({ records }) => records) };
}
