import { namedMunicipality } from '../../ask/named-municipality.ts';
import { readFindQuery } from '../../core/find.ts';
import type { MunicipalityId, Policy } from '../../core/policy.ts';
import { fold, withoutMarks } from '../../text/fold.ts';
import { slipsBetween } from '../../text/slips.ts';
import { placesOfWords, spokenWords } from '../../text/words.ts';
import type { Locale } from '../cards/load-cards.ts';
import { OFFERED, type Offered } from '../cards/offer-card.ts';
import type { Wanted } from './bind.ts';
import { type AllCards, readVocabulary, VERBS, type Vocabulary } from './vocabulary.ts';

/** What was meant. All that is no command is a question. */
export type Command =
  | { readonly kind: 'help' }
  | ({ readonly kind: 'bind' } & Wanted)
  | { readonly kind: 'trial'; readonly set: { readonly on: boolean; readonly account: string } | null }
  /** `policy` null: that of the channel, or of the one who asks. */
  | { readonly kind: 'summary' | 'mine' | 'requests' | 'blocks'; readonly policy: Policy | null }
  /** What is looked for, as it was written; `exact`: the number or the reference of one. */
  | { readonly kind: 'find'; readonly text: string; readonly exact: boolean }
  /** The link, or what else the comment is known by, as it was written. */
  | { readonly kind: 'take-up' | 'report'; readonly text: string }
  /** Null: no language was said. */
  | { readonly kind: 'language'; readonly language: Locale | null }
  /** Nearly a command: the word that may have been meant, and what it would do at once where nothing else was said. */
  | {
      readonly kind: 'near';
      readonly meant: string;
      readonly offered: Offered | null;
      readonly policy: Policy | null;
    }
  | { readonly kind: 'question' };

/** A command is no longer than this; what is longer is rather a question that happens to begin like one. */
const MOST_WORDS = 3;
/** So many slips in a word of so many letters are no other word yet. */
const SLIPS = [
  { letters: 9, slips: 2 },
  { letters: 5, slips: 1 },
] as const;

/** What stands around what is looked for. */
const AROUND = /^[\s:,”"]+|[\s”"]+$/gu;

/** What may be meant by a word that is nearly one of these. Of blocking, reporting and languages there are questions in every form of the word. */
const NEARLY = VERBS.filter((verb) => verb !== 'blocks' && verb !== 'report' && verb !== 'language');

/** What begins almost like a command, and is no longer than one. */
function nearly(
  cards: AllCards,
  { rest, policy }: { readonly rest: readonly string[]; readonly policy: Policy | null },
): Command {
  const [first = ''] = rest;
  const allowed = SLIPS.find(({ letters }) => first.length >= letters)?.slips ?? 0;
  const found = Object.values(cards)
    .flatMap((each) => NEARLY.map((verb) => ({ verb, meant: each.say(`command.words.${verb}`) })))
    .find(({ meant }) => slipsBetween(withoutMarks(meant), withoutMarks(first)) <= allowed);
  if (found === undefined || rest.length > MOST_WORDS) return { kind: 'question' };
  const { verb, meant } = found;
  const offered = rest.length === 1 ? (OFFERED.find((one) => one === verb) ?? null) : null;
  return { kind: 'near', meant, offered, policy };
}

/** An address and a name are read as they were written. */
function finding(verb: 'find' | 'history', after: string): Command {
  const text = after.replace(AROUND, '');
  const exact = verb === 'history';
  const isAsked = text !== '' && (!exact || text.split(/\s+/u).length <= MOST_WORDS);
  return isAsked ? { kind: 'find', text, exact } : { kind: 'question' };
}

/** With the comment's link or number: all else that begins so is a question. */
function reporting(after: string): Command {
  const text = after.replace(AROUND, '');
  const { link, number } = readFindQuery(text);
  return link === null && number === null ? { kind: 'question' } : { kind: 'report', text };
}

/** Two words, and what is taken up: all else that begins with the first is a question, such as "ta bort …?". */
function takingUp(
  isUp: (word: string) => boolean,
  [second]: ReturnType<typeof placesOfWords>,
  after: (to: number) => string,
): Command {
  if (second === undefined || !isUp(second.written)) return { kind: 'question' };
  const text = after(second.to).replace(AROUND, '');
  return text === '' ? { kind: 'question' } : { kind: 'take-up', text };
}

/** One language and nothing else; none where none is said. */
function choosing(
  { isPadding, languageOf }: Pick<Vocabulary, 'isPadding' | 'languageOf'>,
  after: string,
): Command {
  const [said, ...rest] = spokenWords(after).filter((word) => !isPadding(word));
  if (said === undefined) return { kind: 'language', language: null };
  const language = languageOf(said);
  return language === undefined || rest.length > 0 ? { kind: 'question' } : { kind: 'language', language };
}

/** The municipality that is named, what else is said that counts, and the last of it that follows the name. */
function createNaming(policies: ReadonlyMap<MunicipalityId, Policy>, isPadding: (word: string) => boolean) {
  const countingIn = (text: string) => spokenWords(text).filter((word) => !isPadding(word));
  return (text: string) => {
    const found = namedMunicipality(text, policies);
    if (found.kind !== 'known') return { policy: null, rest: countingIn(text), last: null };
    const at = text.indexOf(found.matched);
    const after = countingIn(text.slice(at + found.matched.length));
    const rest = [...countingIn(text.slice(0, at)), ...after];
    return { policy: found.policy, rest, last: after.at(-1) ?? null };
  };
}

/** Reads commands in both languages. What is polite, greets or calls the bot may stand around a command. */
export function createReadCommand(
  cards: AllCards,
  policies: ReadonlyMap<MunicipalityId, Policy>,
): (text: string) => Command {
  const vocabulary = readVocabulary(cards);
  const { verbOf, isGreeting, isPadding, mineAt, isUp, switchOf } = vocabulary;
  const named = createNaming(policies, isPadding);
  const trial = (text: string): Command => {
    const [mode = '', ...account] = spokenWords(text);
    const to = switchOf(mode);
    if (to !== null) return { kind: 'trial', set: { on: to === 'on', account: account.join(' ') } };
    return named(text).rest.length === 0 ? { kind: 'trial', set: null } : { kind: 'question' };
  };
  const mine = (after: string): Command => {
    const { policy, rest } = named(after);
    return rest.length === 0 ? { kind: 'mine', policy } : { kind: 'question' };
  };

  return (written) => {
    const folded = fold(written);
    const text = folded.text.toLowerCase();
    const words = placesOfWords(text);
    const first = words.find(({ written: word }) => !isPadding(word));
    if (first === undefined) {
      const greets = words.length === 0 || words.some(({ written: word }) => isGreeting(word));
      return { kind: greets ? 'help' : 'question' };
    }
    const mineTo = mineAt(words.slice(words.indexOf(first)));
    if (mineTo !== undefined) return mine(text.slice(mineTo));
    const verb = verbOf(first.written);
    if (verb === undefined) return nearly(cards, named(text));
    const after = text.slice(first.to);
    if (verb === 'take') {
      const later = words.slice(words.indexOf(first) + 1);
      return takingUp(isUp, later, (to) => written.slice(folded.ends[to - 1]));
    }
    if (verb === 'trial') return trial(after);
    if (verb === 'report') return reporting(written.slice(folded.ends[first.to - 1]));
    if (verb === 'language') return choosing(vocabulary, after);
    if (verb === 'find' || verb === 'history') return finding(verb, written.slice(folded.ends[first.to - 1]));
    const { policy, rest, last } = named(after);
    if (rest.length === 0)
      return verb === 'bind' ? { kind: verb, policy, channel: null } : { kind: verb, policy };
    if (verb !== 'bind' || rest.length > MOST_WORDS) return { kind: 'question' };
    const channel = rest.length === 1 ? last : null;
    return { kind: 'bind', policy: channel === null ? null : policy, channel };
  };
}
