import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EffectOrder } from '../../src/core/effect.ts';
import type { Ticket } from '../../src/core/ticket.ts';
import type { MineQuery } from '../../src/ports/mine.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, noted, openTown, type Town } from './town.ts';

const ME = 'me';
const OTHER = 'other';
const at = NOW.toString();
const NONE: MineQuery['unclaimed'] = { all: false, accounts: [] };
const claimedBy = (by: string) => ({ state: 'claimed', claim: { by, at } }) as const;
const removalBy = (by: string) => ({
  ...{ by, at, rule: 'FIL-20', decision: 'd', commentVersion: 1 },
  ...{ undoUntil: null, approvedBy: null },
});
const proposedBy = (by: string) => ({ state: 'awaiting-approval', removal: removalBy(by) }) as const;

describe.each(databases)('what one person has, on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());

  /** A ticket as it stands after something, due so many hours from now. */
  const ticket = async (
    change: Partial<Ticket>,
    { hours = 1, municipality = 'filipstad', effects = [] as EffectOrder[] } = {},
  ) => {
    const { ticket: id } = await town.ticket(effects, municipality);
    const target = { kind: 'answer', at: NOW.add({ hours }).toString() } as const;
    await town.decide(
      { ticket: id },
      (situation) => {
        if (!situation.ticket) throw new Error('No ticket');
        return { ...noted, ticket: { ...situation.ticket, target, ...change } };
      },
      { municipality },
    );
    return id;
  };
  const asked = async (query: Partial<MineQuery> = {}, municipality = 'filipstad') => {
    const mine = await town.store.mine(municipality, {
      ...{ person: ME, reviews: true, unclaimed: NONE, limit: 8 },
      ...query,
    });
    return { ...mine, lines: mine.items.map(({ list, ticket: id }) => [list, id]) };
  };
  const begin = () => town.rows(`UPDATE ticket SET state = 'closed'`);

  it('is what colleagues have asked them and nobody has answered, wherever the ticket stands', async () => {
    await begin();
    const question = (person: string, decision: string) =>
      ({ by: OTHER, at, kind: 'question', decision, person, question: null }) as const;
    const answer = { by: ME, at, kind: 'answer', decision: 'c', person: null, question: 'a' } as const;
    const [mine, theirs] = [question(ME, 'a'), question(OTHER, 'b')];
    const open = await ticket({ internal: [theirs, mine] });
    await ticket({ internal: [theirs] });
    await ticket({ internal: [mine, answer] });
    await ticket({ internal: [mine], state: 'closed' });
    const claimed = await ticket({ ...claimedBy(OTHER), internal: [mine, answer, question(ME, 'd')] });
    expect((await asked()).lines.toSorted()).toEqual(
      [
        ['asked', open],
        ['asked', claimed],
      ].toSorted(),
    );
  });

  it('is what they have taken, by deadline, then what colleagues propose; nothing of others', async () => {
    await begin();
    const later = await ticket(claimedBy(ME), { hours: 5 });
    const sooner = await ticket(claimedBy(ME), { hours: -2 });
    const proposal = await ticket(proposedBy(OTHER));
    for (const not of [claimedBy(OTHER), proposedBy(ME), { ...claimedBy(ME), state: 'closed' } as const])
      await ticket(not);
    await ticket({});
    await ticket(claimedBy(ME), { municipality: 'ludvika' });
    const { lines, items, totals } = await asked();
    expect(lines).toEqual([
      ['claimed', sooner],
      ['claimed', later],
      ['proposed', proposal],
    ]);
    expect(totals).toEqual({ claimed: 2, alerted: 0, asked: 0, proposed: 1, unclaimed: 0 });
    expect(items[0]).toEqual({
      ...{ list: 'claimed', ticket: sooner, number: expect.any(Number), state: 'claimed', kind: 'comment' },
      ...{ platform: 'facebook', display: 'open', card: null, at: NOW.add({ hours: -2 }) },
      target: { kind: 'answer', at: NOW.add({ hours: -2 }).toString() },
    });
    expect((await asked({ reviews: false })).totals.proposed).toBe(0);
    expect((await asked({}, 'ludvika')).totals).toMatchObject({ claimed: 1, proposed: 0 });
    expect((await asked({ person: 'nobody' })).totals).toMatchObject({ claimed: 0, proposed: 2 });
  });

  it('is unclaimed where they see to the account, or to all but those of others', async () => {
    await begin();
    const id = await ticket({});
    const [own, another] = [
      { platform: 'facebook', account: '1' },
      { platform: 'facebook', account: '2' },
    ] as const;
    const listed = async (all: boolean, ...accounts: MineQuery['unclaimed']['accounts']) =>
      (await asked({ unclaimed: { all, accounts } })).lines;
    const line = [['unclaimed', id]];
    expect(await listed(false)).toEqual([]);
    expect(await listed(false, another)).toEqual([]);
    expect(await listed(false, another, own)).toEqual(line);
    expect(await listed(true)).toEqual(line);
    expect(await listed(true, another)).toEqual(line);
    expect(await listed(true, another, own)).toEqual([]);
  });

  it('is an alert that came to them, until somebody confirms it or has the ticket', async () => {
    await begin();
    const effects: EffectOrder[] = [{ kind: 'alert-duty', params: { person: ME } }];
    const id = await ticket({}, { effects });
    expect((await asked()).lines).toEqual([]);
    await town.rows(`UPDATE effect SET state = 'done' WHERE ticket = $1`, [id]);
    expect((await asked()).lines).toEqual([['alerted', id]]);
    // Each once, in the first of its lists.
    expect((await asked({ unclaimed: { all: true, accounts: [] } })).lines).toEqual([['alerted', id]]);
    expect((await asked({ person: OTHER })).lines).toEqual([]);
    const becomes = (change: Partial<Ticket>) =>
      town.decide({ ticket: id }, (situation) => ({
        ...noted,
        ...(situation.ticket && { ticket: { ...situation.ticket, ...change } }),
      }));
    await becomes({ alertConfirmed: { by: OTHER, at } });
    expect((await asked()).lines).toEqual([]);
    await becomes({ alertConfirmed: null, ...claimedBy(OTHER) });
    expect((await asked()).lines).toEqual([]);
  });

  it('gives so many of each list, the first to be done, and counts the rest', async () => {
    await begin();
    for (const hours of [3, 1, 2]) await ticket(claimedBy(ME), { hours });
    const last = await ticket(proposedBy(OTHER));
    const { items, totals } = await asked({ limit: 2 });
    expect(totals).toMatchObject({ claimed: 3, proposed: 1 });
    expect(items.map(({ at: due }) => due.since(NOW).total('hours'))).toEqual([1, 2, 1]);
    expect(items.at(-1)?.ticket).toBe(last);
  });
});
