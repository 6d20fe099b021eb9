import type { Effect, SaidKind } from '../../core/effect.ts';
import type { TicketView } from '../../core/view.ts';
import { escalationLine, reminderLine } from './due-lines.ts';
import { effectText } from './effect-text.ts';
import { questionLine } from './internal-lines.ts';
import { actedBy } from './lines.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { nameOf } from './names.ts';
import { wordsFor } from './words-for.ts';

/** What is said in a card's thread, or to the person on duty, with the card's number: never any text of the comment's. */
export function saidLine(cards: Cards, view: TicketView, effect: Effect): string {
  const text = SENTENCES[effect.kind as SaidKind](cards, view, effect);
  return text === '' ? '' : cards.say('said', { text, number: view.number });
}

type Sentence = (cards: Cards, view: TicketView, effect: Effect) => string;

const SENTENCES: Readonly<Record<SaidKind, Sentence>> = {
  'post-line': (cards, view, { params }) => {
    const effect = view.effects.find(({ id }) => id === params.about);
    const text = effect && effectText(cards, view, effect);
    const at = view.ticket.editedAfter?.at;
    return cards.say(`line.${params.line}`, {
      effect: text ?? '',
      at: at === undefined ? '' : momentOf(cards, at, view.now),
    });
  },
  // Given back in its writer's own words.
  'return-draft': () => '',
  // Said on cards of their own.
  'alert-duty': () => '',
  'alert-second': () => '',
  'alert-request': (cards, view) =>
    wordsFor(cards, view).say('alert-request', { municipality: view.policy.shortName }),
  'alert-suspicion': (cards, view) => cards.say('alert-suspicion', { municipality: view.policy.shortName }),
  'ask-colleague': questionLine,
  // Told on a card of its own.
  'tell-assigned': () => '',
  remind: reminderLine,
  escalate: escalationLine,
};

/** A text that came second, given back in its writer's own chat: the card's notice may be gone by then. */
export function draftText(cards: Cards, view: TicketView, text: string): string {
  const { lastAct } = view.ticket;
  const why = lastAct
    ? cards.say('refusal.colleague-first', {
        name: nameOf(cards, view, lastAct.by),
        at: momentOf(cards, lastAct.at, view.now),
        did: actedBy(cards, lastAct.verb),
      })
    : '';
  return [why, cards.say('draft', { number: view.number }), text].filter(Boolean).join('\n\n');
}
