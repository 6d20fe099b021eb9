import type { Answer, AnswerRule } from '../../ask/ask.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cut } from '../../text/characters.ts';
import type { Cards, Locale } from './load-cards.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces, saysInWords } from './says.ts';

/** As much of a question as the card repeats. */
const QUESTION_LIMIT = 300;

/** One rule of an answer in words: the exact quote, where it stands, and what the municipality says it does. */
interface RuleInWords {
  readonly id: string;
  /** Character for character as published. */
  readonly quote: string;
  readonly source: string;
  readonly says: string;
}

/** An answer's rules in words. */
export const rulesInWords = (cards: Cards, { policy, rules }: Answer): RuleInWords[] =>
  rules.map((each) => ({
    id: each.rule.id,
    quote: each.rule.quote,
    source: sourceOf(cards, policy, each),
    says: saysInWords(cards, policy, each.rule, each.says),
  }));

function sourceOf(cards: Cards, policy: Answer['policy'], { rule, isLaw }: AnswerRule): string {
  if (isLaw) return cards.say('ask.source.law', { rule: rule.id, source: rule.source ?? rule.id });
  const dated =
    policy.rulesDated === 'undated'
      ? cards.say('ask.undated')
      : cards.say('ask.dated', { date: policy.rulesDated });
  return cards.say('ask.source.page', { rule: rule.id, name: policy.name, line: rule.line ?? '–', dated });
}

/** What is said where no rule is sure to fit, the municipality's silence on the subject first. */
function uncovered(cards: Cards, answer: Answer, known: readonly string[]): string[] {
  const { policy, topic, unknownMunicipality } = answer;
  if (unknownMunicipality) return [cards.say('ask.none.unknown', { known: known.join(', ') })];
  const fill = { name: policy.name, topic: topic?.name[cards.locale] ?? '' };
  return [
    cards.say('ask.none', { lawyer: policy.responsible.lawyer }),
    ...(topic === null ? [] : [cards.say(ofItsOwn(topic.categories) ?? 'ask.none.about', fill)]),
  ];
}

/** Politics and blocking have words of their own: their absence from a text means something. */
function ofItsOwn(categories: readonly string[]): string | undefined {
  if (categories.includes('political-discussion')) return 'ask.none.politics';
  return categories.includes('proc-block') ? 'ask.none.blocking' : undefined;
}

/** An answer as plain text: each quote with where it stands and what it says, or that no rule covers this. */
export function ruleAnswerText(
  cards: Readonly<Record<Locale, Cards>>,
  answer: Answer,
  known: readonly string[] = [],
): string {
  const words = cards[answer.lang];
  if (!answer.covered) return uncovered(words, answer, known).join('\n');
  return rulesInWords(words, answer)
    .map(({ quote, says, source }) => `${words.say('ask.rule', { quote })}\n${says}\n${source}`)
    .join('\n\n');
}

/**
 * The answer's card. `question` is repeated in it, except where it holds what is secret or personal: the card may stand in
 * a channel. Null leaves it out.
 */
export function ruleAnswer(
  cards: Readonly<Record<Locale, Cards>>,
  answer: Answer,
  question: string | null = null,
  known: readonly string[] = [],
): CardMessage {
  const words = cards[answer.lang];
  const { shortName: name } = answer.policy;
  const card = words.expand('rule-answer', {
    lang: answer.lang,
    fallback: words.say('ask.fallback', { name }),
    head: words.say(headOf(answer), { name }),
    question: question === null || answer.display !== 'open' ? '' : repeated(words, question),
    rules: rulesInWords(words, answer).map(({ quote, says, source }) => ({
      quote: words.say('ask.rule', { quote: plainSpaces(quote) }),
      says,
      source,
    })),
    lines: answer.covered ? [] : uncovered(words, answer, known).map((text) => ({ text })),
  });
  return { card, summary: words.say('ask.preview', { name }) };
}

function headOf({ covered, rules }: Answer): string {
  if (!covered) return 'ask.head.none';
  return rules.every(({ isLaw }) => isLaw) ? 'ask.head.law' : 'ask.head';
}

function repeated(words: Cards, question: string): string {
  const { text, isCut } = cut(question, QUESTION_LIMIT);
  return words.say('ask.question', { question: safeText(isCut ? `${text} …` : text) });
}
