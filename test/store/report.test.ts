import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/core/decision.ts';
import type { EffectKind } from '../../src/core/effect.ts';
import type { JournalNote } from '../../src/core/journal.ts';
import type { ReportFacts } from '../../src/ports/report.ts';
import { reportOn } from '../../src/store/report.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, openTown, type Town } from './town.ts';

const FROM = Temporal.Instant.from('2026-09-30T22:00:00Z');
const TO = Temporal.Instant.from('2026-12-31T23:00:00Z');
const LATER = NOW.add({ hours: 3 });

const line = (kind: JournalNote['kind'], data: JournalNote['data'] = {}): JournalNote => ({
  kind,
  by: 'p',
  data,
});
const reason = (verb: string, rule: string): NonNullable<Decision['reason']> => ({
  ...{ verb, rule, quote: 'Vi tar bort påhopp.', text: 'Påhopp' },
});

/** What was decided under a rule, and how its acts ended. */
async function act(
  town: Town,
  verb: string,
  rule: string,
  acts: Partial<Record<EffectKind, 'performed' | 'trial' | 'already-so' | 'by-hand'>>,
  { at = NOW, ends = LATER, municipality = 'filipstad' } = {},
): Promise<{ ticket: string; decision: string }> {
  const { ticket } = await town.ticket([], municipality);
  let decision = '';
  const kinds = Object.keys(acts) as EffectKind[];
  await town.decide(
    { ticket },
    ({ decisionId }) => {
      decision = decisionId;
      return {
        journal: [line('removal-ordered')],
        reason: reason(verb, rule),
        effects: kinds.map((kind) => ({ kind, params: { commentVersion: 1 } })),
      };
    },
    { at, municipality },
  );
  await town.decide(
    { ticket },
    ({ effects }) => ({
      journal: effects.map(({ id, kind }) =>
        line('effect-done', { effect: id, kind, how: acts[kind] ?? null, externalId: null }),
      ),
      settle: effects.map(({ id, kind }) => ({
        id,
        to: 'done' as const,
        result: { at: ends.toString(), how: acts[kind] ?? 'performed' },
      })),
      effects: [],
    }),
    { at: ends, municipality },
  );
  return { ticket, decision };
}

async function fill(town: Town): Promise<void> {
  await act(town, 'remove', 'FIL-20', { 'hide-comment': 'performed', 'delete-comment': 'by-hand' });
  await act(town, 'remove', 'FIL-20', { 'delete-comment': 'performed' }, { ends: NOW.add({ hours: 5 }) });
  // Only tried, gone by itself, in another quarter, in another municipality.
  await act(town, 'remove', 'FIL-20', { 'hide-comment': 'trial', 'delete-comment': 'trial' });
  await act(town, 'remove', 'FIL-20', { 'delete-comment': 'already-so' });
  await act(town, 'remove', 'FIL-20', { 'delete-comment': 'performed' }, { ends: TO });
  await act(town, 'remove', 'LUD-10', { 'delete-comment': 'performed' }, { municipality: 'ludvika' });
  const undone = await act(town, 'hide-now', 'FIL-21', { 'hide-comment': 'performed' });
  await town.decide({ ticket: undone.ticket }, () => ({
    journal: [line('removal-undone', { decision: undone.decision })],
    effects: [],
  }));
  const { ticket: elsewhere } = await town.ticket();
  await town.decide({ ticket: elsewhere }, () => ({
    journal: [line('act-elsewhere-owned', { rule: 'FIL-25', change: 'removed' })],
    effects: [],
  }));
  for (const because of ['bot-was-wrong', 'within-rules']) {
    const { ticket } = await town.ticket();
    await town.decide({ ticket }, () => ({ journal: [line('let-stand', { reason: because })], effects: [] }));
  }
  await act(town, 'block', 'FIL-30', { 'block-author': 'performed', 'reply-to-comment': 'performed' });
  const { ticket } = await town.ticket([{ kind: 'delete-comment', params: { commentVersion: 1 } }]);
  await town.decide({ ticket }, ({ effects: [effect] }) => ({
    journal: [
      line('effect-failed', { effect: effect?.id ?? '', kind: 'delete-comment', error: 'permission' }),
      line('effect-failed', { effect: 'said', kind: 'post-line', error: 'chat-refused' }),
    ],
    effects: [],
    registration: {
      create: { kind: 'comment', subject: 'Kommentar på Facebook', ground: null, secret: false, by: 'p' },
      number: null,
    },
  }));
  await town.archive([{ kind: 'message', externalId: 'm1', conversation: 'c' }]);
  await town.archive([{ externalId: 'own', own: true }]);
  const silence = { platform: 'facebook', account: '1', from: NOW.subtract({ hours: 7 }).toString() };
  await town.decide({ ticket }, () => ({
    journal: [{ ...line('account-unheard', { ...silence, to: NOW.toString(), lostTo: null }), by: null }],
    effects: [],
  }));
}

describe.each(databases)('the facts of a transparency report on %s', (_, open) => {
  let town: Town;
  let facts: ReportFacts;
  const read = (municipality = 'filipstad', from = FROM, to = TO) =>
    reportOn(town.database.kysely).reportFacts(municipality, from, to);
  beforeAll(async () => {
    town = await openTown(open);
    await fill(town);
    facts = await read();
  }, 60_000);
  afterAll(() => town.database.close());

  it('count what came in, in private apart, and not what the municipality wrote', () => {
    expect(facts.arrived).toEqual([{ platform: 'facebook', count: 11 }]);
    expect(facts.messages).toBe(1);
    expect(facts.tickets).toEqual([{ source: 'other', rule: null, count: 11 }]);
  });

  it('count acts under the rule of their decision, and none that was only tried or had nothing to take', () => {
    const inOrder = facts.measures.toSorted((a, b) =>
      `${a.measure} ${a.rule}`.localeCompare(`${b.measure} ${b.rule}`),
    );
    expect(inOrder).toEqual([
      { measure: 'deleted', rule: 'FIL-20', count: 2 },
      // Done on the platform, as staff said afterwards.
      { measure: 'deleted', rule: 'FIL-25', count: 1 },
      { measure: 'hidden', rule: 'FIL-20', count: 1 },
      { measure: 'hidden', rule: 'FIL-21', count: 1 },
      { measure: 'let-stand', rule: null, count: 2 },
      { measure: 'undone', rule: 'FIL-21', count: 1 },
    ]);
    expect(facts.wrongFlags).toBe(1);
    expect(facts.replies).toEqual({ here: 1, elsewhere: 0 });
  });

  it('count blocks, entries, times, failures and silences', () => {
    expect(facts.blocks).toEqual({ made: 1, lifted: 0, active: 1 });
    expect(facts.register).toEqual([{ kind: 'comment', count: 1 }]);
    expect(facts.medians).toEqual({
      secured: { hours: 0, of: 1 },
      numbered: { hours: null, of: 0 },
      removed: { hours: 4, of: 2 },
    });
    expect(facts.acts).toEqual({ failed: 1, unknown: 0 });
    expect(facts.unheard).toEqual([{ platform: 'facebook', count: 1, hours: 7 }]);
  });

  it('keep to their municipality and their quarter', async () => {
    expect((await read('ludvika')).measures).toEqual([{ measure: 'deleted', rule: 'LUD-10', count: 1 }]);
    const next = await read('filipstad', TO, TO.add({ hours: 24 * 90 }));
    expect(next.measures).toEqual([{ measure: 'deleted', rule: 'FIL-20', count: 1 }]);
    expect(next.blocks).toEqual({ made: 0, lifted: 0, active: 1 });
    expect(next.arrived).toEqual([]);
  });

  it('leave out what was judged while its account was in trial mode, whatever it is in now', async () => {
    const [account] = await town.store.accounts('ludvika');
    if (!account) throw new Error('No account');
    const { ticket } = await town.ticket([], 'ludvika');
    const judge = (at: Temporal.Instant) =>
      town.decide(
        { ticket },
        () => ({ journal: [line('let-stand', { reason: 'within-rules' })], effects: [] }),
        {
          municipality: 'ludvika',
          at,
        },
      );
    await judge(NOW.add({ hours: 1 }));
    await town.store.setTrial({ ...account, trial: false }, false, 'p', NOW.add({ hours: 2 }));
    expect((await read('ludvika')).measures).toHaveLength(1);
    await judge(NOW.add({ hours: 3 }));
    expect((await read('ludvika')).measures).toContainEqual({ measure: 'let-stand', rule: null, count: 1 });
  });
});
