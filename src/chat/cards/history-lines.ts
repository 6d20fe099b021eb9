import { localDay } from '../../core/calendar.ts';
import type { HistoryEntry } from '../../core/history.ts';
import { AWAITING_ASSESSMENT } from '../../core/removal.ts';
import { DismissReason } from '../../core/ticket.ts';
import type { TicketView } from '../../core/view.ts';
import { cut } from '../../text/characters.ts';
import { effectText } from './effect-text.ts';
import { TOLD } from './history-told.ts';
import type { Cards, Fill } from './load-cards.ts';
import { dayOf, farDateOf } from './moment.ts';
import { authorOf, nameOf } from './names.ts';
import { platformOf } from './passages.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';

/** One thing that happened, as the presser reads it: a sentence, and below it what was written. */
export interface HistoryLine {
  readonly line: string;
  readonly details: readonly { readonly text: string }[];
}

/** As many UTF-16 units of each text. */
const TEXT_LIMIT = 3000;

/** The entry in words; null for what needs no saying. */
export function historyLine(cards: Cards, view: TicketView, entry: HistoryEntry): HistoryLine | null {
  const what = sentenceOf(cards, view, entry);
  if (what === null) return null;
  const line = cards.say('history.line', { at: momentOf(cards, entry.at, view.now), what });
  const details = [...untilOf(cards, view, entry), ...detailsOf(cards, entry)];
  return { line, details: details.map((text) => ({ text })) };
}

/** With its year where that is another. */
function momentOf(cards: Cards, at: Temporal.Instant, now: Temporal.Instant): string {
  const { year } = localDay(at);
  const day = dayOf(cards, at);
  return year === localDay(now).year ? day : cards.say('history.year', { at: day, year });
}

function sentenceOf(cards: Cards, view: TicketView, entry: HistoryEntry): string | null {
  const how = TOLD[entry.kind];
  if (how === 'sentence') return cards.say(`history.${entry.kind}`, fillOf(cards, view, entry));
  if (how === 'entry') return registered(cards, view, entry);
  const what = how === 'effect' && entry.effect ? effectText(cards, view, entry.effect) : null;
  if (what === null || entry.kind !== 'effect-retried') return what;
  return cards.say('history.effect-retried', { name: nameOf(cards, view, entry.by ?? undefined), what });
}

function fillOf(cards: Cards, view: TicketView, entry: HistoryEntry): Fill {
  const { by, text, reason, data, registration } = entry;
  const { comment, policy } = view;
  const provision = policy.provisions.find(({ id }) => id === data['provision'])?.text;
  const why = DismissReason.safeParse(data['reason']);
  return {
    name: nameOf(cards, view, by ?? undefined),
    to: nameOf(cards, view, typeof data['to'] === 'string' ? data['to'] : undefined),
    platform: platformOf(view),
    author: authorOf(cards, comment.platform, comment.author.name),
    version: text?.version ?? '',
    reference: registration?.reference ?? '',
    provision: provision ?? cards.say('history.no-provision'),
    rule: String(data['rule'] ?? reason?.rule ?? ''),
    because: why.success ? cards.say(`reason.${why.data}`) : '',
    until:
      typeof data['until'] === 'string'
        ? momentOf(cards, Temporal.Instant.from(data['until']), view.now)
        : '',
  };
}

/**
 * Secured and registered are different words: only a diary number makes it the latter. A line of before entries had
 * references says `registered` of both.
 */
function registered(
  cards: Cards,
  view: TicketView,
  { kind, by, registration, data }: HistoryEntry,
): string | null {
  if (registration === null) return null;
  const subject = safeText(registration.subject);
  const { number, reference } = registration;
  if (kind === 'secured' || data['numbered'] === false || number === null)
    return cards.say('history.secured', { reference, subject });
  const told = kind === 'number-corrected' ? 'number-corrected' : 'registered';
  const name = nameOf(cards, view, by ?? undefined);
  return cards.say(`history.${told}`, { name, number: safeText(number), subject });
}

/** Until when it was decided to block; what was decided before blocks had an end says nothing of it. */
function untilOf(cards: Cards, { now }: TicketView, { kind, data: { untilOn } }: HistoryEntry): string[] {
  if (kind !== 'block-ordered' || untilOn === undefined) return [];
  return typeof untilOn === 'string'
    ? [cards.say('history.until', { until: farDateOf(cards, untilOn, now) })]
    : [cards.say('history.indefinitely')];
}

/** What was written: the text, the rule in the words of that day, the reason, the reply. */
function detailsOf(cards: Cards, { text, reason, reply }: HistoryEntry): string[] {
  const shown = (whole: string | null) =>
    whole === null ? cards.say('history.disposed') : cutText(cards, whole);
  return [
    ...(text ? [shown(text.text)] : []),
    ...(text && text.attachments > 0 ? [cards.say('history.attachments', { count: text.attachments })] : []),
    ...(reason && reason.quote !== null
      ? [cards.say('history.quote', { quote: safeText(plainSpaces(reason.quote)) })]
      : []),
    ...(reason && reason.reason !== AWAITING_ASSESSMENT
      ? [
          reason.reason === null
            ? cards.say(isInternal(reason) ? 'history.disposed' : 'history.reason.disposed')
            : cards.say(isInternal(reason) ? 'history.said' : 'history.reason', {
                reason: safeText(reason.reason),
              }),
        ]
      : []),
    ...(reply ? [shown(reply.text)] : []),
  ];
}

/** What was asked, answered or noted, and is no reason for anything. */
const isInternal = ({ verb }: NonNullable<HistoryEntry['reason']>): boolean =>
  ['ask-colleague', 'answer-colleague', 'note'].includes(verb);

function cutText(cards: Cards, whole: string): string {
  const { text, isCut } = cut(whole, TEXT_LIMIT);
  return safeText(isCut ? `${text} ${cards.say('history.cut')}` : text);
}
