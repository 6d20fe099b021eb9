import type { MunicipalityId } from '../core/policy.ts';
import { commentScreened } from '../reactions/comment-screened.ts';
import { ownReplySeen } from '../reactions/own-reply-seen.ts';
import { type Decider, type EngineParts, withTicket } from './decider.ts';
import { type Opinions, secondOpinions } from './second-opinions.ts';

interface Unscreened {
  readonly comment: string;
  readonly version: number;
  readonly answers: string | null;
}

/** So many comments are set aside before screening stops altogether. */
const MOST_SET_ASIDE = 1000;

/** Seconds before a comment that could not be screened is tried again: 2, 4, 8 … at most an hour. */
const pauseAfter = (tries: number): number => Math.min(2 ** tries, 3600);

/** Screens up to `limit` waiting comments in one transaction per municipality; the number done. */
export function createScreening(
  parts: EngineParts,
  { decideAll, policyOf }: Decider,
): (limit: number) => Promise<number> {
  const { store, clock } = parts;

  /** Comments that could not be screened, and when they are tried again. Bounded: what breaks all of them stops the loop. */
  const setAside = new Map<string, { readonly tries: number; readonly until: Temporal.Instant }>();

  const setAsideNow = (): string[] => {
    const now = clock.now();
    return [...setAside]
      .filter(([, { until }]) => Temporal.Instant.compare(now, until) < 0)
      .map(([id]) => id);
  };

  const screenAll = async (
    municipality: MunicipalityId,
    comments: readonly Unscreened[],
    opinionOn: Opinions,
  ): Promise<void> => {
    const policy = policyOf(municipality);
    try {
      // Before the reply itself counts as screened: a crash between the two loses nothing.
      const answered = comments.filter(({ answers }) => answers !== null);
      await decideAll(
        municipality,
        [...new Map(answered.map((one) => [one.answers, one])).values()].map(({ comment, answers }) => ({
          request: { key: `own-reply:${comment}`, about: { ticket: answers ?? '' }, by: null },
          decide: (situation) => withTicket(situation, (ticket) => ownReplySeen({ ...situation, ticket })),
        })),
      );
      await decideAll(
        municipality,
        comments.map(({ comment, version }) => ({
          request: { key: `screened:${comment}:${version}:${policy.version}`, about: { comment }, by: null },
          decide: (situation) => {
            const opinion = opinionOn(situation.comment.id, situation.comment.version);
            return commentScreened(situation, opinion ?? parts.screen(situation.comment, policy));
          },
        })),
      );
      for (const { comment } of comments) setAside.delete(comment);
    } catch (error) {
      // While the store is away, nothing is wrong with the comments.
      await store.ping();
      const [only] = comments;
      if (!only || setAside.size >= MOST_SET_ASIDE) throw error;
      if (comments.length > 1) {
        // One that cannot be screened must not hold the others back.
        for (const one of comments) await screenAll(municipality, [one], opinionOn);
        return;
      }
      const tries = 1 + (setAside.get(only.comment)?.tries ?? 0);
      setAside.set(only.comment, { tries, until: clock.now().add({ seconds: pauseAfter(tries) }) });
      parts.onError(error);
    }
  };

  return async (limit) => {
    const waiting = await store.unscreened(limit, setAsideNow());
    for (const [municipality, comments] of Map.groupBy(waiting, (one) => one.municipality)) {
      const ids = comments.map(({ comment }) => comment);
      const opinions = await secondOpinions(parts, policyOf(municipality), ids);
      await screenAll(municipality, comments, opinions);
    }
    if (waiting.length > 0) parts.wake();
    return waiting.length;
  };
}
