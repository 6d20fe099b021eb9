import type { z } from 'zod';
import type { Actor, Decision, Role, TicketSituation } from '../core/decision.ts';
import type { EventOf } from '../core/event.ts';
import type { Ticket, TicketState } from '../core/ticket.ts';

/** What a button's decision sees: the ticket's whole situation, who pressed, and whom the form names, where it does. */
export type PressSituation = TicketSituation & Pick<EventOf<'button-pressed'>, 'by' | 'named'>;

/** One button. The same row decides whether it is drawn and whether a press is allowed. */
export interface Action<Input = unknown> {
  readonly allowedIn: readonly TicketState[];
  readonly roles: readonly Role[];
  /** True: a colleague's live claim refuses the press. */
  readonly exclusive: boolean;
  /** Also where somebody suspects the pictures of showing abuse: then nothing else is done with the ticket. Default: not. */
  readonly underSuspicion?: true;
  /** True: an out-of-date card may ask for it too, since only something is read, or nothing that a colleague does is touched. */
  readonly reads?: true;
  /** What the form brings; the form itself is `cards/buttons/<verb>.json`. */
  readonly input: z.ZodType<Input>;
  /** A condition beyond the state, for the card as for the press. Absent: always. */
  offered?(situation: TicketSituation): boolean;
  /**
   * The same, where the press is to say why, or where it depends on the person: a refusal, or null. `by` is the one who
   * presses or sees the card, null on the card that everyone sees. Absent: never.
   */
  barred?(situation: TicketSituation, by: Actor['id'] | null): Decision | null;
  /** Text that must not be lost when the press is refused because a colleague was first. */
  draft?(input: Input): string;
  decide(situation: PressSituation, input: Input): Decision;
}

/** Declares a button; only ties the input's type to `decide`. */
export const action = <Input>(spec: Action<Input>): Action<Input> => spec;

/** The button on the card asks for its form alone. */
export const ASKS_FIRST: Decision = { answers: 'form', journal: [], effects: [] };

/** Everyone who answers and moderates. */
export const MODERATORS: readonly Role[] = ['communicator', 'lead'];

/** Also the registrar, who registers and looks, and takes nothing from the public. */
export const ALL_ROLES: readonly Role[] = ['communicator', 'lead', 'registrar'];

/** The ticket after a press, with who did what for the colleague who comes second. */
export function pressed(situation: PressSituation, verb: string, change: Partial<Ticket>): Ticket {
  const { ticket, by, now } = situation;
  return {
    ...ticket,
    ...change,
    lastAct: { verb, by: by.id, at: now.toString() },
  };
}
