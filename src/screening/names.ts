import type { Hit } from '../text/matcher.ts';
import type { Lexicon } from './lexicon.ts';
import type { Reading, Word } from './reading.ts';

/** Between given name and surname may stand "Ann-Marie", "von", "af". */
const PARTICLE = /^(von|van|de|af|al|el)$/u;

/**
 * Finds people's names: a listed given name with a capital, with the surname after it, or a capitalised word with a
 * surname's ending after another capitalised word. A lone word that opens a sentence counts only as a given name.
 */
export function createNameFinder(names: Lexicon['names']): (reading: Reading) => Hit<'full' | 'given'>[] {
  const given = new Set(names.given);
  const endings = names.surnameEndings;
  const isSurname = (word: Word | undefined) =>
    word !== undefined &&
    capital(word) &&
    endings.some((ending) => word.written.toLowerCase().endsWith(ending));
  return ({ words }) => {
    const found: Hit<'full' | 'given'>[] = [];
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      if (!word || !capital(word)) continue;
      const known = given.has(word.written.toLowerCase());
      if (!known && !isSurname(words[i + 1])) continue;
      const last = lastOfName(words, i, known);
      if (!known && last === i) continue;
      found.push({ first: i, last, value: last > i ? 'full' : 'given' });
      i = last;
    }
    return found;
  };
}

function lastOfName(words: readonly Word[], first: number, known: boolean): number {
  let last = first;
  while (last - first < 4) {
    const next = words[last + 1];
    const particle = known && next !== undefined && PARTICLE.test(next.written);
    if (!next || next.opensSentence || next.from - (words[last]?.to ?? 0) > 1) break;
    if (!particle && (!capital(next) || STREETISH.test(next.written))) break;
    if (particle && !capital(words[last + 2] ?? next)) break;
    last++;
  }
  return last;
}

/** "Karin Storgatan": the second word is where, not who. */
const STREETISH = /(gatan|vägen|torget|skolan|kommun|parken)$/u;

function capital(word: Word): boolean {
  return /^\p{Lu}\p{Ll}/u.test(word.written);
}
