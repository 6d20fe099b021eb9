import { join } from 'node:path';
import type { Policy } from '../../core/policy.ts';
import { type Diagnosis, doubtful } from './diagnosis.ts';

/** For which categories it is our own reading which rule goes first, until somebody at the municipality has confirmed it. */
export function checkOrders(rulesDir: string, { municipality, order }: Policy): Diagnosis[] {
  const file = join(rulesDir, `${municipality}.yaml`);
  const unconfirmed = Object.entries(order).flatMap(([category, { rules, confirm }]) =>
    confirm ? [`${category} (${rules.join(', ')})`] : [],
  );
  if (unconfirmed.length === 0) return [];
  const says = `${file}: order: which rule goes first is our own reading of the text for ${unconfirmed.join(', ')}`;
  const cure = `let whoever answers for the rules read each \`why\` in ${file} and take \`confirm: true\` away`;
  return [{ ...doubtful('order', says, cure), municipality }];
}
