import { isOffered } from '../../actions/decide-press.ts';
import { actions, type Verb } from '../../actions/index.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import { forms } from './forms.ts';
import type { Button, Cards } from './load-cards.ts';

/** A row holds six at most. */
const MOST = 6;

/** Those of the row that the press rules would accept now. */
export function buttonRow(cards: Cards, view: TicketView, notice: Notice): object[] {
  return buttonsAt(cards, 'row', view)
    .slice(0, MOST)
    .map((verb) => buttonFor(cards, view, verb, typedIn(notice, verb)));
}

/** What stood in this button's form when it was refused. */
export const typedIn = ({ typed }: Notice, verb: Verb): Readonly<Record<string, string>> =>
  typed?.verb === verb ? typed.inputs : {};

/** The buttons of one place that the press rules would accept now, in the order of the verb table. */
export const buttonsAt = (cards: Cards, place: Button['place'], view: TicketView): Verb[] =>
  (Object.keys(actions) as Verb[]).filter(
    (verb) => cards.button(verb).place === place && isOffered(verb, view),
  );

/** One button with its form, if it asks something. `extra` goes with a direct press. */
export function buttonFor(
  cards: Cards,
  view: TicketView,
  verb: Verb,
  typed: Readonly<Record<string, string>> = {},
  extra: Readonly<Record<string, string>> = {},
): object {
  const button = cards.button(verb);
  const { title, mode, style } = button;
  const ids = { verb, ticket: view.ticket.id, version: view.ticket.version };
  if (!button.form) return cards.expand('action-press', { title, mode, style, data: { ...ids, ...extra } });
  const data = {
    lang: cards.locale,
    ...ids,
    ...(forms[verb]?.(cards, view, button, typed) ?? { words: button.words }),
  };
  return cards.expand('action-form', { title, mode, style, form: withOthers(button.form(data), data) });
}

/** Further reply templates are forms of their own beside the send button. */
function withOthers(form: object, data: object): object {
  const others = (data as { others?: object[] }).others ?? [];
  const { actions = [] } = form as { actions?: object[] };
  return { ...form, actions: [...actions, ...others] };
}
