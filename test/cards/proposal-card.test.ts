import { describe, expect, it } from 'vitest';
import type { Locale } from '../../src/chat/cards/load-cards.ts';
import { MOST_EARLIER, proposalCard } from '../../src/chat/cards/proposal-card.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { EarlierDecision, EarlierOutcome } from '../../src/core/earlier-decision.ts';
import { removalRules } from '../../src/core/policy.ts';
import type { Notice, TicketView } from '../../src/core/view.ts';
import { able } from '../fakes/able.ts';
import {
  ANNA,
  actor,
  BO,
  type Given,
  MUNICIPALITIES,
  NOW,
  policyOf,
  press,
  viewOf,
} from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { AUTHOR, cards, viewAt } from './views.ts';

const LOCALES: readonly Locale[] = ['sv', 'en'];
const REASON = 'Uppmanar att rösta på ett parti, inte en fråga om skolan.';
const NONE = { total: 0, latest: [] };

/** The rule with the most words of those that a removal may rest on. */
const longestRule = (municipality: string): string =>
  removalRules(policyOf(municipality)).toSorted((a, b) => b.quote.length - a.quote.length)[0]?.id ?? '';

function waiting(municipality: string, rule: string, given: Given = {}): TicketView {
  const removal = { by: ANNA, at: NOW.toString(), rule, decision: 'd', commentVersion: 1 };
  const view = viewAt('is new', municipality, given.screening?.display ?? 'open', {
    ...given,
    ticket: {
      state: 'awaiting-approval',
      version: 2,
      removal: { ...removal, undoUntil: null, approvedBy: null },
      ...given.ticket,
    },
  });
  return { ...view, removalReason: REASON };
}

const notice = (viewer: string, more: Partial<Notice> = {}): Notice => ({
  ...{ refusal: null, typed: null, shownInChat: false, viewer },
  ...more,
});

interface Shown {
  readonly earlier?: { readonly total: number; readonly latest: readonly EarlierDecision[] };
  readonly isHidden?: boolean;
  readonly notice?: Notice;
}

const drawn = (
  view: TicketView,
  { earlier = NONE, isHidden = false, ...more }: Shown = {},
  locale: Locale = 'sv',
) => proposalCard(cards[locale], view, { earlier, isHidden, notice: more.notice ?? notice(BO) }).card;
const said = (...given: Parameters<typeof drawn>) => JSON.stringify(drawn(...given));

const earlier = (outcome: EarlierOutcome, more: Partial<EarlierDecision> = {}): EarlierDecision => ({
  ...{ number: 12, at: NOW, outcome, reason: null, secret: false },
  ...more,
});

describe('A proposed removal that is reviewed', () => {
  it.each(MUNICIPALITIES)('%s: good for Teams with the longest texts, in both languages', (municipality) => {
    const long = '{'.repeat(500);
    const latest = Array.from({ length: MOST_EARLIER }, () => earlier('declined', { reason: long }));
    for (const display of ['open', 'offensive', 'secret'] as const)
      for (const locale of LOCALES) {
        const plain = waiting(municipality, longestRule(municipality), { screening: { display } });
        const view = viewOf(plain, {
          ...{
            text: 'å'.repeat(10_000),
            textBefore: '{'.repeat(10_000),
            removalReason: long,
            authorNotice: long,
          },
          thread: { ...plain.thread, post: { own: true, author: 'Kommunen', text: 'å'.repeat(900) } },
        });
        const typed = { verb: 'decline', inputs: { reason: long } };
        const card = drawn(
          view,
          {
            earlier: { total: 90, latest },
            notice: notice(BO, { refusal: { code: 'bad-input', details: { field: 'reason' } }, typed }),
          },
          locale,
        );
        expect(lintCard(card)).toEqual([]);
        expect(JSON.stringify(card)).not.toMatch(/undefined|NaN|\{\{/u);
      }
  });

  it('tells the comment with what it answers, who proposed what and when, the whole rule, why, and what follows', () => {
    const view = waiting('vallentuna', 'VAL-19');
    const card = said(view);
    for (const told of [
      'sillmjölke',
      `${AUTHOR} skriver:`,
      'Under ert inlägg: ”Nya öppettider!',
      'Anna Andersson föreslog 08.30 att ta bort enligt VAL-19: ”Politisk debatt eller kommentarer som tydligt har en politisk agenda eller ideologi kommer tas bort.”',
      `Skäl: ”${REASON}”`,
      'Om borttagningen godkänns: döljs nu, raderas efter 10 min.',
      'Inga tidigare förslag eller beslut enligt VAL-19 i Vallentuna.',
      'Bara du ser det här.',
    ])
      expect(card).toContain(told);
    expect(said(waiting('vallentuna', 'VAL-19', { account: { trial: true } }))).toContain('PROVLÄGE');
    const cannotHide = waiting('vallentuna', 'VAL-19', { account: { can: able({ hide: false }) } });
    expect(said(cannotHide)).toContain('Om borttagningen godkänns: raderas efter 10 min.');
  });

  it('tells what its author will be told, but nothing of a comment that may be secret', () => {
    const view = viewOf(waiting('vallentuna', 'VAL-19'), { authorNotice: 'Hej! Vi tog bort den.' });
    const told = 'Skribenten får då ett privat meddelande: ”Hej! Vi tog bort den.”';
    expect(said(view)).toContain(told);
    expect(said(view, { isHidden: true })).not.toContain('Hej! Vi tog bort den.');
    expect(said(waiting('vallentuna', 'VAL-19'))).not.toContain('privat meddelande');
  });

  it.each([
    ['approved', {}, 'tor 2 apr · nr 12: förslaget godkändes'],
    ['removed', {}, 'beslut att ta bort'],
    ['declined', { reason: 'En åsikt.' }, 'förslaget nekades. Skäl: ”En åsikt.”'],
    ['declined', {}, 'förslaget nekades. Skälet är gallrat.'],
    ['declined', { secret: true }, 'förslaget nekades. Skälet visas inte här.'],
    ['let-stand', { reason: 'within-rules' }, 'kommentaren fick stå: ryms i reglerna'],
    ['undone', {}, 'borttagningen ångrades'],
    ['withdrawn', {}, 'förslaget togs tillbaka'],
    ['taken-over', {}, 'en kollega tog över, och förslaget föll'],
    ['lapsed', {}, 'förslaget föll utan att någon tog ställning'],
    ['waiting', {}, 'förslaget väntar på en kollega'],
    ['approved', { at: NOW.subtract({ hours: 24 * 200 }) }, 'sön 14 sep (2025) · nr 12'],
  ] as const)('tells of an earlier one that was %s, %j: %s', (outcome, more, told) => {
    const card = said(waiting('vallentuna', 'VAL-19'), {
      earlier: { total: 7, latest: [earlier(outcome, more)] },
    });
    expect(card).toContain('Tidigare förslag och beslut enligt VAL-19 i Vallentuna: 7. De senaste:');
    expect(card).toContain(told);
  });

  const verbsFor = (view: TicketView, viewer: string) =>
    [...said(view, { notice: notice(viewer) }).matchAll(/"verb":"([^"]+)","ticket"/gu)].map(
      ([, verb]) => verb,
    );

  it('offers a colleague to approve, refuse or take over, each as the press accepts it, and the proposer to take back', () => {
    const view = waiting('vallentuna', 'VAL-19');
    expect(verbsFor(view, BO)).toEqual(['approve', 'decline', 'take-over', 'history']);
    expect(verbsFor(view, ANNA)).toEqual(['undo', 'history']);
    for (const verb of ['approve', 'decline', 'take-over'] as const)
      expect(press(view, verb, { reason: 'En åsikt.' }, actor(BO)).refusal).toBeUndefined();
    expect(said(view, { notice: notice(ANNA) })).toContain('Det var du som föreslog borttagningen.');
  });

  it('gives back what was typed when the refusal had no reason, and says so', () => {
    const typed = { verb: 'decline', inputs: { reason: 'Halvt skäl' } };
    const refusal = { code: 'bad-input', details: { field: 'reason' } } as const;
    const card = said(waiting('vallentuna', 'VAL-19'), { notice: notice(BO, { refusal, typed }) });
    expect(card).toContain('Skriv varför.');
    expect(card).toContain('"value":"Halvt skäl"');
  });

  it('shows a secret comment and what was typed about it to who asks to read it, and not beside a refusal', () => {
    const view = waiting('ludvika', 'LUD-07', { screening: { display: 'secret' } });
    expect(said(view)).toContain('sillmjölke');
    expect(said(view)).toContain(REASON);
    const hidden = said(view, { isHidden: true });
    for (const secret of ['sillmjölke', '19121212', 'Kim', REASON, 'öppettider'])
      expect(hidden).not.toContain(secret);
    expect(hidden).toContain('Texten och skälen visas inte här.');
  });
});

describe('A proposal that was refused', () => {
  const declined = { by: BO, at: NOW.toString(), rule: 'VAL-19', decision: 'e' };
  const drawnAfter = (display: 'open' | 'secret', ticket: Given['ticket'] = {}) => {
    const view = viewAt('is new', 'vallentuna', display, { ticket: { declined, ...ticket } });
    return JSON.stringify(ticketCard(cards.sv, { ...view, declineReason: 'En åsikt om skolan.' }).card);
  };

  it('is told of with its reason on the open card, so that nobody proposes the same again unawares', () => {
    expect(drawnAfter('open')).toContain('Bo Berg nekade 08.30 förslaget att ta bort enligt VAL-19.');
    expect(drawnAfter('open')).toContain('Skäl: ”En åsikt om skolan.”');
    expect(drawnAfter('open', { state: 'closed' })).not.toContain('nekade');
  });

  it('of a secret comment is told of without its reason', () => {
    expect(drawnAfter('secret')).toContain('Skälet visas inte i kanalen. Läs det i Historik.');
    expect(drawnAfter('secret')).not.toContain('En åsikt');
  });
});
