import { MODERATORS } from '../../actions/action.ts';
import { localDay } from '../../core/calendar.ts';
import type { Policy } from '../../core/policy.ts';
import { seesToUnclaimed } from '../../core/staff.ts';
import type { CardMessage, ChatPerson, Said } from '../../ports/chat.ts';
import type { MineQuery } from '../../ports/mine.ts';
import type { AccountRow } from '../../ports/tenants.ts';
import { type MineIn, MOST_MINE, mineCard } from '../cards/mine-card.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** What the one who asks has, and what waits for them. `named`: the municipality that they name. */
export type MineOf = (said: Said, named: Policy | null) => Promise<string | CardMessage>;

/**
 * What somebody has taken and what waits for them: in a channel of its own municipality; in their own chat of all that they work
 * for. What leads to the history stands only where the history is shown.
 */
export function createMine(parts: DeskParts, belonging: Belonging): MineOf {
  const { cards, roleOf, clock } = parts;
  const queryOf = createQuery(parts);
  const draw = async (by: ChatPerson, towns: readonly (readonly [Policy, boolean])[]) => {
    const each = await Promise.all(
      towns.map(async ([policy, mayShow]): Promise<MineIn> => {
        const { municipality } = policy;
        const mine = await parts.store.mine(municipality, await queryOf(policy, by));
        return { policy, mine, mayShow };
      }),
    );
    const [first] = each;
    const words = cards[first?.policy.language ?? 'sv'];
    return mineCard(words, each, { name: by.name, now: clock.now() });
  };
  const inChannel = ({ by }: Said, bound: Policy, named: Policy | null) => {
    const words = cards[bound.language];
    if (roleOf(bound.municipality, by) === null)
      return words.say('refusal.no-permission', { lead: bound.responsible.lead });
    if (named && named !== bound) return words.say('summary.elsewhere', { municipality: bound.shortName });
    return draw(by, [[bound, true]]);
  };
  const inPerson = async ({ by }: Said, named: Policy | null) => {
    if (by.guest) return cards.sv.say('mine.forbidden');
    const theirs = await belonging.of(by);
    if (theirs.length === 0) return cards.sv.say('mine.nowhere');
    const registers = belonging.asRegistrar(by);
    const wanted = theirs.filter((policy) => named === null || policy === named);
    return wanted.length === 0
      ? cards.sv.say('mine.not-theirs', { municipality: named?.shortName ?? '' })
      : draw(
          by,
          wanted.map((policy) => [policy, registers.includes(policy)]),
        );
  };
  return async (said, named) => {
    const bound = await belonging.boundTo(said.conversation);
    if (bound) return inChannel(said, bound, named);
    return said.kind === 'personal' ? inPerson(said, named) : cards.sv.say('command.unbound');
  };
}

/** Whose unclaimed tickets are the person's to see to is as it is for reminders (`ownerOf`), account by account. */
function createQuery({ store, roleOf, staffOf, clock }: DeskParts) {
  return async ({ municipality }: Policy, by: ChatPerson): Promise<MineQuery> => {
    const role = roleOf(municipality, by);
    const today = localDay(clock.now());
    const isTheirs = (of?: AccountRow) => seesToUnclaimed(staffOf(municipality, of), today) === by.id;
    const all = isTheirs();
    const accounts = (await store.accounts(municipality)).filter((row) => isTheirs(row) !== all);
    return {
      person: by.id,
      reviews: role !== null && MODERATORS.includes(role),
      unclaimed: { all, accounts },
      limit: MOST_MINE,
    };
  };
}
