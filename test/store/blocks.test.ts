import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OtherBlock } from '../../src/core/block.ts';
import type { EffectKind, EffectState } from '../../src/core/effect.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, openTown, type Town } from './town.ts';

type How = 'performed' | 'by-hand' | 'already-so' | 'trial';
type Of = { readonly ticket: string; readonly comment: string };

describe.each(databases)('the blocks in force on %s', (_, open) => {
  let town: Town;
  let ofAuthor: (author: string) => Promise<Of>;
  beforeAll(async () => {
    town = await openTown(open);
    let count = 0;
    ofAuthor = async (author) => {
      const externalId = `b-${++count}`;
      const of = await town.ticket([], 'filipstad', externalId);
      await town.rows('UPDATE comment SET author_id = $1 WHERE external_id = $2', [author, externalId]);
      return of;
    };
    await town.store.rememberPerson('filipstad', { id: 'p', name: 'Anna Lind' });
  });
  afterAll(() => town.database.close());

  /** A block that somebody has decided on, as its button would. */
  const block = (
    { ticket }: Of,
    { untilOn = null, trial = false }: { untilOn?: string | null; trial?: boolean } = {},
  ) =>
    town.decide({ ticket }, (situation) => {
      if (!situation.ticket) throw new Error('No ticket');
      const decision = situation.decisionId;
      const made = { by: 'p', at: NOW.toString(), rule: 'FIL-27', decision, untilOn };
      return {
        ticket: { ...situation.ticket, block: made },
        reason: { verb: 'block', rule: 'FIL-27', quote: 'Åtgärder vidtas', text: `Till ${untilOn}.` },
        journal: [{ kind: 'block-ordered', by: 'p', data: { rule: 'FIL-27', decision, untilOn } }],
        effects: [{ kind: 'block-author', params: { commentVersion: 1, ...(trial && { trial }) } }],
      };
    });
  const order = ({ ticket }: Of, kind: EffectKind) =>
    town.decide({ ticket }, () => ({ journal: [], effects: [{ kind, params: {} }] }));
  /** The ticket's last effect comes to this, so many hours later. */
  const comesTo = ({ ticket }: Of, to: EffectState, how: How = 'performed', hours = 1) => {
    const result = JSON.stringify({ at: NOW.add({ hours }).toString(), how });
    return town.rows(
      `UPDATE effect SET state = $2, result = CASE WHEN $2 = 'done' THEN $3::jsonb END
       WHERE ticket = $1 AND seq = (SELECT max(seq) FROM effect WHERE ticket = $1)`,
      [ticket, to, result],
    );
  };
  const listed = async ({ ticket }: Of) =>
    (await town.store.blocks('filipstad')).filter((one) => one.ticket.id === ticket);
  /** What a decision about a ticket is told of other tickets' blocks. */
  const otherOf = async ({ ticket }: Of) => {
    let other: OtherBlock | null = null;
    await town.decide({ ticket }, (situation) => {
      other = situation.otherBlock;
      return { journal: [], effects: [] };
    });
    return other;
  };

  it('tells what was decided, by whom, until when and why, once it has happened', async () => {
    const of = await ofAuthor('told');
    await block(of, { untilOn: '2026-12-20' });
    expect(await listed(of)).toEqual([]);
    await comesTo(of, 'done');
    expect(await listed(of)).toEqual([
      {
        ...{ ticket: { id: of.ticket, number: expect.any(Number) }, display: 'open', platform: 'facebook' },
        ...{ account: '1', accountName: 'filipstad', since: NOW.add({ hours: 1 }), untilOn: '2026-12-20' },
        ...{ rule: 'FIL-27', by: 'p', name: 'Anna Lind', reason: 'Till 2026-12-20.', lifting: null },
      },
    ]);
    expect(await town.store.blocks('ludvika')).toEqual([]);
  });

  it.each<[string, EffectState, How, number]>([
    ['carried out', 'done', 'performed', 1],
    ['carried out by hand', 'done', 'by-hand', 1],
    ['only tried', 'done', 'trial', 0],
    ['of an account that was gone', 'done', 'already-so', 0],
    ['asked of a person', 'asked', 'performed', 0],
    ['failed', 'failed', 'performed', 0],
    ['unknown', 'unknown', 'performed', 0],
  ])('lists one that is %s: %s, %s, %i', async (what, to, how, count) => {
    const of = await ofAuthor(`state ${what}`);
    await block(of);
    await comesTo(of, to, how);
    expect(await listed(of)).toHaveLength(count);
  });

  it.each<[EffectState, How, string | null]>([
    ['done', 'performed', null],
    ['done', 'trial', 'done'],
    ['pending', 'performed', 'pending'],
    ['asked', 'performed', 'asked'],
    ['failed', 'performed', 'failed'],
  ])('is over only when the account was let in: %s, %s', async (to, how, lifting) => {
    const of = await ofAuthor(`lifted ${to} ${how}`);
    await block(of);
    await comesTo(of, 'done');
    await order(of, 'unblock-author');
    await comesTo(of, to, how, 2);
    expect((await listed(of)).map((one) => one.lifting)).toEqual(lifting === null ? [] : [lifting]);
  });

  it('is over for every ticket of the author when one has let them in', async () => {
    const [one, two] = [await ofAuthor('both'), await ofAuthor('both')];
    for (const of of [one, two]) {
      await block(of);
      await comesTo(of, 'done');
    }
    expect([await listed(one), await listed(two)].flat()).toHaveLength(1);
    await order(one, 'unblock-author');
    await comesTo(one, 'done', 'performed', 3);
    expect([await listed(one), await listed(two)].flat()).toEqual([]);
  });

  it('is known to a decision on another ticket of the author, from when it is decided until it is lifted', async () => {
    const [one, two, stranger] = [await ofAuthor('kim'), await ofAuthor('kim'), await ofAuthor('bo')];
    expect(await otherOf(two)).toBeNull();
    await block(one, { untilOn: '2026-12-20' });
    expect([await otherOf(one), await otherOf(two), await otherOf(stranger)]).toEqual([
      null,
      { untilOn: '2026-12-20' },
      null,
    ]);
    await comesTo(one, 'done');
    expect(await otherOf(two)).toEqual({ untilOn: '2026-12-20' });
    const third = await ofAuthor('kim');
    await block(third);
    expect(await otherOf(two), 'the one that lasts longest').toEqual({ untilOn: null });
    for (const { ticket } of [one, third])
      await town.decide({ ticket }, (situation) => ({
        ...(situation.ticket && { ticket: { ...situation.ticket, block: null } }),
        journal: [],
        effects: [],
      }));
    expect(await otherOf(two)).toBeNull();
  });

  it.each<[string, boolean, EffectState, How]>([
    ['ordered in trial mode', true, 'pending', 'performed'],
    ['tried', false, 'done', 'trial'],
    ['of an account that was gone', false, 'done', 'already-so'],
  ])('is none to another ticket when it is %s', async (what, trial, to, how) => {
    const [one, two] = [await ofAuthor(what), await ofAuthor(what)];
    await block(one, { trial });
    await comesTo(one, to, how);
    expect(await otherOf(two)).toBeNull();
  });

  it('is none to anybody where the author is unknown', async () => {
    const [one, two] = [await ofAuthor('x'), await ofAuthor('x')];
    await block(one);
    await town.rows(`UPDATE comment SET author_id = NULL WHERE author_id = 'x'`);
    expect(await otherOf(two)).toBeNull();
  });
});
