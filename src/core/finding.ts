import { z } from 'zod';
import { CategoryId, type Policy, RuleId } from './policy.ts';

/** Where in the text a finding rests. Offsets count UTF-16 units of the stored text; the words themselves are not copied. */
export const Evidence = z.object({
  start: z.int().min(0),
  end: z.int().positive(),
  source: z.enum(['detector', 'lexicon', 'model']),
  /** A stable code: the detector's name, the lexicon entry's reason, the model's name. */
  why: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;

/** One rule that screening thinks covers a comment. `score` is 0–1 and is never shown to users. */
export const Finding = z.object({
  rule: RuleId,
  category: CategoryId,
  score: z.number().min(0).max(1),
  /** True on evidence that needs no judgement, such as a valid personnummer: allows "Dölj nu". */
  hard: z.boolean(),
  evidence: z.array(Evidence),
});
export type Finding = z.infer<typeof Finding>;

/** What screening says of one version of a comment. `findings` are best first. */
export const Screening = z.object({
  tier: z.enum(['flag', 'review', 'refer', 'none']),
  findings: z.array(Finding),
  needsReply: z.boolean(),
  urgent: z.boolean(),
  /** How the text may stand in a channel: openly, behind "Visa", or not at all. */
  display: z.enum(['open', 'offensive', 'secret']),
});
export type Screening = z.infer<typeof Screening>;

/**
 * Is the comment posted to the channel? By default when anyone needs to see it; `screening.posting` of the policy may
 * say more or less. What may be secret always is: it could be shown in no list of what was not posted.
 */
export function needsTicket(
  { tier, needsReply, urgent, display }: Screening,
  { screening: { posting } }: Pick<Policy, 'screening'>,
): boolean {
  if (needsReply || urgent || display === 'secret' || posting === 'all') return true;
  return posting === 'flag' ? tier === 'flag' : tier !== 'none';
}
