import type { Finding, Screening } from '../core/finding.ts';
import type { CategoryId, Policy } from '../core/policy.ts';
import { ownContacts } from './contacts.ts';
import { createDetectors } from './detect.ts';
import { findRules } from './findings.ts';
import { createLexical } from './lexical.ts';
import type { Lexicon } from './lexicon.ts';
import { needsReply } from './question.ts';
import { read } from './reading.ts';
import { scoreCategories } from './score.ts';
import type { Signal } from './signal.ts';
import { isUrgent } from './urgent.ts';

/** What is known of a comment beside its text. */
interface ScreeningContext {
  readonly hasAttachments?: boolean;
}

/** Reads one text under one municipality's rules. Pure: the same text, policy and lexicon give the same answer. */
export type Screener = (text: string, policy: Policy, context?: ScreeningContext) => Screening;

/** At and above, evidence that is not hard is very strong. */
const SURE = 0.85;
/** The answer to these is a referral, not a removal. */
const REFERRED: ReadonlySet<CategoryId> = new Set([
  'wrong-channel',
  'individual-case',
  'political-discussion',
]);
/** Words alone never settle these. */
const NEVER_SURE: ReadonlySet<CategoryId> = new Set([
  'irrelevant',
  'misinformation-rumour',
  'offensive-tone',
  'general-inappropriate',
]);

/** Compiles a lexicon into a screener. Costs some milliseconds; a text then costs time linear in its length. */
export function createScreener(lexicon: Lexicon): Screener {
  const detect = createDetectors(lexicon);
  const lexical = createLexical(lexicon);
  return (text, policy, context = {}) => {
    const reading = read(text);
    const detected = detect(reading, ownContacts(policy));
    const { signals } = lexical(reading, detected.concepts, context.hasAttachments ?? false);
    const all = [...detected.signals, ...signals].filter((signal) => signal.start < signal.end);
    const scored = scoreCategories(all);
    const findings = findRules(scored, policy);
    return {
      tier: withPicture(tierOf(findings, all), context.hasAttachments ?? false),
      findings,
      needsReply: needsReply(reading, scored),
      urgent: isUrgent(scored),
      display: displayOf(findings, all, policy),
    };
  };
}

/** No machine here looks at pictures: a person must. */
const withPicture = (tier: Screening['tier'], hasPicture: boolean): Screening['tier'] =>
  tier === 'none' && hasPicture ? 'review' : tier;

function tierOf(findings: readonly Finding[], signals: readonly Signal[]): Screening['tier'] {
  const serious = findings.filter((finding) => !REFERRED.has(finding.category));
  if (serious.some((finding) => finding.hard || (finding.score >= SURE && !NEVER_SURE.has(finding.category))))
    return 'flag';
  if (serious.length > 0) return 'review';
  // A personnummer that no rule of this municipality speaks of must still be seen by someone.
  if (signals.some((signal) => signal.hard && signal.personal)) return 'review';
  return findings.length > 0 ? 'refer' : 'none';
}

function displayOf(
  findings: readonly Finding[],
  signals: readonly Signal[],
  policy: Policy,
): Screening['display'] {
  const displays = findings.map((finding) => policy.categories.get(finding.category)?.display);
  if (displays.includes('secret') || signals.some((signal) => signal.personal)) return 'secret';
  return displays.includes('offensive') ? 'offensive' : 'open';
}
