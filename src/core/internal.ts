import { z } from 'zod';
import type { Ticket } from './ticket.ts';

/**
 * What stands on a ticket for staff alone: a question to a colleague, its answer, a note. Nothing of it is ever sent. Its
 * words lie beside the decision, and go with a disposal.
 */
export const InternalKind = z.enum(['question', 'answer', 'note']);
export type InternalKind = z.infer<typeof InternalKind>;

/** One entry of a ticket's internal material. */
export type Internal = Ticket['internal'][number];

/** The questions that nobody has answered yet, oldest first. */
export const openQuestions = ({ internal }: Pick<Ticket, 'internal'>): readonly Internal[] =>
  internal.filter(
    ({ kind, decision }) =>
      kind === 'question' && !internal.some((one) => one.kind === 'answer' && one.question === decision),
  );

/** As many UTF-16 units may be asked or noted; an answer may tell more. */
export const MOST_INTERNAL = { question: 500, answer: 2000, note: 1000 } as const satisfies Record<
  InternalKind,
  number
>;

/** So many questions may wait for their answers at once: each stands on the card with its form. */
export const MOST_OPEN = 3;
