import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Ask, createAsk } from '../ask/ask.ts';
import { createLearning } from '../ask/learning.ts';
import { type AskProduct, createAskProduct } from '../ask/product.ts';
import type { Questions } from '../ask/topic.ts';
import type { Screening } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';

/** What can be asked in words: about the rules, and about the bot itself. */
interface Asking {
  readonly ask: Ask;
  readonly askProduct: AskProduct;
  /** Learns what both need, a little at a time so that nothing else waits for it. A second or two, once. */
  learned(): Promise<void>;
}

/** @param screen reads a pasted comment */
export function composeAsking(
  questions: Questions,
  policies: ReadonlyMap<string, Policy>,
  screen: (text: string, policy: Policy) => Screening,
): Asking {
  const learning = createLearning(nextTurn);
  return {
    ask: createAsk({ policies, screen, questions, learning }),
    askProduct: createAskProduct({ policies, questions, learning }),
    learned: learning.all,
  };
}
