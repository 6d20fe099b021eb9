import type { Finding, Screening } from '../core/finding.ts';
import type { CategoryId, Policy } from '../core/policy.ts';
import { ownContacts } from './contacts.ts';
import { createExaminer, type Examined } from './examine.ts';
import { findRules } from './findings.ts';
import { createFindNamed } from './first-with.ts';
import { isForeign } from './language.ts';
import type { Lexicon } from './lexicon.ts';
import type { Judgement, Model } from './model/model.ts';
import { needsReply } from './question.ts';
import { type Scored, scoreCategories } from './score.ts';
import type { Signal } from './signal.ts';
import { tierOf } from './tier.ts';
import { isUrgent } from './urgent.ts';
import { weigh } from './weigh.ts';

/** What is known of a comment beside its text. */
interface ScreeningContext {
  readonly hasAttachments?: boolean;
}

/** What is seen in a text before it is decided what to show: for `kv screen` and for measuring. */
export interface Assessment {
  readonly screening: Screening;
  /** How sure it is that staff should see the text; 0–1. */
  readonly score: number;
  /** Every category with its score, best first. */
  readonly categories: readonly { readonly id: CategoryId; readonly score: number }[];
  /** The rules that come nearest, best first, however weak. */
  readonly candidates: readonly Finding[];
}

/** Reads one text under one municipality's rules. Pure: the same text, policy, lexicon and model give the same answer. */
export type Assessor = (text: string, policy: Policy, context?: ScreeningContext) => Assessment;

/** As `Assessor`, when only what to show is asked for. */
export type Screener = (text: string, policy: Policy, context?: ScreeningContext) => Screening;

/** Evidence of words alone that is weaker than this is not shown to anyone. */
const WORTH_SHOWING = 0.4;
/** With a model, the rules that come next to the best are shown too: so many times weaker. */
const NEXT_BEST = 0.3;
/** A rule weaker than this is a guess: where the likeliest category has no rule, none is shown rather than that one. */
const GUESS = 0.15;
/** Weaker than this is not worth a line in `candidates`. */
const FAINT = 0.01;
/** A secret that may be there is not shown openly: rather a button too many. */
const MAY_BE_SECRET = 0.3;

/** What of an assessment is to be shown. */
export const screenerOf =
  (assess: Assessor): Screener =>
  (text, policy, context) =>
    assess(text, policy, context).screening;

/**
 * Compiles a lexicon, and a model where there is one, into an assessor. Costs some milliseconds; a text then costs time
 * linear in its length. Without a model only detectors and lexicon speak.
 */
export function createAssessor(lexicon: Lexicon, model?: Model): Assessor {
  const examine = createExaminer(lexicon);
  const findNamed = createFindNamed();
  return (text, policy, { hasAttachments = false } = {}) => {
    const examined = examine(text, ownContacts(policy), hasAttachments);
    const lexical = scoreCategories(examined.signals);
    // In another language the model would guess (it sees half of the breaches): staff look instead, or answer what is asked.
    const foreign = model !== undefined && isForeign(examined.reading);
    const judgement = foreign || examined.reading.words.length === 0 ? undefined : model?.(examined);
    const scored = judgement ? weigh(lexical, judgement, examined.reading) : lexical;
    const named = findNamed(examined.reading, policy);
    const candidates = findRules(scored, policy, judgement ? FAINT : WORTH_SHOWING, named);
    const { signals } = examined;
    const tier = tierOf({ findings: candidates, scored, signals, policy, judged: !!judgement });
    const findings = judgement ? shown(candidates, tier) : candidates;
    const wanted = wants(examined, lexical, judgement);
    const unread = hasAttachments || (foreign && !wanted.needsReply);
    return {
      screening: {
        tier: tier === 'none' && unread ? 'review' : tier,
        findings,
        ...wanted,
        display: displayOf(scored, signals, policy, tier),
      },
      score: judgement?.seen ?? Math.max(0, ...findings.map(({ score }) => score)),
      categories: [...scored.values()]
        .filter(({ category, score }) => score >= FAINT && policy.categories.has(category))
        .map(({ category, score }) => ({ id: category, score: Math.min(1, score) }))
        .sort((a, b) => b.score - a.score),
      candidates,
    };
  };
}

/** Nothing where no one need look: a card that only asks for an answer must not hint at a breach. */
function shown(candidates: readonly Finding[], tier: Screening['tier']): Finding[] {
  if (tier === 'none') return [];
  const least = Math.max(GUESS, NEXT_BEST * Math.max(0, ...candidates.map(({ score }) => score)));
  return candidates.filter(({ score, hard }) => hard || score >= least);
}

/** Words alone settle that a matter is urgent; that an answer is wanted the model knows better. */
function wants(
  { reading }: Examined,
  lexical: ReadonlyMap<CategoryId, Scored>,
  judgement: Judgement | undefined,
): Pick<Screening, 'needsReply' | 'urgent'> {
  if (!judgement) return { needsReply: needsReply(reading, lexical), urgent: isUrgent(lexical) };
  return {
    needsReply: judgement.needsReply >= 0.5,
    urgent: judgement.urgent >= 0.5 || isUrgent(lexical),
  };
}

function displayOf(
  scored: ReadonlyMap<CategoryId, Scored>,
  signals: readonly Signal[],
  policy: Policy,
  tier: Screening['tier'],
): Screening['display'] {
  if (signals.some((signal) => signal.personal)) return 'secret';
  const { review } = policy.screening;
  const displays = (least: number) =>
    [...scored.values()]
      .filter(({ score, hard }) => hard || score >= least)
      .map(({ category }) => policy.categories.get(category)?.display);
  if (displays(Math.min(MAY_BE_SECRET, review)).includes('secret')) return 'secret';
  return displays(tier === 'none' ? review : WORTH_SHOWING).includes('offensive') ? 'offensive' : 'open';
}
