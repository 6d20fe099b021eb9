import type { Screening } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';
import type { EngineParts } from './decider.ts';
import { withOpinion } from './with-opinion.ts';

/** What a comment's version has been screened as, with a second opinion; null where nothing differs from screening alone. */
export type Opinions = (comment: string, version: number) => Screening | null;

const keyOf = (comment: string, version: number) => `${comment}:${version}`;

/**
 * Asks for second opinions on waiting comments before any transaction begins. Without a `secondOpinion` among the
 * parts it does nothing at all, not even read the texts. What cannot be screened is left to whoever decides on it.
 */
export async function secondOpinions(
  { store, screen, secondOpinion, onError }: EngineParts,
  policy: Policy,
  comments: readonly string[],
): Promise<Opinions> {
  if (!secondOpinion) return () => null;
  const opinions = new Map<string, Screening>();
  const waiting = await store.waitingTexts(policy.municipality, comments);
  await Promise.all(
    waiting.map(async ({ comment, version, text, attachments }) => {
      try {
        const screening = screen({ text, attachments }, policy);
        const opinion = await secondOpinion(text, policy, screening);
        const screened = opinion ? withOpinion(screening, opinion, policy) : screening;
        opinions.set(keyOf(comment, version), screened);
      } catch (error) {
        onError(error);
      }
    }),
  );
  return (comment, version) => opinions.get(keyOf(comment, version)) ?? null;
}
