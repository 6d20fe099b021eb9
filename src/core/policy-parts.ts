import { z } from 'zod';
import { RuleId } from './rule-id.ts';

/** After what, and for how long, an author may be shut out from the municipality's accounts. */
export const Blocking = z.strictObject({
  rule: RuleId,
  /** The rule speaks of repeated breaches: so many decided ones within so many months before a block may be chosen. */
  repeated: z.strictObject({ atLeast: z.int().min(2), withinMonths: z.int().positive() }).nullable(),
  /** A further condition in the rule's own words, which the person who blocks must answer for. */
  alsoRequires: z.string().nullable(),
  /** For so many months somebody can be blocked, the first proposed. No published text states a number. */
  periods: z.array(z.int().min(1).max(60)).max(12).default([1, 3, 6]),
  /** May somebody be blocked until further notice? */
  indefinitely: z.boolean().default(false),
});

/** How sure screening must be before staff are asked to look, and what is posted to the channel. */
export const ScreeningSettings = z.strictObject({
  /** At and above this score a finding is put in tier flag, if words can settle its category at all. */
  flag: z.number().min(0).max(1),
  /** At and above this score staff are asked to look: tier review, or refer. */
  review: z.number().min(0).max(1),
  /** `all` comments; what is flagged, for review or referral (`review`); or only what is flagged. Questions, urgent matters and what may be secret always. */
  posting: z.enum(['all', 'review', 'flag']),
});

/** What is done with copies of pictures that somebody suspects of showing abuse of a child: a lawyer's question. */
export const Pictures = z.strictObject({
  /** `ask-police`: they stay, beyond everybody's reach, until police have answered. `erase-now`: they are erased at once. */
  suspected: z.enum(['ask-police', 'erase-now']),
});

/** From when on the same text is shown as repeated (at the next step of `timesTold`), and is one where its author alone has repeated it (`core/repetition.ts`). */
export const RepetitionSettings = z.strictObject({
  times: z.int().min(2).max(50),
  /** So long before and after a comment others are compared with it. */
  withinHours: z.int().min(1).max(168),
});

/** Which rules of a municipality are proposed first for a category. */
export const RuleOrder = z.strictObject({
  /** Best first. */
  rules: z.array(RuleId).min(1),
  /** What in the text decides it, in the municipality's language. */
  why: z.string().min(1),
  /** Is it our reading of a text that does not say so itself? Then staff should confirm it: `kv doctor` lists it until this is taken away. */
  confirm: z.boolean().default(false),
});
