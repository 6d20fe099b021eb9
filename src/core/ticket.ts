import { z } from 'zod';
import { Screening } from './finding.ts';
import { MunicipalityId, RuleId } from './policy.ts';

/** An instant as it is stored and journalled: ISO 8601 in UTC. */
export const InstantText = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text).toString();
  } catch {
    context.addIssue({ code: 'custom', message: 'expected an instant such as 2026-04-02T13:30:00Z' });
    return z.NEVER;
  }
});

/**
 * `open`: nobody has it. `claimed`: one person has it. `awaiting-approval`: a removal waits for a second person.
 * `removing`: removal ordered, the undo window may still run. `closed`: done.
 */
export const TicketState = z.enum(['open', 'claimed', 'awaiting-approval', 'removing', 'closed']);
export type TicketState = z.infer<typeof TicketState>;

export const DismissReason = z.enum(['within-rules', 'no-reply-needed', 'already-answered', 'bot-was-wrong']);
export type DismissReason = z.infer<typeof DismissReason>;

const Act = z.object({ by: z.string(), at: InstantText });

const Removal = Act.extend({
  rule: RuleId,
  /** The id of the decision that holds rule, quote, policy version and reason as they stood then. */
  decision: z.string(),
  /** The comment version that was judged. */
  commentVersion: z.int(),
  /** Null when the rule demands deletion at once. */
  undoUntil: InstantText.nullable(),
  /** Who agreed, where the rule asks for a second person. */
  approvedBy: z.string().nullable(),
});

/** A flagged comment's life. Ids of people are Entra object ids; no text of anyone's stands here. */
export const Ticket = z.object({
  id: z.string(),
  municipality: MunicipalityId,
  comment: z.string(),
  /** Counts changes of state, claim and comment text only. A press must carry it. */
  version: z.int().positive(),
  state: TicketState,
  screening: Screening,
  /** The comment version that screening and staff have in front of them. */
  commentVersion: z.int().positive(),
  arrivedAt: InstantText,
  dueAt: InstantText,
  /** The published promise's rule; null makes `dueAt` an internal goal. */
  promise: RuleId.nullable(),
  claim: Act.nullable(),
  reply: Act.extend({ decision: z.string(), commentVersion: z.int() }).nullable(),
  removal: Removal.nullable(),
  /** Hidden with one press, to be judged later. */
  hiddenNow: Act.extend({ rule: RuleId, decision: z.string() }).nullable(),
  dismissal: Act.extend({ reason: DismissReason }).nullable(),
  block: Act.extend({ rule: RuleId, decision: z.string() }).nullable(),
  /** Set when the comment was edited while it had a ticket; the version that stood before. */
  editedAfter: z.object({ version: z.int(), at: InstantText }).nullable(),
  /** The last press that changed something: who was first, when a colleague comes second. */
  lastAct: Act.extend({ verb: z.string() }).nullable(),
  closedAt: InstantText.nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

/** The ticket's claim if it still holds at `now`: claims lapse, so that nobody's absence blocks a colleague. */
export function activeClaim(ticket: Ticket, claimMinutes: number, now: Temporal.Instant): Ticket['claim'] {
  if (!ticket.claim) return null;
  const lapses = Temporal.Instant.from(ticket.claim.at).add({ minutes: claimMinutes });
  return Temporal.Instant.compare(now, lapses) < 0 ? ticket.claim : null;
}
