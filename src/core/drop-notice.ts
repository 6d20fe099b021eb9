import { settledEffects } from './apply-decision.ts';
import type { Decision, TicketSituation } from './decision.ts';
import type { Effect } from './effect.ts';
import { progress } from './progress.ts';

/** Nothing is sent to the author: a person says so (`by`), or the comment was gone before anything could be. */
export function dropped(situation: TicketSituation, { id }: Effect, by: string | null = null): Decision {
  const { effects, ticket, now } = situation;
  const settle = [{ id, to: 'cancelled' as const }];
  const next = progress({ ...situation, effects: settledEffects(effects, { settle }) }, now);
  return {
    settle,
    ...(next !== ticket && { ticket: next }),
    journal: [{ kind: 'author-notice-dropped', by, data: { effect: id } }],
    effects: [],
  };
}
