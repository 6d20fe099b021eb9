import { localDay } from '../../core/calendar.ts';
import type { HistoryEntry } from '../../core/history.ts';
import { AWAITING_ASSESSMENT } from '../../core/removal.ts';
import { DismissReason } from '../../core/ticket.ts';
import type { TicketView } from '../../core/view.ts';
import { cut } from '../../text/characters.ts';
import { effectText } from './effect-text.ts';
import { nameOf } from './lines.ts';
import type { Cards, Fill } from './load-cards.ts';
import { dayOf } from './moment.ts';
import { authorOf } from './names.ts';
import { platformOf } from './passages.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';

/** One thing that happened, as the presser reads it: a sentence, and below it what was written. */
export interface HistoryLine {
  readonly line: string;
  readonly details: readonly { readonly text: string }[];
}

/** How each is told: by a sentence of its own, `history.<kind>`, by what an effect came to, as an entry of the register, or not at all. */
const TOLD: Readonly<Record<HistoryEntry['kind'], 'sentence' | 'effect' | 'entry' | null>> = {
  written: 'sentence',
  edited: 'sentence',
  followed: 'sentence',
  'effect-ordered': 'effect',
  'effect-asked': 'effect',
  'effect-done': 'effect',
  'effect-failed': 'effect',
  'effect-unknown': 'effect',
  'effect-settled-by-hand': 'effect',
  'effect-retried': 'effect',
  secured: 'entry',
  registered: 'entry',
  'number-corrected': 'entry',
  'police-report-ordered': 'sentence',
  'police-number-given': 'sentence',
  'police-outcome-noted': 'sentence',
  'secrecy-tried': 'sentence',
  'entry-returned': 'sentence',
  'entry-outcome': 'sentence',
  'handed-over': 'sentence',
  'hand-over-failed': 'sentence',
  'hand-over-unknown': 'sentence',
  'pictures-suspected': 'sentence',
  'suspicion-followed': 'sentence',
  'comment-gone': 'sentence',
  'comment-hidden-elsewhere': 'sentence',
  'comment-shown-elsewhere': 'sentence',
  'ticket-opened': 'sentence',
  'ticket-reopened': 'sentence',
  'ticket-claimed': 'sentence',
  'ticket-released': 'sentence',
  'ticket-closed': 'sentence',
  'reply-ordered': 'sentence',
  'removal-proposed': 'sentence',
  'removal-declined': 'sentence',
  'removal-ordered': 'sentence',
  'removal-undone': 'sentence',
  'hiding-ordered': 'sentence',
  'block-ordered': 'sentence',
  'unblock-ordered': 'sentence',
  'let-stand': 'sentence',
  'question-concluded': 'sentence',
  'text-shown': 'sentence',
  'history-shown': 'sentence',
  'own-reply-seen': 'sentence',
  snoozed: 'sentence',
  reminded: 'sentence',
  escalated: 'sentence',
  'duty-alerted': 'sentence',
  // What they tell stands in the texts, in the decisions and in the effects.
  'comment-arrived': null,
  'comment-edited': null,
  'comment-screened': null,
  'message-followed': null,
  'question-answered': null,
  'deadline-changed': null,
  // Of the whole municipality.
  'disposal-proposed': null,
  'disposal-confirmed': null,
  disposed: null,
  'disposal-replayed': null,
  'disposal-ended': null,
  'request-received': null,
  'request-selected': null,
  'request-item-reviewed': null,
  'request-reviewed': null,
  'request-second-looked': null,
  'package-built': null,
  'request-handed-over': null,
  'request-refused': null,
  'request-closed': null,
  'request-released': null,
  'archive-package-built': null,
  'archive-package-received': null,
  'digest-posted': null,
  'policy-in-force': null,
  'channel-bound': null,
  'trial-mode-changed': null,
  'account-unheard': null,
  'account-untold': null,
  'lead-warned': null,
};

/** As many UTF-16 units of each text. */
const TEXT_LIMIT = 3000;

/** The entry in words; null for what needs no saying. */
export function historyLine(cards: Cards, view: TicketView, entry: HistoryEntry): HistoryLine | null {
  const what = sentenceOf(cards, view, entry);
  if (what === null) return null;
  const line = cards.say('history.line', { at: momentOf(cards, entry.at, view.now), what });
  return { line, details: detailsOf(cards, entry).map((text) => ({ text })) };
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
            ? cards.say('history.reason.disposed')
            : cards.say('history.reason', { reason: safeText(reason.reason) }),
        ]
      : []),
    ...(reply ? [shown(reply.text)] : []),
  ];
}

function cutText(cards: Cards, whole: string): string {
  const { text, isCut } = cut(whole, TEXT_LIMIT);
  return safeText(isCut ? `${text} ${cards.say('history.cut')}` : text);
}
