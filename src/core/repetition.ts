import { bandsOf, type Grams, gramsToCompare, isAlike } from '../text/likeness.ts';
import type { Finding, Screening } from './finding.ts';
import type { Policy } from './policy.ts';
import type { CardPlace } from './view.ts';

/** A version of a comment, as it is told apart. */
export interface VersionOf {
  readonly comment: string;
  readonly version: number;
}

/** What stands there of another comment that may say the same. */
export interface Resembling extends VersionOf {
  readonly text: string;
  /** When it was written, or edited to this. */
  readonly at: Temporal.Instant;
  /** By the platform's own id: never across platforms, and never of one whose id is not known. */
  readonly sameAuthor: boolean;
  /** The group that it belongs to; null for none. */
  readonly group: string | null;
  /** It may stand in no channel. */
  readonly secret: boolean;
}

/** A version that has just been screened, with those that it may repeat. */
export interface Compared extends VersionOf {
  readonly text: string;
  readonly at: Temporal.Instant;
  readonly secret: boolean;
  readonly resembling: readonly Resembling[];
}

/** These versions say the same, and are shown as one. `id`: that of the comment which was the first. */
export interface AlikeGroup {
  readonly id: string;
  readonly versions: readonly VersionOf[];
}

/** What a version repeats. */
export interface Repetition {
  /** How many times its author has written it by then, this time included; 1 where the author is not known. */
  readonly timesByAuthor: number;
  /** The group that it joins; null where it is the only one, or secret: a group tells what is written in it. */
  readonly group: AlikeGroup | null;
}

/** By these steps a card tells how often: one that is drawn anew takes away what somebody is writing in it. */
const STEPS = [2, 3, 4, 5, 10, 20, 50, 100];
/** More times than this are not counted. */
export const MOST_TOLD = Math.max(...STEPS);

/** How many times a card tells of what was written this often: at least so many. */
export const timesTold = (times: number): number => STEPS.findLast((step) => step <= times) ?? times;

/** How often one text has come in, as a card tells it. */
export interface Repeated {
  /** At least so many times, by `timesTold`; the rest is of these. */
  readonly times: number;
  /** By so many accounts whose ids are known. */
  readonly accounts: number;
  /** So many of them by nobody knows which account. */
  readonly unknown: number;
  /** So many by the author of this one; 0 where that is not known. */
  readonly own: number;
  readonly since: Temporal.Instant;
  /** The first of the others that have a ticket. */
  readonly others: readonly { readonly number: number; readonly card: CardPlace | null }[];
}

/** By what a text is looked up among others; none for one that is too short to be the same as another. */
export function bandsOfText(text: string): string[] {
  const grams = gramsToCompare(text);
  return grams === null ? [] : bandsOf(grams);
}

/** What versions that are screened together repeat, by comment; each finds those before it in its group. */
export function repetitionsOf(compared: readonly Compared[]): ReadonlyMap<string, Repetition> {
  const grams = createGrams();
  const secret = new Map(compared.map((one) => [one.comment, one.secret]));
  const groups = new Map<string, string>();
  const groupOf = (one: Resembling): string | null => groups.get(one.comment) ?? one.group;
  const found = compared.toSorted(byTime).map((one): [string, Repetition] => {
    const same = one.resembling
      .filter((other) => sayTheSame(grams(one.text), grams(other.text)))
      .toSorted(byTime);
    const timesByAuthor = 1 + same.filter((other) => other.sameAuthor && byTime(other, one) < 0).length;
    const shown = one.secret ? [] : same.filter((other) => !(secret.get(other.comment) ?? other.secret));
    const [first] = shown;
    if (!first) return [one.comment, { timesByAuthor, group: null }];
    const oldest = byTime(first, one) < 0 ? first : one;
    const id = shown.map(groupOf).find((group) => group !== null) ?? oldest.comment;
    const versions = [one, ...shown.filter((other) => groupOf(other) === null)];
    for (const { comment } of versions) groups.set(comment, id);
    return [one.comment, { timesByAuthor, group: { id, versions: versions.map(versionOf) } }];
  });
  return new Map(found);
}

const versionOf = ({ comment, version }: VersionOf): VersionOf => ({ comment, version });

/** What is told of the same instant has the order of the ids. */
const byTime = (a: Compared | Resembling, b: Compared | Resembling): number =>
  Temporal.Instant.compare(a.at, b.at) || (a.comment < b.comment ? -1 : 1);

const sayTheSame = (one: Grams | null, other: Grams | null): boolean =>
  one !== null && other !== null && isAlike(one, other);

/** Each text is read once. */
function createGrams(): (text: string) => Grams | null {
  const known = new Map<string, Grams | null>();
  return (text) => {
    const grams = known.get(text);
    if (grams !== undefined) return grams;
    const read = gramsToCompare(text);
    known.set(text, read);
    return read;
  };
}

/** The category of rules on spam and repeated posts. */
const CATEGORY = 'spam';
/** As sure as of words that are repeated within one comment. */
const SCORE = 0.6;

/**
 * What its own author repeats may fall under the municipality's rule on spam, where it has one that names it: staff are asked to
 * look. One text from many accounts is an opinion that many share, and is a finding under nothing; nor is politics, however
 * often somebody writes it (RF 2 kap.): whoever reads the card can still choose the rule.
 */
export function repetitionFinding(
  { rules, politics, repetition }: Policy,
  { findings }: Screening,
  { timesByAuthor }: Repetition,
): Finding | null {
  if (timesByAuthor < repetition.times) return null;
  if (findings.some(({ rule }) => politics.rules.includes(rule))) return null;
  const [rule] = rules
    .filter(({ categories, removal }) => categories.includes(CATEGORY) && removal !== 'never')
    .toSorted((a, b) => a.categories.length - b.categories.length);
  return rule ? { rule: rule.id, category: CATEGORY, score: SCORE, hard: false, evidence: [] } : null;
}
