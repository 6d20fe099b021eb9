import { join } from 'node:path';
import { type Cards, type Locale, loadCards } from '../../chat/cards/load-cards.ts';
import type { Policy } from '../../core/policy.ts';
import { loadLexicon } from '../../rules/load-lexicon.ts';
import { loadPolicies } from '../../rules/load-policies.ts';
import { type Diagnosis, ill, well } from './diagnosis.ts';

/** What a folder holds, null when it cannot be used, and what is to be said of it. */
interface Looked<T> {
  readonly held: T | null;
  readonly found: readonly Diagnosis[];
}

/** The municipalities' rules and the lexicon. */
export function checkRules(dir: string): Looked<ReadonlyMap<string, Policy>> {
  return look('rules', `correct it in ${dir}`, () => {
    const policies = loadPolicies(dir);
    loadLexicon(join(dir, 'lexicon.yaml'));
    return { held: policies, says: `can be used: ${[...policies.keys()].join(', ')}` };
  });
}

/** Every card, button and sentence. */
export function checkCards(dir: string): Looked<Readonly<Record<Locale, Cards>>> {
  return look('cards', `correct it in ${dir}`, () => ({ held: loadCards(dir), says: 'can be used' }));
}

function look<T>(check: 'rules' | 'cards', cure: string, read: () => { held: T; says: string }): Looked<T> {
  try {
    const { held, says } = read();
    return { held, found: [well(check, says)] };
  } catch (error) {
    const lines = (error as Error).message.split('\n').map((line) => line.trim());
    return { held: null, found: [ill(check, lines.filter(Boolean).join(' '), cure)] };
  }
}
