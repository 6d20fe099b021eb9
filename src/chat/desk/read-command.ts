import { namedMunicipality } from '../../ask/named-municipality.ts';
import type { MunicipalityId, Policy } from '../../core/policy.ts';
import { fold, withoutMarks } from '../../text/fold.ts';
import { slipsBetween } from '../../text/slips.ts';
import { placesOfWords, spokenWords } from '../../text/words.ts';
import type { Cards, Locale } from '../cards/load-cards.ts';
import type { Wanted } from './bind.ts';

/** What can be told the bot to do. The words for it stand in `cards/words.json`. */
type Verb = 'bind' | 'trial' | 'summary' | 'requests' | 'find' | 'history';

/** What was meant. All that is no command is a question. */
export type Command =
  | { readonly kind: 'help' }
  | ({ readonly kind: 'bind' } & Wanted)
  | { readonly kind: 'trial'; readonly set: { readonly on: boolean; readonly account: string } | null }
  /** `policy` null: that of the channel, or of the one who asks. */
  | { readonly kind: 'summary' | 'requests'; readonly policy: Policy | null }
  /** What is looked for, as it was written; `exact`: the number or the reference of one. */
  | { readonly kind: 'find'; readonly text: string; readonly exact: boolean }
  /** Nearly a command: the word that may have been meant. */
  | { readonly kind: 'near'; readonly meant: string }
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

const VERBS = ['bind', 'trial', 'summary', 'requests', 'find', 'history'] as const satisfies readonly Verb[];

type AllCards = Readonly<Record<Locale, Cards>>;

/** The words that commands are told by, in both languages at once. */
function readVocabulary(cards: AllCards) {
  const wordsFor = (key: string) =>
    new Set(
      Object.values(cards).flatMap((each) => spokenWords(each.say(`command.words.${key}`)).map(withoutMarks)),
    );
  const verbs = new Map(VERBS.map((verb) => [verb, wordsFor(verb).union(wordsFor(`${verb}.also`))]));
  const greetings = wordsFor('greetings');
  const padding = wordsFor('padding').union(greetings);
  const [on, off] = [wordsFor('on'), wordsFor('off')];
  return {
    verbOf: (word: string) => VERBS.find((verb) => verbs.get(verb)?.has(withoutMarks(word))),
    isGreeting: (word: string) => greetings.has(withoutMarks(word)),
    isPadding: (word: string) => padding.has(withoutMarks(word)),
    /** Null for what is neither. */
    switchOf: (word: string) =>
      on.has(withoutMarks(word)) ? 'on' : off.has(withoutMarks(word)) ? 'off' : null,
  };
}

/** What begins almost like a command, and is no longer than one. */
function nearly(cards: AllCards, rest: readonly string[]): Command {
  const [first = ''] = rest;
  const allowed = SLIPS.find(({ letters }) => first.length >= letters)?.slips ?? 0;
  const meant = Object.values(cards)
    .flatMap((each) => VERBS.map((verb) => each.say(`command.words.${verb}`)))
    .find((word) => slipsBetween(withoutMarks(word), withoutMarks(first)) <= allowed);
  return meant === undefined || rest.length > MOST_WORDS ? { kind: 'question' } : { kind: 'near', meant };
}

/** An address and a name are read as they were written. */
function finding(verb: 'find' | 'history', after: string): Command {
  const text = after.replace(AROUND, '');
  const exact = verb === 'history';
  const isAsked = text !== '' && (!exact || text.split(/\s+/u).length <= MOST_WORDS);
  return isAsked ? { kind: 'find', text, exact } : { kind: 'question' };
}

/** Reads commands in both languages. What is polite, greets or calls the bot may stand around a command. */
export function createReadCommand(
  cards: AllCards,
  policies: ReadonlyMap<MunicipalityId, Policy>,
): (text: string) => Command {
  const { verbOf, isGreeting, isPadding, switchOf } = readVocabulary(cards);
  const countingIn = (text: string) => spokenWords(text).filter((word) => !isPadding(word));
  /** The municipality that is named, what else is said that counts, and the last of it that follows the name. */
  const named = (text: string) => {
    const found = namedMunicipality(text, policies);
    if (found.kind !== 'known') return { policy: null, rest: countingIn(text), last: null };
    const at = text.indexOf(found.matched);
    const after = countingIn(text.slice(at + found.matched.length));
    const rest = [...countingIn(text.slice(0, at)), ...after];
    return { policy: found.policy, rest, last: after.at(-1) ?? null };
  };
  const trial = (text: string): Command => {
    const [mode = '', ...account] = spokenWords(text);
    const to = switchOf(mode);
    if (to !== null) return { kind: 'trial', set: { on: to === 'on', account: account.join(' ') } };
    return named(text).rest.length === 0 ? { kind: 'trial', set: null } : { kind: 'question' };
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
    const verb = verbOf(first.written);
    if (verb === undefined) return nearly(cards, named(text).rest);
    const after = text.slice(first.to);
    if (verb === 'trial') return trial(after);
    if (verb === 'find' || verb === 'history') return finding(verb, written.slice(folded.ends[first.to - 1]));
    const { policy, rest, last } = named(after);
    if (rest.length === 0)
      return verb === 'bind' ? { kind: verb, policy, channel: null } : { kind: verb, policy };
    if (verb !== 'bind' || rest.length > MOST_WORDS) return { kind: 'question' };
    const channel = rest.length === 1 ? last : null;
    return { kind: 'bind', policy: channel === null ? null : policy, channel };
  };
}
