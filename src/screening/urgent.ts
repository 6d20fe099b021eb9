import type { CategoryId } from '../core/policy.ts';
import type { Scored } from './score.ts';

/** The lexicon's category for danger to life, health or property, now or soon; no rule is about it. */
const URGENT = 'urgent';
const ENOUGH = 0.5;

/** Can the comment not wait for the next working day? Danger now, a missing person, a threat that is meant. */
export function isUrgent(scored: ReadonlyMap<CategoryId, Scored>): boolean {
  return (scored.get(URGENT)?.score ?? 0) >= ENOUGH || (scored.get('other-criminal')?.hard ?? false);
}
