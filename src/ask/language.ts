import type { Language } from '../text/stems.ts';
import { readWords } from './features.ts';

/**
 * The small words that no sentence can do without. Those that both languages have are left out. Screening has a list of
 * its own (`screening/small-words.ts`), of what carries nothing: with this one, it would take another view of the
 * language of 429 of 11,800 texts.
 */
const SMALL = {
  sv: 'och att det som är på för av med den till en ett inte om vi har de jag kan ska får när vad hur vilken vilka vem var någon nån måste man när sig från eller hos oss vår våra gör gäller vart varför räcker blir där hen han hon blev sin efter måste kommentar ni finns folk',
  en: 'the and of to is are a an that it with who what which when where how can may must should do does we our they somebody someone has have be by this these their from not or about there if his her comment people does did you your please was were than',
} as const;
const small = { sv: new Set(SMALL.sv.split(' ')), en: new Set(SMALL.en.split(' ')) };
const QUOTED = /["“”«»].*?["“”«»]/gsu;

/** The language in which someone asks; what they quote does not count. `otherwise` where nothing tells. */
export function languageOf(text: string, otherwise: Language = 'sv'): Language {
  const words = readWords(text.replace(QUOTED, ' '));
  const count = (language: Language) => words.filter((word) => small[language].has(word)).length;
  const swedish = count('sv') + (words.some((word) => /[åäö]/u.test(word)) ? 1 : 0);
  const english = count('en');
  if (swedish === english) return otherwise;
  return swedish > english ? 'sv' : 'en';
}
