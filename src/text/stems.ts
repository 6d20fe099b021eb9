import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as swedish } from '@orama/stemmers/swedish';

/** The languages that are understood. */
export type Language = 'sv' | 'en';

const STEMMERS = { sv: swedish, en: english } as const;

/** What the forms of one word have in common, by Snowball's rules for its language. The word is in lower case. */
export const stemOf = (word: string, language: Language): string => STEMMERS[language](word);
