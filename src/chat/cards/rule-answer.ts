import type { Answer, AnswerRule } from '../../ask/ask.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cut } from '../../text/characters.ts';
import type { Cards, Locale } from './load-cards.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces, saysInWords } from './says.ts';

/** As much of a question as the card repeats. */
export const QUESTION_LIMIT = 300;

/** What was asked; `repeated`: it does not stand just above the answer. */
interface Question {
  readonly text: string;
  readonly repeated: boolean;
}

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

/** What protects a comment that breaks no rule: the municipality's own promise that people may take part and differ. */
const OPENNESS = 'proc-openness';

/** What is said where no rule is sure to fit, the municipality's silence on the subject first. */
function uncovered(cards: Cards, answer: Answer, known: readonly string[]): string[] {
  const { policy, topic, kind, unknownMunicipality } = answer;
  if (unknownMunicipality) return [cards.say('ask.none.unknown', { known: known.join(', ') })];
  const fill = { name: policy.name, topic: topic?.name[cards.locale] ?? '' };
  const promise =
    kind === 'comment' ? policy.rules.find(({ categories }) => categories.includes(OPENNESS)) : null;
  return [
    cards.say('ask.none', { lawyer: policy.responsible.lawyer }),
    ...(topic === null ? [] : [cards.say(ofItsOwn(topic.categories) ?? 'ask.none.about', fill)]),
    ...(promise ? [cards.say('ask.none.promise', { ...fill, quote: promise.quote, rule: promise.id })] : []),
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
  const rules = rulesInWords(words, answer).map(
    ({ quote, says, source }) => `${words.say('ask.rule', { quote })}\n${says}\n${source}`,
  );
  return [...(answer.sure ? [] : [words.say('ask.perhaps')]), ...rules].join('\n\n');
}

/**
 * The answer's card. A question that may hold what is secret or personal is not repeated: the card may stand in a channel.
 */
export function ruleAnswer(
  cards: Readonly<Record<Locale, Cards>>,
  answer: Answer,
  question: Question | null = null,
  known: readonly string[] = [],
): CardMessage {
  const words = cards[answer.lang];
  const { shortName: name } = answer.policy;
  const card = words.expand('rule-answer', {
    lang: words.locale,
    fallback: words.say('ask.fallback', { name }),
    head: words.say(headOf(answer), { name }),
    question: question?.repeated && answer.display === 'open' ? repeated(words, question.text) : '',
    rules: rulesInWords(words, answer).map((rule, i) => ({
      quote: words.say('ask.rule', { quote: plainSpaces(rule.quote) }),
      says: rule.says,
      source: rule.source,
      actions: answer.sure ? copies(words, rule, i) : [chooses(words, answer, rule, question)],
    })),
    lines: answer.covered ? [] : uncovered(words, answer, known).map((text) => ({ text })),
  });
  return { card, summary: words.say('ask.preview', { name }) };
}

/** The best rule can be copied, as it stands and with where it stands. */
const copies = (words: Cards, { quote, source }: RuleInWords, place: number): object[] =>
  place > 0
    ? []
    : [
        words.expand('action-form', {
          ...{ title: words.say('ask.copy'), mode: 'primary', style: 'default' },
          form: words.expand('copy', {
            lang: words.locale,
            label: words.say('ask.copy.label'),
            text: `${words.say('ask.rule', { quote })} (${source})`,
          }),
        }),
      ];

/** What is chosen is learned from, unless the question may hold what is secret or personal. */
const chooses = (
  words: Cards,
  { policy, display }: Answer,
  { id }: RuleInWords,
  asked: Question | null,
): object =>
  words.expand('action-press', {
    ...{ title: words.say('ask.choose'), mode: 'primary', style: 'default' },
    data: {
      ...{ verb: 'meant', municipality: policy.municipality, rule: id },
      question: asked !== null && display === 'open' ? cut(asked.text, QUESTION_LIMIT).text : null,
    },
  });

function headOf({ covered, sure, rules }: Answer): string {
  if (!covered) return 'ask.head.none';
  if (!sure) return 'ask.head.perhaps';
  return rules.every(({ isLaw }) => isLaw) ? 'ask.head.law' : 'ask.head';
}

function repeated(words: Cards, question: string): string {
  const { text, isCut } = cut(question, QUESTION_LIMIT);
  return words.say('ask.question', { question: safeText(isCut ? `${text} …` : text) });
}
