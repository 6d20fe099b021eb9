/** What people write for letters when they do not want to be found. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '€': 'e',
};
/** Cyrillic and Greek letters that look Latin. */
const LOOKALIKE: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  ӓ: 'ä',
  ӧ: 'ö',
  ԁ: 'd',
  ɡ: 'g',
  α: 'a',
  ο: 'o',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ρ: 'p',
  τ: 't',
  υ: 'u',
};
const LONGEST = 64;

/**
 * The spellings under which one written word is looked up, the plain one first: leet read as letters,
 * Cyrillic look-alikes as Latin, and letters repeated three times or more as one and as two.
 * `word` is lower case; what lies beyond 64 characters is not read.
 */
export function formsOf(word: string): string[] {
  const plain = word.slice(0, LONGEST);
  const forms = [plain];
  const add = (form: string) => {
    if (!forms.includes(form)) forms.push(form);
  };
  if (/[\u0370-\u052F\u0261]/u.test(plain)) add(replaced(plain, LOOKALIKE));
  if (/[013457@$!|€]/u.test(plain) && /\p{L}/u.test(plain)) add(replaced(plain, LEET));
  for (const form of [...forms]) {
    if (!/(.)\1\1/u.test(form)) continue;
    add(form.replace(/(.)\1{2,}/gu, '$1'));
    add(form.replace(/(.)\1{2,}/gu, '$1$1'));
  }
  return forms;
}

function replaced(word: string, table: Readonly<Record<string, string>>): string {
  return Array.from(word, (char) => table[char] ?? char).join('');
}
