import { z } from 'zod';
import type { CommentKind } from './comment.ts';
import { RuleId } from './rule-id.ts';

/** A provision by which something is secret. Kept in `rules/secrecy.yaml`. */
export const Provision = z.strictObject({
  id: z.string().regex(/^\d+:\d+[a-z]?$/u, 'expected an id such as 21:1'),
  /** As it is written in a decision: "21 kap. 1 §". */
  text: z.string().min(1),
  about: z.string().min(1),
});
export type Provision = z.infer<typeof Provision>;

/** A rule that says what is registered, and is offered, never preselected, when something is sent to the registrar. */
const Ground = z.strictObject({
  rule: RuleId,
  /** What must all be so, in the rule's own words; each is asked. */
  criteria: z.array(z.string().min(1)).default([]),
  /** What it speaks of, where that is not all: private messages alone. */
  for: z.literal('message').optional(),
});
export type Ground = z.infer<typeof Ground>;

/** What a municipality registers, and how. */
export const RegistrationSettings = z.strictObject({
  grounds: z.array(Ground),
  /** The rule by which what the municipality asks for is registered, and the words by which its own posts ask for it. */
  askedFor: z
    .strictObject({ rule: RuleId, words: z.array(z.string().min(3)).min(1) })
    .nullable()
    .default(null),
  /** The rule by which every removal is registered; null where only secrecy is. */
  everyRemoval: RuleId.nullable(),
  /** Set when the municipality has appointed this register as its diary: numbers are then given here, without gaps. */
  diary: z.strictObject({ series: z.string().min(1) }).nullable(),
  /** Neutral subject lines: `{plattform}` and, in `judged`, `{regel}` are filled in. `message`: of a private one. */
  subjects: z.record(z.enum(['comment', 'judged', 'message']), z.string().min(1)),
});

/** What the municipality says of giving out documents; what it has not said is left to its own tariff and to the law. */
export const DisclosureSettings = z.strictObject({
  /** The lines of its tariff for copies; none: "enligt kommunens taxa". */
  fees: z.array(z.string().min(1)).default([]),
  /** The court to which a refusal is appealed: "Kammarrätten i Göteborg". */
  court: z.string().min(1).nullable().default(null),
  /** The number in its delegation by which a refusal is decided where whoever decides names no other. */
  delegation: z.string().min(1).nullable().default(null),
});

/** The grounds that may be chosen for a comment of that kind. */
export const groundsFor = (
  { registration }: { readonly registration: Pick<z.infer<typeof RegistrationSettings>, 'grounds'> },
  kind: CommentKind,
): readonly Ground[] =>
  registration.grounds.filter((ground) => ground.for === undefined || ground.for === kind);
