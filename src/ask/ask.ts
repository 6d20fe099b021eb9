import type { Screening } from '../core/finding.ts';
import { type Policy, type Rule, ruleOf } from '../core/policy.ts';
import { fold } from '../text/fold.ts';
import type { Language } from '../text/stems.ts';
import { choose, likelyTopics, seenIn } from './choose-topic.ts';
import { type Classifier, type Example, train } from './classifier.ts';
import { createConcepts } from './concepts.ts';
import { createFeatures } from './features.ts';
import { languageOf } from './language.ts';
import type { Learning } from './learning.ts';
import { namedMunicipality } from './named-municipality.ts';
import { createQuoteSearch } from './quote-search.ts';
import { QUOTED } from './quoted.ts';
import { type Says, saysOf } from './says.ts';
import type { Questions, Topic } from './topic.ts';
import { MOST_RULES, rulesFor } from './topic-rules.ts';

/** One rule that answers, as the rules file has it. */
export interface AnswerRule {
  readonly rule: Rule;
  /** True for a row of the statutory overlay, which stands in no municipality's text. */
  readonly isLaw: boolean;
  readonly says: readonly Says[];
}

/** What a question of staff came to. `covered` is false when no rule of the municipality, nor the overlay, is sure to fit. */
export interface Answer {
  readonly covered: boolean;
  readonly lang: Language;
  /** Whose rules they are: the municipality that the question names, or else the one that asks. */
  readonly policy: Policy;
  /** At most three, best first. */
  readonly rules: readonly AnswerRule[];
  /** A pasted comment, a question or described situation, or neither. */
  readonly kind: 'comment' | 'question' | 'other';
  /** What the question is about, where that was understood though nothing may cover it. */
  readonly topic: Topic | null;
  /** May the question itself be repeated in a channel? Not when it holds what is secret or personal. */
  readonly display: Screening['display'];
  /** A municipality was named whose rules are not known here. */
  readonly unknownMunicipality: boolean;
}

/** Answers "which rule applies?" under one municipality's rules. The text is data: nothing in it is obeyed. */
export type Ask = (question: string, policy: Policy, lang?: Language) => Answer;

interface AskParts {
  readonly policies: ReadonlyMap<string, Policy>;
  /** Reads a pasted comment. */
  readonly screen: (text: string, policy: Policy) => Screening;
  readonly questions: Questions;
  readonly learning: Learning;
}

/** Below it a topic is a guess, and the answer is that no rule covers it. Set by cross-validation on the questions. */
const SURE_TOPIC = 0.2;
/** What a citizen wrote is told from what staff ask at this probability. */
const PASTED = 0.6;
/** And here it is sure: what screening does not find in it, nothing covers. */
const SURELY_PASTED = 0.9;
/** A topic found in what may well be a comment must be surer. */
const SURE_OF_PASTED = 0.5;
/** A finding in a pasted comment counts from here. */
const SURE_FINDING = 0.5;

/** What it must have learned of the questions is added to `learning`. */
export function createAsk({ policies, screen, questions, learning }: AskParts): Ask {
  const conceptsOf = createConcepts(questions.words);
  const featuresOf = createFeatures(conceptsOf);
  const topics = new Map(questions.topics.map((topic) => [topic.id, topic]));
  const topicModel = learning.add(() => train(topicExamples(questions.topics), featuresOf));
  const formModel = learning.add(() => train(formExamples(questions), featuresOf));
  const searchOf = searches((policy) => createQuoteSearch(policy, conceptsOf));

  return (asked, own, wanted) => {
    // As screening reads: decomposed letters and what nobody sees must not make it another question.
    const question = fold(asked).text;
    const quoted = QUOTED.exec(question)?.[1];
    const lang = wanted ?? languageOf(question, own.language);
    const pasted = likely(formModel(), question, 'pasted');
    const { policy, text, unknownMunicipality } =
      pasted > SURELY_PASTED ? asOwn(question, own) : whoseRules(question, own, policies);
    const none: Answer = {
      lang,
      policy,
      covered: false,
      rules: [],
      topic: null,
      kind: 'other',
      display: screen(question, policy).display,
      unknownMunicipality,
    };
    if (unknownMunicipality) return { ...none, kind: 'question' };

    const comment = quoted ?? (pasted > PASTED ? text : undefined);
    const screened = comment === undefined ? [] : rulesFound(screen(comment, policy), policy);
    const answered = (rules: readonly Rule[]) => rules.map((rule) => answerRule(policy, rule));
    if (screened.length > 0) return { ...none, covered: true, kind: 'comment', rules: answered(screened) };
    if (quoted === undefined && pasted > SURELY_PASTED) return { ...none, kind: 'comment' };

    const nearness = searchOf(policy)(text, languageOf(text));
    const guesses = likelyTopics(topicModel(), text, topics, seenIn(screen(text, policy)));
    const { sure, topic, rules } = choose(guesses, (each) => rulesFor(each, policy, nearness));
    if (sure < (pasted > PASTED ? SURE_OF_PASTED : SURE_TOPIC) || isOther(topic)) return none;
    return { ...none, kind: 'question', topic, covered: rules.length > 0, rules: answered(rules) };
  };
}

/** Makes of each policy its search once, when it is first asked for. */
function searches<T>(make: (policy: Policy) => T): (policy: Policy) => T {
  const made = new Map<Policy, T>();
  return (policy) => {
    const search = made.get(policy) ?? make(policy);
    made.set(policy, search);
    return search;
  };
}

/** Whose rules are asked for, and the question without the words that say so. */
type Whose = Pick<Answer, 'policy' | 'unknownMunicipality'> & { readonly text: string };

const asOwn = (text: string, policy: Policy): Whose => ({ policy, text, unknownMunicipality: false });

/** The municipality that is named outside what is quoted, or else the one that asks. */
function whoseRules(question: string, own: Policy, policies: AskParts['policies']): Whose {
  const named = namedMunicipality(question.replace(QUOTED, ' '), policies, own.municipality);
  if (named.kind !== 'known')
    return { ...asOwn(question, own), unknownMunicipality: named.kind === 'unknown' };
  return asOwn(question.replace(named.matched, ' '), named.policy);
}

/** The rules that screening found in a comment, those that it is not sure of left out. */
function rulesFound({ findings }: Screening, policy: Policy): Rule[] {
  const sure = findings.filter(({ score, hard }) => hard || score >= SURE_FINDING);
  return [...new Set(sure.map(({ rule }) => rule))]
    .flatMap((id) => ruleOf(policy, id) ?? [])
    .slice(0, MOST_RULES);
}

const answerRule = (policy: Policy, rule: Rule): AnswerRule => ({
  rule,
  isLaw: policy.law.includes(rule),
  says: saysOf(policy, rule),
});

/** The file of what is no question about the rules at all. */
const isOther = ({ id }: Topic): boolean => id === 'off-topic';

const likely = (classifier: Classifier, text: string, label: string): number =>
  classifier.probabilities(text, languageOf(text))[classifier.labels.indexOf(label)] ?? 0;

const example = (text: string, label: string): Example => ({ text, label, language: languageOf(text) });

/** Every question and pasted comment, labelled with its topic. */
const topicExamples = (topics: readonly Topic[]): Example[] =>
  topics.flatMap(({ id, questions, pasted }) => [...questions, ...pasted].map((text) => example(text, id)));

/** Labelled with who wrote it: staff who ask, or a citizen whose comment they pasted. */
const formExamples = ({ topics, comments }: Questions): Example[] => [
  ...topics.flatMap(({ questions }) => questions.map((text) => example(text, 'asked'))),
  ...topics.flatMap(({ pasted }) => pasted.map((text) => example(text, 'pasted'))),
  ...comments.map((text) => example(text, 'pasted')),
];
