import { addAcross, addGrams, FeatureList, type Features, hashOf, NOWHERE } from '../../learner/features.ts';
import { stemOf } from '../../text/stems.ts';
import type { Examined } from '../examine.ts';
import type { Word } from '../reading.ts';

/** What stands after so many words or letters is not read: it keeps a hostile text cheap. */
const MOST_WORDS = 600;
const LONGEST = 40;
/** The kinds of features: 0 words, 1 letters within words, 2 letters across words, 3 what detectors and lexicon saw and how the text is built. */
const WITHIN = { kind: 1, shortest: 3, longest: 5 };
const ACROSS = { kind: 2, shortest: 4, longest: 8 };
/** How much each kind weighs. */
export const KIND_WEIGHTS = [1, 1, 1, 0.7];

/** Reads the features of an examined text, in its order. Linear in the text. */
export function featuresOf({ reading, signals, concepts }: Examined): Features {
  const words = reading.words.slice(0, MOST_WORDS);
  const list = new FeatureList();
  const spelled = words.map(spellingOf);
  const stems = spelled.map((word) => stemOf(word, 'sv'));
  for (const [i] of words.entries()) {
    list.add(hashOf('w', spelled[i] ?? ''), 0, i, i);
    list.add(hashOf('s', stems[i] ?? ''), 0, i, i);
    if (i > 0) list.add(hashOf('p', `${stems[i - 1]} ${stems[i]}`), 0, i - 1, i);
    if (i > 1) list.add(hashOf('k', `${stems[i - 2]} ${stems[i]}`), 0, i - 2, i);
    addGrams(list, WITHIN, ` ${spelled[i]} `, () => i);
  }
  addAcross(list, ACROSS, spelled);
  const end = Math.max(0, words.length - 1);
  for (const { start, end: to, why, category } of signals) {
    const place = reading.wordsIn({ start, end: to });
    list.add(hashOf('g', category), 3, place.first, place.last);
    list.add(hashOf('y', why), 3, place.first, place.last);
  }
  for (const { first, last, value } of concepts) list.add(hashOf('c', value), 3, first, last);
  for (const shape of shapesOf(reading.folded.text, words)) list.add(hashOf('h', shape), 3, NOWHERE, NOWHERE);
  list.add(hashOf('o', stems[0] ?? ''), 3, 0, 0);
  list.add(hashOf('o', `${stems[0]} ${stems[1]}`), 3, 0, Math.min(1, end));
  return list.done();
}

const spellingOf = (word: Word): string => {
  const plain = (word.forms.at(-1) ?? '').slice(0, LONGEST);
  return /^\d+$/u.test(plain) ? '0'.repeat(Math.min(plain.length, 6)) : plain;
};

/** How the text is built: what a person sees before reading it. */
function shapesOf(text: string, words: readonly Word[]): string[] {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const marks = text.match(/\?/g)?.length ?? 0;
  const shouts = text.match(/!/g)?.length ?? 0;
  return [
    `length ${Math.min(6, Math.ceil(Math.log2(words.length + 1)))}`,
    `question ${Math.min(2, marks)}`,
    ...(/\?\s*[\p{Extended_Pictographic}\s)]*$/u.test(text) ? ['asks last'] : []),
    `shouting ${Math.min(3, shouts)}`,
    ...(letters > 12 && capitals > 0.6 * letters ? ['all capitals'] : []),
    ...(/\p{Extended_Pictographic}/u.test(text) ? ['emoji'] : []),
    ...(/["”“«»]/u.test(text) ? ['quotes'] : []),
    ...(/\d/u.test(text) ? ['digits'] : []),
    ...(/#\p{L}/u.test(text) ? ['hash tag'] : []),
    ...(/(^|\s)@\p{L}/u.test(text) ? ['mention'] : []),
    ...(/\d\s?(kr|:-|kronor|spänn|%)/u.test(text) ? ['price'] : []),
    ...(/https?:|www\./u.test(text) ? ['link'] : []),
  ];
}
