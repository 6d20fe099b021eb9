import { type Ask, createAsk } from '../ask/ask.ts';
import { type AskModel, createAskModel } from '../ask/model.ts';
import { type AskProduct, createAskProduct } from '../ask/product.ts';
import type { Questions } from '../ask/topic.ts';
import type { Screening } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';
import type { Learned } from '../learner/learn.ts';

/** What can be asked in words: about the rules, and about the bot itself. Neither may be asked before `learned`. */
interface Asking {
  readonly ask: Ask;
  readonly askProduct: AskProduct;
  /** Resolves when both can answer; rejects when what they need could not be learned. */
  learned(): Promise<void>;
}

/**
 * @param screen reads a pasted comment
 * @param learning what was learned of the questions, when it is
 */
export function composeAsking(
  questions: Questions,
  policies: ReadonlyMap<string, Policy>,
  screen: (text: string, policy: Policy) => Screening,
  learning: Promise<Learned>,
): Asking {
  let model: AskModel | null = null;
  const read: AskModel = (text) => {
    if (model === null) throw new Error('asked before the questions were learned');
    return model(text);
  };
  return {
    ask: createAsk({ policies, screen, words: questions.words, read }),
    askProduct: createAskProduct({ policies, read }),
    learned: async () => {
      model ??= createAskModel(await learning, questions);
    },
  };
}
