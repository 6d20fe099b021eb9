import type { CategoryId } from '../../core/policy.ts';

/** One labelled comment that the model learns from. */
export interface Example {
  readonly text: string;
  /** The first is the main one; none where no rule anywhere covers the comment. */
  readonly categories: readonly CategoryId[];
  /** Whoever wrote it waits for an answer. */
  readonly needsReply: boolean;
  /** It cannot wait for the next working day. */
  readonly urgent: boolean;
}
