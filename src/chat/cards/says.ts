import type { Says } from '../../ask/says.ts';
import type { Policy, Rule } from '../../core/policy.ts';
import { removalWordsOf } from '../../core/removal-words.ts';
import type { Cards, Fill } from './load-cards.ts';

/** A quote on one line: published texts have hard spaces and line breaks in odd places. */
export const plainSpaces = (quote: string): string => quote.replace(/\s+/gu, ' ');

/** What is said of a rule, in sentences. */
export function saysInWords(cards: Cards, policy: Policy, rule: Rule, says: readonly Says[]): string {
  const fill = fillOf(policy, rule);
  return says.map((each) => cards.say(`ask.says.${each}`, fill)).join(' ');
}

function fillOf(policy: Policy, rule: Rule): Fill {
  const said = removalWordsOf(policy, rule);
  return {
    municipality: policy.shortName,
    also: policy.blocking?.alsoRequires ?? '',
    lawyer: policy.responsible.lawyer,
    ...(said !== null && said.kind !== 'own' && { words: plainSpaces(said.words).replace(/\.$/u, '') }),
    ...(said?.kind === 'row' && { rule: said.rule.id }),
    ...(said?.kind === 'line' && { line: said.line }),
  };
}
