import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/core/decision.ts';
import type { JournalKind } from '../../src/core/journal.ts';
import type { Ticket } from '../../src/core/ticket.ts';
import type { StoredSituation } from '../../src/ports/ledger.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, openTown, type Town } from './town.ts';

const later = (minutes: number) => NOW.add({ minutes });
const QUOTE = 'Politisk debatt tas bort.';

describe.each(databases)('earlier decisions under a rule, on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());

  let minute = 0;
  /** Decides about the ticket as it is then, each time a minute later. */
  const decide = async (
    ticket: string,
    made: (ticket: Ticket, situation: StoredSituation) => Decision,
    { by = 'p', municipality = 'filipstad' } = {},
  ) => {
    let decision = '';
    await town.decide(
      { ticket },
      (situation) => {
        if (!situation.ticket) throw new Error('No ticket');
        decision = situation.decisionId;
        return made(situation.ticket, situation);
      },
      { by, municipality, at: later(++minute) },
    );
    return decision;
  };
  /** Somebody proposes to remove a new comment under the rule. */
  const proposed = async (rule: string, display: 'open' | 'secret' = 'open', municipality = 'filipstad') => {
    const { ticket } = await town.ticket([], municipality);
    return { ticket, decision: await propose(ticket, rule, display, municipality) };
  };
  const propose = (ticket: string, rule: string, display = 'open', municipality = 'filipstad') =>
    decide(
      ticket,
      (before, { decisionId: decision }) => ({
        ticket: {
          ...before,
          state: 'awaiting-approval',
          screening: { ...before.screening, display: display as 'open' },
          removal: {
            ...{ by: 'p', at: later(minute).toString(), rule, decision, commentVersion: 1 },
            ...{ undoUntil: null, approvedBy: null },
          },
        },
        reason: { verb: 'remove', rule, quote: QUOTE, text: 'Partireklam.' },
        journal: [{ kind: 'removal-proposed', by: 'p', data: { rule, decision } }],
        effects: [],
      }),
      { municipality },
    );
  const ends = (
    ticket: string,
    kind: JournalKind,
    data: Readonly<Record<string, string>>,
    { by = 'q', more = {} as Partial<Decision> } = {},
  ) =>
    decide(
      ticket,
      (before, { decisionId: own }) => ({
        ticket: { ...before, state: 'open', removal: null },
        ...more,
        journal: [
          { kind, by, data: kind === 'removal-declined' && more.reason ? { ...data, decision: own } : data },
          ...(more.journal ?? []),
        ],
        effects: more.effects ?? [],
      }),
      { by },
    );
  const under = async (rule: string, decision: string, limit = 20, municipality = 'filipstad') =>
    town.store.earlierDecisions(municipality, rule, decision, limit);
  const decline = { reason: { verb: 'decline', rule: 'FIL-01', quote: QUOTE, text: 'En åsikt.' } };
  const noOne = '00000000-0000-4000-8000-000000000000';

  it('tells what became of each, the latest first, and of whom there is nothing', async () => {
    const approved = await proposed('FIL-01');
    await ends(approved.ticket, 'removal-ordered', { decision: approved.decision });
    const undone = await proposed('FIL-01');
    await ends(undone.ticket, 'removal-ordered', { decision: undone.decision });
    await ends(undone.ticket, 'removal-undone', { decision: undone.decision });
    const alone = await proposed('FIL-01');
    await ends(alone.ticket, 'removal-ordered', { decision: alone.decision }, { by: 'p' });
    const declined = await proposed('FIL-01');
    await ends(declined.ticket, 'removal-declined', { proposal: declined.decision }, { more: decline });
    const secret = await proposed('FIL-01', 'secret');
    await ends(secret.ticket, 'removal-declined', { proposal: secret.decision }, { more: decline });
    const stands = await proposed('FIL-01', 'secret');
    const letStand = { kind: 'let-stand' as const, by: 'q', data: { reason: 'within-rules' } };
    await ends(
      stands.ticket,
      'removal-declined',
      { proposal: stands.decision },
      { more: { journal: [letStand] } },
    );
    const back = await proposed('FIL-01');
    await ends(back.ticket, 'removal-withdrawn', { proposal: back.decision }, { by: 'p' });
    const over = await proposed('FIL-01');
    await ends(over.ticket, 'removal-taken-over', { proposal: over.decision });
    const edited = await proposed('FIL-01');
    await ends(edited.ticket, 'comment-edited', {});
    await proposed('FIL-01');

    const { total, latest } = await under('FIL-01', noOne);
    expect(total).toBe(10);
    expect(latest.map(({ outcome, reason, secret: isSecret }) => [outcome, reason, isSecret])).toEqual([
      ['waiting', null, false],
      ['lapsed', null, false],
      ['taken-over', null, false],
      ['withdrawn', null, false],
      ['let-stand', 'within-rules', true],
      ['declined', null, true],
      ['declined', 'En åsikt.', false],
      ['removed', null, false],
      ['undone', null, false],
      ['approved', null, false],
    ]);
    expect(latest.at(-1)?.at).toEqual(later(2));
    const [{ number } = { number: 0 }] = await town.rows<{ number: number }>(
      'SELECT number FROM ticket WHERE id = $1',
      [approved.ticket],
    );
    expect(latest.at(-1)?.number).toBe(number);
    expect(Object.keys(latest[0] ?? {}).toSorted()).toEqual(['at', 'number', 'outcome', 'reason', 'secret']);
  });

  it('knows a refusal of the same comment, and leaves out the proposal that is asked about', async () => {
    const { ticket, decision: first } = await proposed('FIL-02');
    await ends(ticket, 'removal-declined', { proposal: first }, { more: decline });
    const again = await propose(ticket, 'FIL-02');
    expect((await under('FIL-02', again)).latest.map(({ outcome }) => outcome)).toEqual(['declined']);
  });

  it('reads what was written before a refusal had a reason of its own', async () => {
    const { ticket, decision } = await proposed('FIL-03');
    const letStand = { kind: 'let-stand' as const, by: 'q', data: { reason: 'bot-was-wrong' } };
    await ends(ticket, 'removal-declined', { decision }, { more: { journal: [letStand] } });
    expect((await under('FIL-03', noOne)).latest).toMatchObject([
      { outcome: 'let-stand', reason: 'bot-was-wrong' },
    ]);
  });

  it('gives no more than is asked for, and counts all', async () => {
    for (let count = 0; count < 3; count += 1) await proposed('FIL-04');
    const { total, latest } = await under('FIL-04', noOne, 2);
    expect([total, latest.length]).toEqual([3, 2]);
  });

  it('knows nothing of another rule, of another municipality, or of what was only tried', async () => {
    await proposed('FIL-05', 'open', 'ludvika');
    const tried = await proposed('FIL-05');
    await ends(
      tried.ticket,
      'removal-ordered',
      { decision: tried.decision },
      {
        more: { effects: [{ kind: 'delete-comment', params: { commentVersion: 1, trial: true } }] },
      },
    );
    expect(await under('FIL-05', noOne)).toEqual({ total: 0, latest: [] });
    expect((await under('FIL-05', noOne, 5, 'ludvika')).total).toBe(1);
  });

  it('says that a reason has been disposed of by having none', async () => {
    const { ticket, decision } = await proposed('FIL-06');
    await ends(ticket, 'removal-declined', { proposal: decision }, { more: decline });
    await town.rows(`UPDATE reason SET text = NULL, salt = NULL WHERE ticket = $1 AND verb = 'decline'`, [
      ticket,
    ]);
    expect((await under('FIL-06', noOne)).latest).toMatchObject([
      { outcome: 'declined', reason: null, secret: false },
    ]);
  });

  it('is found by an index of its own, however many reasons there are', async () => {
    const { rows } = await town.database.kysely.transaction().execute(async (tx) => {
      await sql`SET LOCAL enable_seqscan = off`.execute(tx);
      return sql`EXPLAIN SELECT id FROM reason WHERE municipality = 'filipstad' AND verb = 'remove' AND rule = 'FIL-01'
        ORDER BY at DESC, id DESC LIMIT 5`.execute(tx);
    });
    const plan = JSON.stringify(rows);
    expect(plan).toContain('reason_removal_rule');
    expect(plan).not.toContain('Sort');
  });
});
