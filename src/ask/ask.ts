import type { Screening } from '../core/finding.ts';
import { type Policy, type Rule, ruleOf } from '../core/policy.ts';
import { fold } from '../text/fold.ts';
import type { Language } from '../text/stems.ts';
import { likelyTopics, type Meant, rankMeant, seenIn } from './choose-topic.ts';
import { createConcepts } from './concepts.ts';
import { languageOf } from './language.ts';
import type { AskModel } from './model.ts';
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

/** What a question of staff came to: these rules, perhaps one of these (`sure` is false), or none (`covered` is false). */
export interface Answer {
  /** False when no rule of the municipality, nor of the overlay, is likely to fit. */
  readonly covered: boolean;
  /** False when each of the rules is something else that may have been meant: the one who asks must choose. */
  readonly sure: boolean;
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
  readonly words: Questions['words'];
  /** Reads the question. */
  readonly read: AskModel;
}

/** From here a topic is what was meant. Set on the ordinary questions (`test/eval`), like those below. */
const SURE_TOPIC = 0.35;
/** And that no rule speaks of it is sure from here: rather three that may have been meant than a wrong no. */
const SURE_OF_NONE = 0.45;
/** Where nothing is likelier than this, the answer is that no rule covers it. */
const PERHAPS_TOPIC = 0.07;
/** That it is about something else altogether is believed from here. */
const SURE_OF_OTHER = 0.2;
/** What else may have been meant is shown from here. */
const ALSO_PERHAPS = 0.02;
/** What a citizen wrote is told from what staff ask at this probability. */
const PASTED = 0.6;
/** And here it is sure: what screening does not find in it, nothing covers. */
const SURELY_PASTED = 0.9;
/** A topic found in what may well be a comment must be surer. */
const SURE_OF_PASTED = 0.5;
/** A finding in a pasted comment counts from here. */
const SURE_FINDING = 0.5;

/** Compiles the policies' words once each, when they are first asked for. */
export function createAsk(parts: AskParts): Ask {
  const { policies, screen, read } = parts;
  const conceptsOf = createConcepts(parts.words);
  const searchOf = searches((policy) => createQuoteSearch(policy, conceptsOf));

  return (asked, own, wanted) => {
    // As screening reads: decomposed letters and what nobody sees must not make it another question.
    const question = fold(asked).text;
    const quoted = QUOTED.exec(question)?.[1];
    const { pasted } = read(question);
    const { policy, text, unknownMunicipality } =
      pasted > SURELY_PASTED ? asOwn(question, own) : whoseRules(question, own, policies);
    const none: Answer = {
      ...NONE,
      lang: wanted ?? languageOf(question, own.language),
      policy,
      display: screen(question, policy).display,
      unknownMunicipality,
    };
    if (unknownMunicipality) return { ...none, kind: 'question' };

    const comment = quoted ?? (pasted > PASTED ? text : undefined);
    const screened = comment === undefined ? [] : rulesFound(screen(comment, policy), policy);
    if (screened.length > 0) return withRules({ ...none, kind: 'comment' }, screened);
    if (quoted === undefined && pasted > SURELY_PASTED) return { ...none, kind: 'comment' };

    const nearness = searchOf(policy)(text, languageOf(text));
    const guesses = likelyTopics(read(text), seenIn(screen(text, policy)));
    const meant = rankMeant(guesses, (each) => rulesFor(each, policy, nearness));
    return answerOf(none, meant, pasted > PASTED);
  };
}

const NONE = { covered: false, sure: true, rules: [], topic: null, kind: 'other' } as const;

const withRules = (answer: Answer, rules: readonly Rule[]): Answer => ({
  ...answer,
  covered: rules.length > 0,
  rules: rules.map((rule) => answerRule(answer.policy, rule)),
});

/** What was meant, what perhaps was, or nothing. Of what may be a comment nothing is guessed. */
function answerOf(none: Answer, meant: readonly Meant[], maybePasted: boolean): Answer {
  const [likeliest] = meant;
  if (!likeliest) return none;
  const { topic, sure, rules } = likeliest;
  if (sure >= leastFor(likeliest, maybePasted))
    return isOther(topic) ? none : withRules({ ...none, kind: 'question', topic }, rules);
  const perhaps = maybePasted ? [] : firstRules(meant);
  return perhaps.length === 0 ? none : withRules({ ...none, kind: 'question', sure: false }, perhaps);
}

function leastFor({ rules, topic }: Meant, maybePasted: boolean): number {
  if (maybePasted) return SURE_OF_PASTED;
  if (isOther(topic)) return SURE_OF_OTHER;
  return rules.length > 0 ? SURE_TOPIC : SURE_OF_NONE;
}

/** The best rule of each thing that may have been meant; none where nothing is likely enough. */
function firstRules(meant: readonly Meant[]): Rule[] {
  const covered = meant.filter(({ rules, sure }) => rules.length > 0 && sure >= ALSO_PERHAPS);
  if ((covered[0]?.sure ?? 0) < PERHAPS_TOPIC) return [];
  return covered.flatMap(({ rules }) => rules.slice(0, 1)).slice(0, MOST_RULES);
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

/** The answer that one rule is, where somebody has said that it was meant. */
export const answerWith = (policy: Policy, rule: Rule, lang: Language): Answer =>
  withRules({ ...NONE, lang, policy, kind: 'question', display: 'open', unknownMunicipality: false }, [rule]);

const answerRule = (policy: Policy, rule: Rule): AnswerRule => ({
  rule,
  isLaw: policy.law.includes(rule),
  says: saysOf(policy, rule),
});

/** The file of what is no question about the rules at all. */
const isOther = ({ id }: Topic): boolean => id === 'off-topic';
