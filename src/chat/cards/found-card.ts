import type { Found, FoundPage } from '../../core/find.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { dayOf } from './moment.ts';
import { safeText, safeUrl } from './safe-text.ts';

/** So many comments are listed: whoever does not find it among them says more. */
export const MOST_FOUND = 8;

/**
 * What was found, for everyone who sees the answer: neither text nor name nor why, and of what is secret the ids alone. "Visa"
 * tells the rest to the presser. `mayTakeUp`: where it is asked, what has no card can be given one.
 */
export function foundCard(
  cards: Cards,
  policy: Policy,
  { total, found }: FoundPage,
  mayTakeUp: boolean,
): CardMessage {
  const { shortName: municipality } = policy;
  const summary = cards.say('found.head', { municipality });
  const card = fitCard([MOST_FOUND, 5, 3, 1], (limit) => {
    const shown = found.slice(0, limit);
    const tickets = shown.flatMap(({ ticket }) => ticket?.id ?? []);
    return cards.expand('found', {
      lang: cards.locale,
      head: summary,
      title: titleOf(cards, shown.length, total),
      items: shown.map((one) => lineOf(cards, policy, one, { tickets, mayTakeUp })),
    });
  });
  return { card, summary };
}

function titleOf(cards: Cards, shown: number, total: number): string {
  if (total === 0) return cards.say('found.none');
  return total > shown ? cards.say('found.more', { shown, total }) : cards.say('found.all', { total });
}

/** The button back to a list. */
export const foundButton = (cards: Cards, { municipality }: Policy, tickets: readonly string[]): object =>
  cards.expand('action-press', {
    title: cards.say('found.back'),
    mode: 'primary',
    style: 'default',
    data: { verb: 'list-found', municipality, tickets },
  });

function lineOf(
  cards: Cards,
  policy: Policy,
  one: Found,
  { tickets, mayTakeUp }: { readonly tickets: readonly string[]; readonly mayTakeUp: boolean },
): object {
  const { ticket, platform, comment } = one;
  return {
    what: partsOf(cards, one).join(' · '),
    actions: ticket
      ? [showButton(cards, ticket.id, tickets)]
      : [
          ...(mayTakeUp ? [takeUpButton(cards, policy, { comment })] : []),
          ...linkButton(cards, platform, one.permalink),
        ],
  };
}

/** The button that makes a ticket of a comment. `list`: the page that it stands on. */
export const takeUpButton = (
  cards: Cards,
  { municipality }: Policy,
  of: { readonly comment: string; readonly list?: object },
): object =>
  cards.expand('action-press', {
    title: cards.say('take-up'),
    mode: 'primary',
    style: 'default',
    data: { verb: 'take-up', municipality, ...of },
  });

function partsOf(cards: Cards, one: Found): string[] {
  const { ticket, display, platform, at, rule, registration, waits } = one;
  const number =
    ticket === null ? cards.say('found.no-card') : cards.say('found.number', { number: ticket.number });
  const given = registration === null ? [] : [safeText(registration)];
  const entry = [...given, ...(waits ? [cards.say('found.waits')] : [])];
  if (display === 'secret') return [number, ...entry];
  return [
    number,
    platformTitle(platform),
    dayOf(cards, at),
    ...(ticket ? [cards.say(`found.state.${ticket.state}`)] : []),
    ...(rule === null ? [] : [rule]),
    ...entry,
  ];
}

/** The button to a ticket's history. No version is known to it, and none is asked of one who only reads. */
export const showButton = (cards: Cards, ticket: string, found: readonly string[]): object =>
  cards.expand('action-press', {
    title: cards.say('found.show'),
    mode: 'primary',
    style: 'default',
    data: { verb: 'history', ticket, version: 1, found },
  });

function linkButton(cards: Cards, platform: Found['platform'], permalink: string | null): object[] {
  const url = safeUrl(platform, permalink);
  return url === null
    ? []
    : [cards.expand('action-open', { title: cards.say('link', { platform: platformTitle(platform) }), url })];
}
