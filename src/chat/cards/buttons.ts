import { isOffered } from '../../actions/decide-press.ts';
import { actions, type Verb } from '../../actions/index.ts';
import { namedActs } from '../../core/named-act.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { FormContext, Room } from './form-data.ts';
import { forms } from './forms.ts';
import type { Button, Cards } from './load-cards.ts';

/** So many stand openly in a row at most; the others lie under "…" and do not count. */
const MOST = 6;

/** What is asked, and what sends it. */
interface Form {
  readonly body: readonly object[];
  readonly actions: readonly object[];
}

const isSecondary = (button: object): boolean => (button as { mode?: string }).mode === 'secondary';

/** Those of the row that the press rules would accept now. */
export function buttonRow(cards: Cards, view: TicketView, notice: Notice, room: Room): object[] {
  let openly = 0;
  return buttonsAt(cards, 'row', view, notice.viewer)
    .map((verb) => buttonFor(cards, verb, { view, typed: typedIn(notice, verb), room }))
    .filter((button) => isSecondary(button) || openly++ < MOST);
}

/** What stood in this button's form when it was refused. */
export const typedIn = ({ typed }: Notice, verb: Verb): Readonly<Record<string, string>> =>
  typed?.verb === verb ? typed.inputs : {};

/** The buttons of one place that the press rules would accept now, in the order of the verb table. */
export const buttonsAt = (cards: Cards, place: Button['place'], view: TicketView, viewer?: string): Verb[] =>
  (Object.keys(actions) as Verb[]).filter(
    (verb) => cards.button(verb).place === place && isOffered(verb, view, viewer),
  );

/** A button of the card: with its form, or without where whoever presses gets that alone. */
export const buttonFor = (cards: Cards, verb: Verb, context: Omit<FormContext, 'button'>): object =>
  cards.button(verb).asks === 'presser' ? pressFor(cards, context.view, verb) : formFor(cards, verb, context);

/** A button that is pressed directly. `extra` goes with the press. */
export function pressFor(
  cards: Cards,
  { ticket }: TicketView,
  verb: Verb,
  extra: Readonly<Record<string, string>> = {},
): object {
  const { title, mode, style } = cards.button(verb);
  const data = { verb, ticket: ticket.id, version: ticket.version, ...extra };
  return light(cards.expand('action-press', { title, mode, style, data }));
}

/** A button with its form; one that asks nothing is pressed directly. */
export function formFor(cards: Cards, verb: Verb, context: Omit<FormContext, 'button'>): object {
  const button = cards.button(verb);
  const { mode, style } = { ...button, ...lookOf(verb, button, context.view) };
  const title = titleOf(button, context.view);
  const form = drawnForm(cards, verb, context);
  if (form === null) return pressFor(cards, context.view, verb);
  return light(cards.expand('action-form', { title, mode, style, form }));
}

/** A button's form by itself; null for one that asks nothing. */
export function drawnForm(cards: Cards, verb: Verb, context: Omit<FormContext, 'button'>): Form | null {
  const button = cards.button(verb);
  const { ticket } = context.view;
  if (!button.form) return null;
  const data = {
    lang: cards.locale,
    verb,
    ticket: ticket.id,
    version: ticket.version,
    ...(forms[verb]?.(cards, { ...context, button }) ?? { words: button.words }),
  };
  return withOthers(button.form(data) as Form, data);
}

/** Of a private message some are named otherwise: it stands nowhere for others to see. */
const titleOf = (button: Button, { comment }: TicketView): string =>
  comment.kind === 'message' && button.has('messageTitle') ? button.say('messageTitle') : button.title;

/** How an act that the municipality's words may name stands on the card: the first that they name is the loud one. */
function lookOf(verb: Verb, button: Button, view: TicketView): Partial<Pick<Button, 'mode' | 'style'>> {
  if (verb !== 'reply' && verb !== 'remove' && verb !== 'register') return {};
  const named = namedActs(view);
  if (named[0] === verb) {
    return { mode: 'primary', style: button.style === 'default' ? 'positive' : button.style };
  }
  // Where the words name other acts alone, a removal is not the way that lies nearest.
  const { state, screening } = view.ticket;
  const isFar =
    verb === 'remove' && (state === 'closed' || (screening.findings.length > 0 && !named.includes(verb)));
  return { mode: isFar ? 'secondary' : button.mode, style: 'default' };
}

/** What Adaptive Cards take for granted is left out: on a card with fifteen buttons it weighs as much as a sentence or two. */
const light = (button: object): object =>
  Object.fromEntries(Object.entries(button).filter(([key, value]) => TAKEN_FOR_GRANTED[key] !== value));

const TAKEN_FOR_GRANTED: Readonly<Record<string, string>> = { mode: 'primary', style: 'default' };

/** Further reply templates are forms of their own beside the send button. */
function withOthers(form: Form, data: object): Form {
  const { others = [] } = data as { others?: object[] };
  return { ...form, actions: [...form.actions, ...others] };
}
