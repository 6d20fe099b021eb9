import type { CommentKind } from './comment.ts';
import type { Policy, RuleId } from './policy.ts';

/** The published promise of an answer that holds for what is of that kind; null where none does. */
export const promiseTo = ({ clock, messages }: Policy, kind: CommentKind): RuleId | null =>
  kind === 'message' && !messages.promised ? null : clock.promise;
