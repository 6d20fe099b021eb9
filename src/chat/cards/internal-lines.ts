import type { Effect } from '../../core/effect.ts';
import { openQuestions } from '../../core/internal.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import { cut } from '../../text/characters.ts';
import { buttonsAt, formFor, typedIn } from './buttons.ts';
import { dueLine } from './due-lines.ts';
import type { Room } from './form-data.ts';
import type { Cards, Fill } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { nameOf } from './names.ts';
import type { Seen } from './proposal-lines.ts';
import { safeText } from './safe-text.ts';

/** So many of the latest entries are shown, with at most so many UTF-16 units of each; "Historik" has all of it. */
const MOST: Readonly<Record<Seen, { readonly entries: number; readonly text: number }>> = {
  'by-all': { entries: 5, text: 300 },
  // In somebody's own chat there is room for more.
  alone: { entries: 8, text: 600 },
};

/** One line of it. `asks`: the question that it is, while nobody has answered it. */
export interface InternalLine {
  readonly text: string;
  readonly asks: string | null;
}

/**
 * What staff asked each other and noted, under its heading: apart from all that is sent, and gone when the card closes. What
 * was typed about a secret comment may tell the secret, so its words stand in the channel for no one.
 */
export function internalLines(cards: Cards, view: TicketView, seen: Seen, room?: Room): InternalLine[] {
  const { state, internal, suspected, screening } = view.ticket;
  if (internal.length === 0 || state === 'closed' || suspected) return [];
  const isHidden = screening.display === 'secret' && seen === 'by-all';
  const { entries, text } = MOST[seen];
  const most = Math.min(text, room?.text ?? text);
  const open = openQuestions(view.ticket).map(({ decision }) => decision);
  // A question that waits for its answer is always there.
  const shown = internal.filter(
    ({ decision }, index) => index >= internal.length - entries || open.includes(decision),
  );
  const count = internal.length - shown.length;
  return [
    { text: cards.say(count === 0 ? 'internal' : 'internal.more', { count }), asks: null },
    ...shown.map(({ kind, by, at, person, decision }) => {
      const fill: Fill = {
        name: nameOf(cards, view, by),
        to: nameOf(cards, view, person ?? undefined),
        at: momentOf(cards, at, view.now),
        text: shownText(cards, view.internalTexts.get(decision) ?? null, most),
      };
      const text = isHidden
        ? cards.say(`internal.${kind}.secret`, fill)
        : cards.say(`internal.${kind}`, fill);
      return { text, asks: open.includes(decision) ? decision : null };
    }),
    ...(isHidden ? [{ text: cards.say('internal.secret'), asks: null }] : []),
  ];
}

/** The same on the card that everyone sees, each question that waits with the form for its answer. */
export const internalRows = (
  cards: Cards,
  view: TicketView,
  { notice, room }: { readonly notice: Notice; readonly room: Room },
): object[] =>
  internalLines(cards, view, 'by-all', room).map(({ text, asks }, index) => ({
    text,
    color: 'default',
    weight: index === 0 ? 'bolder' : 'default',
    actions:
      asks === null
        ? []
        : buttonsAt(cards, 'question', view).map((verb) =>
            formFor(cards, verb, { view, typed: typedIn(notice, verb), room, about: asks }),
          ),
  }));

/**
 * The line in the thread with which somebody is asked: the question, by when the ticket is due, and how to answer. Empty when it need not be
 * asked any more. The words about a secret comment are read by "Visa för mig".
 */
export function questionLine(cards: Cards, view: TicketView, { params }: Effect): string {
  const { ticket } = view;
  const question = openQuestions(ticket).find(({ decision }) => decision === params.decision);
  const text = view.internalTexts.get(params.decision ?? '') ?? null;
  if (!question || text === null || ticket.state === 'closed' || ticket.suspected) return '';
  const fill = { name: nameOf(cards, view, question.by), text: safeText(text), due: dueLine(cards, view) };
  const isSecret = ticket.screening.display === 'secret';
  return [
    cards.say(isSecret ? 'asked.secret' : 'asked', fill),
    ...(fill.due === '' ? [] : [cards.say('asked.due', fill)]),
    cards.say(isSecret ? 'asked.how.secret' : 'asked.how'),
  ].join(' ');
}

function shownText(cards: Cards, whole: string | null, most: number): string {
  if (whole === null) return cards.say('history.disposed');
  const { text, isCut } = cut(whole, most);
  return safeText(isCut ? `${text.trimEnd()} … ${cards.say('history.cut')}` : text);
}
