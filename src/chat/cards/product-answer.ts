import type { ProductTopic } from '../../ask/topic.ts';
import { type Policy, ruleOf } from '../../core/policy.ts';
import type { Cards, Fill } from './load-cards.ts';

const BRACE = /\{\w+\}/u;

/**
 * What is said of the bot itself, with the button or the word that helps further. Null where the answer is another in each
 * municipality, and none is known.
 */
export function productAnswer(cards: Cards, topic: ProductTopic, policy: Policy | null): string | null {
  // Its braces stand for what the reader types.
  if (topic === 'abilities') return cards.say('command.help');
  if (policy !== null) return cards.say(`product.${variantOf(topic, policy)}`, fillOf(cards, policy));
  const sentence = cards.say(`product.${topic}`);
  return BRACE.test(sentence) ? null : sentence;
}

/** Some municipalities have no undo window, and some no rule on blocking. */
function variantOf(topic: ProductTopic, { undoMinutes, blocking }: Policy): string {
  if (topic === 'undo' && undoMinutes === 0) return 'undo.never';
  return topic === 'how-block' && blocking === null ? 'how-block.never' : topic;
}

function fillOf(cards: Cards, policy: Policy): Fill {
  const [hh = '', mm = ''] = policy.clock.digest.split(':');
  const rule = policy.blocking && ruleOf(policy, policy.blocking.rule);
  return {
    ...policy.responsible,
    municipality: policy.shortName,
    minutes: policy.undoMinutes,
    held: policy.claimMinutes,
    at: cards.say('time', { hh, mm }),
    rule: rule?.id ?? '',
    quote: rule?.quote ?? '',
  };
}
