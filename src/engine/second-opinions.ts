import type { Screening } from '../core/finding.ts';
import { mayBePassedOn } from '../core/platform.ts';
import type { Policy } from '../core/policy.ts';
import type { UnscreenedVersion } from '../ports/archive.ts';
import type { EngineParts } from './decider.ts';
import { withFinding } from './with-finding.ts';

/** What a comment's version has been screened as, with a second opinion; null where nothing differs from screening alone. */
type Opinions = (of: Pick<UnscreenedVersion, 'comment'>) => Screening | null;

/**
 * Asks for second opinions on waiting comments before any transaction begins. Without a `secondOpinion` among the
 * parts it does nothing at all. Nobody is asked about private messages, the accounts' own words, what is gone, what has no
 * text, and what its platform lets be passed on to no third party. What cannot be screened is left to whoever screens it.
 */
export async function secondOpinions(
  { screen, secondOpinion, onError }: EngineParts,
  policy: Policy,
  comments: readonly UnscreenedVersion[],
): Promise<Opinions> {
  if (!secondOpinion) return () => null;
  const opinions = new Map<string, Screening>();
  const asked = comments.filter(
    ({ platform, kind, own, visibility, text }) =>
      mayBePassedOn(platform) && kind !== 'message' && !own && visibility !== 'gone' && text !== '',
  );
  await Promise.all(
    asked.map(async (one) => {
      try {
        const screening = screen(one, policy);
        const opinion = await secondOpinion(one.text, policy, screening);
        opinions.set(one.comment, opinion ? withFinding(screening, opinion, policy) : screening);
      } catch (error) {
        onError(error);
      }
    }),
  );
  return ({ comment }) => opinions.get(comment) ?? null;
}
