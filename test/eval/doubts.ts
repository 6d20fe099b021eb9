import { createHash } from 'node:crypto';
import type { CategoryId } from '../../src/core/policy.ts';
import { NO_CONTACTS } from '../../src/screening/contacts.ts';
import type { Examined } from '../../src/screening/examine.ts';
import type { Example } from '../../src/screening/model/example.ts';
import type { Model } from '../../src/screening/model/model.ts';
import { table } from './figures.ts';

type Examine = (text: string, contacts: typeof NO_CONTACTS, hasAttachments: boolean) => Examined;

const FOLDS = 5;
const MOST = 40;
/** As much of a text as is enough to find it by. */
const SHOWN = 90;

/** A label that a model which had not seen the row is surest is another. */
interface Doubt {
  readonly text: string;
  readonly label: string;
  readonly thought: string;
  readonly sure: number;
}

/**
 * The rows whose label is most in doubt: each fifth is judged by a model of the others. Most of them are right, and hard on purpose;
 * about one in five is a mistake. @returns a table, the surest first
 */
export function doubtful(
  examples: readonly Example[],
  categories: readonly CategoryId[],
  { train, examine }: { readonly train: (examples: readonly Example[]) => Model; readonly examine: Examine },
): string {
  const doubts = Array.from({ length: FOLDS }, (_, fold) => {
    const model = train(examples.filter((one) => foldOf(one) !== fold));
    return examples
      .filter((one) => foldOf(one) === fold)
      .flatMap((one) => doubtsOf(one, model, examine, categories));
  }).flat();
  const rows = doubts
    .toSorted((a, b) => b.sure - a.sure)
    .slice(0, MOST)
    .map(({ text, label, thought, sure }) => [label, thought, sure.toFixed(2), text.slice(0, SHOWN)]);
  return table(['label', 'thought', 'sure', 'text'], rows);
}

const foldOf = ({ text }: Example): number => (createHash('sha256').update(text).digest()[1] ?? 0) % FOLDS;

function doubtsOf(
  { text, categories: own, needsReply, urgent }: Example,
  model: Model,
  examine: Examine,
  categories: readonly CategoryId[],
): Doubt[] {
  const judged = model(examine(text, NO_CONTACTS, false));
  const [label = 'none'] = own;
  const partOf = (id: CategoryId) => judged.categories.get(id) ?? 0;
  const likeliest = categories.reduce((a, b) => (partOf(b) > partOf(a) ? b : a));
  const seen = own.length > 0;
  const ownPart = Math.max(0, ...own.map(partOf));
  return [
    { label, thought: seen ? 'none' : likeliest, sure: seen ? 1 - judged.seen : judged.seen },
    ...(seen ? [{ label, thought: likeliest, sure: partOf(likeliest) - ownPart }] : []),
    {
      label: `${label}, reply ${needsReply}`,
      thought: `reply ${!needsReply}`,
      sure: doubtOf(judged.needsReply, needsReply),
    },
    {
      label: `${label}, urgent ${urgent}`,
      thought: `urgent ${!urgent}`,
      sure: doubtOf(judged.urgent, urgent),
    },
  ].map((doubt) => ({ ...doubt, text }));
}

const doubtOf = (judged: number, label: boolean): number => (label ? 1 - judged : judged);
