import type { Colleague, TicketView } from '../../core/view.ts';
import type { Button, Cards } from './load-cards.ts';

/** How much a card may hold, so that it stays light enough for Teams. */
export interface Room {
  /** So many UTF-16 units of each of the comment's texts. */
  readonly text: number;
  /** So many further reply templates beside the best. */
  readonly templates: number;
  /** So many UTF-16 units of each rule's words in a list of rules; the findings above it show them whole. */
  readonly quote: number;
}

/** What a card's form is drawn from, beside the words. */
export interface FormContext {
  readonly view: TicketView;
  readonly button: Button;
  /** What stood in the form when it was refused. */
  readonly typed: Readonly<Record<string, string>>;
  readonly room: Room;
  /** Whom the form may name, as many as there is room for. */
  readonly colleagues?: readonly Colleague[];
  /** The question that the form answers. */
  readonly about?: string;
}

/** Data for the button's form, prefilled so that the ordinary case takes two presses; what was typed comes back. */
export type FormData = (cards: Cards, context: FormContext) => object;

/** Some of the button's sentences, for its form. */
export const wordsOf = (button: Button, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, button.say(key)]));
