import type { Policy, Rule } from './policy.ts';

/** Where a municipality says that what breaks a rule is removed: in the rule itself, in another row, or on a line that is no row. */
export type RemovalWords =
  | { readonly kind: 'own' }
  | { readonly kind: 'row'; readonly words: string; readonly rule: Rule }
  | { readonly kind: 'line'; readonly words: string; readonly line: number };

/** Null where the text says it nowhere. The words are the municipality's own; of several rows that hold them, one on the rule's line wins. */
export function removalWordsOf({ rules }: Pick<Policy, 'rules'>, rule: Rule): RemovalWords | null {
  const words = rule.removalWords;
  if (words === undefined) return null;
  const holds = ({ quote }: Rule) => spaced(quote).includes(spaced(words));
  if (holds(rule)) return { kind: 'own' };
  const rows = rules.filter(holds);
  const row = rows.find(({ line }) => line === rule.line) ?? rows[0];
  return row ? { kind: 'row', words, rule: row } : { kind: 'line', words, line: rule.line ?? 0 };
}

/** Published texts have hard spaces and line breaks in odd places. */
const spaced = (text: string): string => text.replace(/\s+/gu, ' ');
