import type { TicketView } from '../../core/view.ts';
import type { Button, Cards } from './load-cards.ts';

/** Data for the button's form, prefilled so that the ordinary case takes two presses; what was typed comes back. */
export type FormData = (
  cards: Cards,
  view: TicketView,
  button: Button,
  typed: Readonly<Record<string, string>>,
) => object;

/** Some of the button's sentences, for its form. */
export const wordsOf = (button: Button, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, button.say(key)]));
