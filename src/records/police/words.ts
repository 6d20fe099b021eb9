import { readFileSync } from 'node:fs';
import { z } from 'zod';

const FILE = new URL('../../../cards/police.json', import.meta.url);

/** A sentence of `cards/police.json`, filled in: Swedish alone, as the police read it. */
export type Say = (key: string, fill?: Readonly<Record<string, string | number>>) => string;

/** @throws Error when the file does not hold what it must, or when there is no such sentence */
export function policeWords(): Say {
  const sentences = z.record(z.string(), z.string().min(1)).parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return (key, fill = {}) => {
    const sentence = sentences[key];
    if (sentence === undefined) throw new Error(`cards/police.json: expected a sentence "${key}"`);
    return sentence.replace(/\{(\w+)\}/gu, (brace, name: string) => String(fill[name] ?? brace));
  };
}
