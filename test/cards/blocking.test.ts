import { describe, expect, it } from 'vitest';
import { blocksCard } from '../../src/chat/cards/blocks-card.ts';
import { saidLine } from '../../src/chat/cards/thread-lines.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { BlockInForce } from '../../src/core/block.ts';
import type { Effect } from '../../src/core/effect.ts';
import { ANNA, effect, type Given, NOW, numbered, policyOf } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { cards, viewAt } from './views.ts';

const act = { by: ANNA, at: NOW.toString() };

describe('The hint that the rule on blocking can be tried', () => {
  /** A removal decided on this card, after so many others of the author's. */
  const removed = (municipality: string, rule: string, earlier: number, more: Given = {}) => {
    const at = (days: number) => NOW.subtract({ hours: 24 * days });
    const others = Array.from({ length: earlier }, (_, at) => numbered(9, at));
    const view = viewAt('is new', municipality, 'open', {
      breaches: [
        ...others.map((ticket, index) => ({ ticket, rule, at: at(earlier - index) })),
        { ticket: numbered(1, 1), rule, at: NOW },
      ],
      ...more,
      ticket: {
        ...{ state: 'closed', closedAt: NOW.toString() },
        removal: { ...act, rule, decision: 'd', commentVersion: 1, undoUntil: null, approvedBy: null },
        ...more.ticket,
      },
    });
    return JSON.stringify(ticketCard(cards.sv, view).card);
  };
  const says = 'kan prövas: ”';

  it.each([
    ['filipstad', 'FIL-20', 0, false],
    ['filipstad', 'FIL-20', 1, true],
    ['filipstad', 'FIL-20', 2, true],
    ['ludvika', 'LUD-13', 0, false],
    ['ludvika', 'LUD-13', 1, true],
    ['vallentuna', 'VAL-12', 0, false],
    ['vallentuna', 'VAL-12', 1, true],
    ['angelholm', 'ANG-10', 0, false],
    ['angelholm', 'ANG-10', 1, true],
    ['eslov', 'ESL-10', 4, false],
  ])('%s, %s after %i others: %s', (municipality, rule, earlier, told) => {
    expect(removed(municipality, rule, earlier).includes(says)).toBe(told);
  });

  it('gives the numbers and the municipality’s own words, and nothing of whose account it is', () => {
    const json = removed('filipstad', 'FIL-20', 1);
    expect(json).toContain(
      'Kontot har 2 räknade borttagningar, och regeln om blockering kräver 2 inom 12 månader, så den kan prövas: ”Åtgärder vidtas (blockerar, stänger av) mot den som upprepat bryter mot reglerna.” (FIL-27).',
    );
    expect(json).not.toContain('Kim Testsson');
  });

  it.each<[string, Given]>([
    ['the author is unknown', { comment: { author: { id: null, name: 'Kim' } } }],
    [
      'the removal itself did not count',
      { breaches: [1, 2].map((one) => ({ ticket: `t${one}`, rule: 'FIL-20', at: NOW })) },
    ],
    ['the account is blocked already', { otherBlock: { untilOn: '2026-05-02' } }],
    [
      'it has been blocked from this card',
      { ticket: { block: { ...act, rule: 'FIL-27', decision: 'd', untilOn: null } } },
    ],
  ])('is not given where %s', (_, more) => {
    expect(removed('filipstad', 'FIL-20', 1, more)).not.toContain(says);
  });

  it('is not given on the card of an earlier removal, when a later one is decided', () => {
    const later = { ticket: numbered(9, 9), rule: 'FIL-20', at: NOW.add({ hours: 1 }) };
    const own = { ticket: numbered(1, 1), rule: 'FIL-20', at: NOW };
    expect(removed('filipstad', 'FIL-20', 0, { breaches: [own, later] })).not.toContain(says);
  });
});

describe('A card of a comment whose author is blocked from another', () => {
  const other = (display: 'open' | 'secret', untilOn: string | null, ticket: Given['ticket'] = {}) =>
    JSON.stringify(
      ticketCard(
        cards.sv,
        viewAt('is new', 'filipstad', display, { otherBlock: { untilOn }, ticket: { ...ticket } }),
      ).card,
    );

  it('says so, but for where that leads to who wrote a secret comment', () => {
    expect(other('open', '2027-01-31')).toContain(
      'Kontot är redan blockerat till och med sön 31 jan 2027, från ett annat kort.',
    );
    expect(other('open', null)).toContain('Kontot är redan blockerat tills vidare');
    expect(other('secret', null)).not.toContain('redan blockerat');
    expect(other('open', null, { state: 'closed', closedAt: NOW.toString() })).not.toContain(
      'redan blockerat',
    );
  });
});

describe('A block on its card', () => {
  const end = (change: Partial<Effect>, given: Given = {}) => {
    const view = viewAt('has a blocked author', 'filipstad', 'open', {
      effects: [
        { kind: 'block-author', state: 'done' },
        {
          kind: 'unblock-author',
          params: { untilOn: '2026-05-02' },
          dueAt: '2026-05-02T22:00:00Z',
          ...change,
        },
      ],
      ...given,
    });
    return JSON.stringify(ticketCard(cards.sv, view).card);
  };

  it.each<[string, Partial<Effect>, Given, string]>([
    ['waits', {}, {}, 'Blockerad till och med lör 2 maj, sedan hävs blockeringen av sig själv'],
    [
      'is over',
      { state: 'done', result: { at: '2026-05-02T22:00:01Z', how: 'performed' } },
      {},
      'Blockeringen gällde till och med lör 2 maj och hävdes av sig själv sön 3 maj 00.00',
    ],
    [
      'is a person’s to lift',
      { state: 'asked' },
      {},
      'häv den på Facebook och tryck sedan på Gjort för hand',
    ],
    ['failed', { state: 'failed', error: 'permission' }, {}, 'men kunde inte hävas: '],
    [
      'was only tried',
      { state: 'done', result: { at: NOW.toString(), how: 'trial' } },
      {},
      'Provläge: blockeringen gällde till och med lör 2 maj men är inte hävd',
    ],
  ])('whose end %s', (_, change, given, said) => {
    expect(end(change, given)).toContain(said);
  });

  it('says until when it was decided', () => {
    expect(end({})).toContain('att blockera kontot till och med lör 2 maj, FIL-18.');
  });

  it('is said to be over in the thread of a card that nobody has before them', () => {
    const view = viewAt('has a blocked author', 'filipstad', 'open', {
      effects: [{ id: 'end', kind: 'unblock-author', state: 'asked', params: { untilOn: '2026-05-02' } }],
    });
    const said = effect({ kind: 'post-line', params: { line: 'block-over', about: 'end' } });
    expect(saidLine(cards.sv, view, said)).toContain('gällde till och med lör 2 maj: häv den på Facebook');
  });
});

describe('The list of blocks in force', () => {
  const block = (change: Partial<BlockInForce> = {}): BlockInForce => ({
    ...{ ticket: { id: numbered(1, 1), number: 12 }, display: 'open', platform: 'facebook', account: '1000' },
    ...{ accountName: 'Filipstads kommun', since: NOW, untilOn: '2026-05-02', rule: 'FIL-27', by: ANNA },
    ...{ name: 'Anna Andersson', reason: 'Tolvan har inte slutat.', lifting: null },
    ...change,
  });
  const drawn = (blocks: readonly BlockInForce[], now = NOW, mayShow = true, locale: 'sv' | 'en' = 'sv') => {
    const { card } = blocksCard(cards[locale], policyOf('filipstad'), blocks, { now, mayShow });
    expect(lintCard(card)).toEqual([]);
    expect(JSON.stringify(card)).not.toMatch(/[{]\w+[}]/u);
    return JSON.stringify(card);
  };

  it('tells where, since when, until when, under which rule and by whom, and not why', () => {
    const json = drawn([block()]);
    expect(json).toContain(
      'Nr 12 · Facebook · Filipstads kommun · från tor 2 apr · till och med lör 2 maj · FIL-27 · Anna Andersson',
    );
    expect(json).toContain('"verb":"history"');
    expect(json).not.toContain('Tolvan');
    expect(drawn([block()], NOW, true, 'en')).toContain('up to and including Sat 2 May');
  });

  it('of a secret comment tells the number and the end alone', () => {
    const json = drawn([block({ display: 'secret' })]);
    expect(json).toContain('"Nr 12 · till och med lör 2 maj"');
    expect(json).not.toMatch(/Facebook|FIL-27|Anna/u);
  });

  it.each<[Partial<BlockInForce>, string]>([
    [{ untilOn: null }, 'tills vidare'],
    [{ lifting: 'asked' }, 'ska hävas för hand'],
    [{ lifting: 'failed' }, 'kunde inte hävas'],
    [{ lifting: 'unknown' }, 'oklart om den är hävd'],
    [{ untilOn: '2026-04-01' }, 'tiden är slut men blockeringen är inte hävd'],
    [{ untilOn: '2026-04-02' }, 'till och med tor 2 apr · FIL-27'],
  ])('says how it stands with %j', (change, said) => {
    expect(drawn([block(change)])).toContain(said);
  });

  it('stays light however many there are, offers nothing where it would not be answered, and says when there are none', () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      block({ ticket: { id: numbered(1, at), number: at + 1 } }),
    );
    expect(drawn(many)).toContain('av 40');
    expect(drawn([block()], NOW, false)).not.toContain('"verb"');
    expect(drawn([])).toContain('Inget konto är blockerat.');
  });
});
