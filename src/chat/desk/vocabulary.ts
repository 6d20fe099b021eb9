import { withoutMarks } from '../../text/fold.ts';
import { spokenWords, type WordPlace } from '../../text/words.ts';
import type { Cards, Locale } from '../cards/load-cards.ts';

/** What can be told the bot to do. The words for it stand in `cards/words.json`. */
type Verb =
  | 'bind'
  | 'trial'
  | 'summary'
  | 'requests'
  | 'blocks'
  | 'find'
  | 'history'
  | 'take'
  | 'report'
  | 'language';

/** Each of them. */
export const VERBS = [
  'bind',
  'trial',
  'summary',
  'requests',
  'blocks',
  'find',
  'history',
  'take',
  'report',
  'language',
] as const satisfies readonly Verb[];

const LANGUAGES = ['sv', 'en'] as const satisfies readonly Locale[];

/** The words of each language. */
export type AllCards = Readonly<Record<Locale, Cards>>;

/** What the words of a command are known by. */
export type Vocabulary = ReturnType<typeof readVocabulary>;

/** The words that commands are told by, in both languages at once. */
export function readVocabulary(cards: AllCards) {
  const wordsFor = (key: string) =>
    new Set(
      Object.values(cards).flatMap((each) => spokenWords(each.say(`command.words.${key}`)).map(withoutMarks)),
    );
  const verbs = new Map(VERBS.map((verb) => [verb, wordsFor(verb).union(wordsFor(`${verb}.also`))]));
  const greetings = wordsFor('greetings');
  const padding = wordsFor('padding').union(greetings);
  const mine = phrasesOf(cards, 'mine');
  const languages = { sv: wordsFor('language.sv'), en: wordsFor('language.en') };
  const [on, off, up] = [wordsFor('on'), wordsFor('off'), wordsFor('take.up')];
  return {
    verbOf: (word: string) => VERBS.find((verb) => verbs.get(verb)?.has(withoutMarks(word))),
    isGreeting: (word: string) => greetings.has(withoutMarks(word)),
    isPadding: (word: string) => padding.has(withoutMarks(word)),
    mineAt: (words: readonly WordPlace[]) => phraseAt(mine, words),
    isUp: (word: string) => up.has(withoutMarks(word)),
    languageOf: (word: string) => LANGUAGES.find((each) => languages[each].has(withoutMarks(word))),
    /** Null for what is neither. */
    switchOf: (word: string) =>
      on.has(withoutMarks(word)) ? 'on' : off.has(withoutMarks(word)) ? 'off' : null,
  };
}

/** What is asked for in more than one word, in both languages at once, the longest first. */
const phrasesOf = (cards: AllCards, key: string): readonly (readonly string[])[] =>
  Object.values(cards)
    .flatMap((each) => [
      each.say(`command.words.${key}`),
      ...each.say(`command.words.${key}.also`).split(','),
    ])
    .map((phrase) => spokenWords(phrase).map(withoutMarks))
    .toSorted((a, b) => b.length - a.length);

/** Where the phrase ends that these words begin with; undefined where they begin with none. */
function phraseAt(phrases: readonly (readonly string[])[], words: readonly WordPlace[]): number | undefined {
  const said = words.map(({ written }) => withoutMarks(written));
  const found = phrases.find((phrase) => phrase.every((word, at) => said[at] === word));
  return found && words[found.length - 1]?.to;
}
