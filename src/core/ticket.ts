import { z } from 'zod';
import { Screening } from './finding.ts';
import { InternalKind } from './internal.ts';
import { PoliceReport } from './police-report.ts';
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

/** Why staff let a comment stand. `within-rules` and `bot-was-wrong` say that what screening found was no breach. */
export const DismissReason = z.enum(['within-rules', 'no-reply-needed', 'already-answered', 'bot-was-wrong']);
export type DismissReason = z.infer<typeof DismissReason>;

const Act = z.object({ by: z.string(), at: InstantText });

/**
 * What became of a suspicion. `reported`: police have been told. `keep`: they want the copy kept. `erase`: it may go, by
 * their word or a lawyer's. `cleared`: they see no abuse in it.
 */
export const SuspicionOutcome = z.enum(['reported', 'keep', 'erase', 'cleared']);
export type SuspicionOutcome = z.infer<typeof SuspicionOutcome>;

const Removal = Act.extend({
  rule: RuleId,
  /** The id of the decision that holds rule, quote, policy version and reason as they stood then. */
  decision: z.string(),
  /** The comment version that was judged. */
  commentVersion: z.int(),
  /** Null when the rule demands deletion at once. */
  undoUntil: InstantText.nullable(),
  /** The first ticket of the storm on whose card it was decided, with others; absent: its own. */
  storm: z.string().optional(),
  /** Its author is told in private when it is ordered; the decision holds the words. */
  notice: z.boolean().optional(),
  /** Who agreed, where the rule asks for a second person. */
  approvedBy: z.string().nullable(),
});

/**
 * How the promise's clock was stopped. `holding`: a reply that says when the real one comes. `trial`: the account is in
 * trial mode, so nobody outside has seen the answer.
 */
const Answered = z.enum(['reply', 'holding', 'elsewhere', 'by-hand', 'let-stand', 'concluded', 'trial']);

/** What is awaited of an open ticket. `remove`: its rules say how fast. `return`: the day of a holding reply. */
export const Target = z.enum(['answer', 'assess', 'at-once', 'remove', 'return', 'follow-up']);
export type Target = z.infer<typeof Target>;

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
  /** Null for tickets older than this field: reminders are counted from their arrival. */
  openedAt: InstantText.nullable().default(null),
  /** When the first text is to be answered or assessed. An edit never moves it. */
  dueAt: InstantText,
  /** The published promise's rule; null makes `dueAt` an internal goal. */
  promise: RuleId.nullable(),
  claim: Act.nullable(),
  /** `returnOn`: the reply only said on which day the real one comes. */
  reply: Act.extend({
    decision: z.string(),
    commentVersion: z.int(),
    returnOn: z.iso.date().nullable().default(null),
    /** So many messages had followed by then. */
    followed: z.int().default(0),
  }).nullable(),
  removal: Removal.nullable(),
  /** A second person refused the removal that was proposed of this text; `decision` holds the reason. */
  declined: Act.extend({ rule: RuleId, decision: z.string() }).nullable().default(null),
  /** Hidden with one press, to be judged later. */
  hiddenNow: Act.extend({ rule: RuleId, decision: z.string() }).nullable(),
  dismissal: Act.extend({ reason: DismissReason }).nullable(),
  /** `untilOn`: its last day; null until further notice. */
  block: Act.extend({
    rule: RuleId,
    decision: z.string(),
    untilOn: z.iso.date().nullable().default(null),
  }).nullable(),
  /** Screening put it before nobody: a person took it up. */
  takenUp: Act.nullable().default(null),
  /**
   * Hidden or taken away on the platform, by nobody here: staff are asked whether it was they. `word`: what they said; of an
   * act of theirs under which rule, and the decision that holds the reason.
   */
  elsewhere: z
    .object({
      change: z.enum(['removed', 'hidden']),
      at: InstantText,
      word: Act.extend({
        what: z.enum(['ours', 'not-ours']),
        rule: RuleId.nullable(),
        decision: z.string().nullable(),
      }).nullable(),
    })
    .nullable()
    .default(null),
  /**
   * Somebody says that the comment should go: in a private message, by the id of the comment that it is stored as, to
   * whoever of the staff noted it, or to another system (neither). `told`: the message's ticket has heard how it ended.
   */
  reports: z
    .array(
      z.object({
        message: z.string().nullable(),
        by: z.string().nullable(),
        at: InstantText,
        told: z.boolean(),
      }),
    )
    .default([]),
  /** Of a private message: what it reported has been decided, which whoever wrote it is to be told. */
  reportDecided: z.object({ ticket: z.string(), at: InstantText }).nullable().default(null),
  /** Whoever was alerted has confirmed it. */
  alertConfirmed: Act.nullable().default(null),
  /** Somebody thinks that its pictures may show abuse of a child. Never taken back: what police then say stands beside it. */
  suspected: Act.extend({ outcome: Act.extend({ what: SuspicionOutcome }).nullable() })
    .nullable()
    .default(null),
  /** Set when the comment was edited while it had a ticket; the version that stood before. */
  editedAfter: z.object({ version: z.int(), at: InstantText }).nullable(),
  /** The last press that changed something: who was first, when a colleague comes second. */
  lastAct: Act.extend({ verb: z.string() }).nullable(),
  closedAt: InstantText.nullable(),
  /** The goal that the municipality's words on removal make for it, counted from `from`, and the rule that has the words. */
  removeBy: z.object({ at: InstantText, from: InstantText, rule: RuleId }).nullable().default(null),
  /** The first answer: it stops the promise's clock, and no later edit starts that again. */
  answer: z.object({ at: InstantText, by: z.string().nullable(), how: Answered }).nullable().default(null),
  /** What is awaited next, and when; null when nothing is. */
  target: z.object({ kind: Target, at: InstantText }).nullable().default(null),
  remindedAt: InstantText.nullable().default(null),
  escalatedAt: InstantText.nullable().default(null),
  /**
   * Of a private message: until when its platform takes an answer, and from when on only one that is marked as a human
   * being's. Null where nothing limits it.
   */
  window: z.object({ tagFrom: InstantText, until: InstantText }).nullable().default(null),
  /** What the same person has written in private since, oldest first; as comments that have no ticket of their own. */
  following: z
    .array(z.object({ comment: z.string(), version: z.int(), at: InstantText, gone: z.boolean() }))
    .default([]),
  /** No reminder before `until`; `decision` holds the reason, which a snooze past the deadline needs. */
  snooze: Act.extend({ until: InstantText, decision: z.string().nullable() }).nullable().default(null),
  /** Its author asks to be given public documents. Never taken back: what became of that stands in the register. */
  request: z.boolean().default(false),
  /** It has been, or is being, reported to the police. */
  police: PoliceReport.nullable().default(null),
  /**
   * What staff asked each other and noted, oldest first. `decision` holds the words. `person`: who is asked; `question`: the
   * decision that an answer belongs to.
   */
  internal: z
    .array(
      Act.extend({
        kind: InternalKind,
        decision: z.string(),
        person: z.string().nullable().default(null),
        question: z.string().nullable().default(null),
      }),
    )
    .default([]),
  /** The version of the municipality's clock that the deadlines were computed with. */
  clock: z.string().default(''),
});
export type Ticket = z.infer<typeof Ticket>;

/** The ticket's claim if it still holds at `now`: claims lapse, so that nobody's absence blocks a colleague. */
export function activeClaim(ticket: Ticket, claimMinutes: number, now: Temporal.Instant): Ticket['claim'] {
  if (!ticket.claim) return null;
  const lapses = Temporal.Instant.from(ticket.claim.at).add({ minutes: claimMinutes });
  return Temporal.Instant.compare(now, lapses) < 0 ? ticket.claim : null;
}
