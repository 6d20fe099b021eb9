import type { Policy } from '../core/policy.ts';
import { fold } from '../text/fold.ts';
import { readWords } from './features.ts';
import type { AskModel } from './model.ts';
import { namedMunicipality } from './named-municipality.ts';
import { QUOTED } from './quoted.ts';
import type { ProductTopic } from './topic.ts';

/** What of the product a question is about; null where it is about the rules, or about something else altogether. */
export type AskProduct = (question: string) => ProductTopic | null;

/** Surer than this it must be: a question about the rules that is answered with a button is a rule not told. */
const SURE = 0.4;
/** And what of it is meant at least so likely. */
const LIKELY = 0.25;
/** And so many times as likely as the likeliest of the rules' topics. */
const LIKELIER = 1.5;
const SOME_MUNICIPALITY = 'kommunen';
/** A longer text is a pasted comment, or a situation to be judged. */
const MOST_WORDS = 25;

interface AskProductParts {
  readonly read: AskModel;
  readonly policies: ReadonlyMap<string, Policy>;
}

/** Answers what of the bot itself is asked about. */
export function createAskProduct({ read, policies }: AskProductParts): AskProduct {
  return (written) => {
    const text = fold(written).text.replace(QUOTED, ' ');
    const named = namedMunicipality(text, policies);
    // "Vad kan Ludvika göra?" is not asked of the bot.
    const question = named.kind === 'known' ? text.replace(named.matched, SOME_MUNICIPALITY) : text;
    const count = readWords(question).length;
    if (count === 0 || count > MOST_WORDS) return null;
    const { product, topics } = read(question);
    const { any, likeliest, probability } = product;
    const ofRules = (1 - any) * Math.max(...topics.map((one) => one.probability));
    return any > SURE && probability > LIKELY && probability > LIKELIER * ofRules ? likeliest : null;
  };
}
