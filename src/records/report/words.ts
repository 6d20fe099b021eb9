import { readFileSync } from 'node:fs';
import { z } from 'zod';

const FILE = new URL('../../../cards/report.json', import.meta.url);
const Sentences = z.record(z.string(), z.strictObject({ sv: z.string().min(1), en: z.string().min(1) }));

/** A sentence of `cards/report.json`, with what stands in its `{braces}` filled in. */
export type Say = (key: string, fill?: Readonly<Record<string, string | number>>) => string;

/** The report's words in one language. @throws Error when there is no such sentence */
export function reportWords(language: 'sv' | 'en'): Say {
  const sentences = Sentences.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return (key, fill = {}) => {
    const sentence = sentences[key]?.[language];
    if (sentence === undefined) throw new Error(`cards/report.json: expected a sentence "${key}"`);
    return sentence.replace(/\{(\w+)\}/gu, (brace, name: string) => String(fill[name] ?? brace));
  };
}
