import type { Policy } from '../../core/policy.ts';
import type { CardMessage, Said } from '../../ports/chat.ts';
import { blocksCard } from '../cards/blocks-card.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** The accounts that are blocked, for the one who asks. `named`: the municipality that they name. */
export type Blocks = (said: Said, named: Policy | null) => Promise<string | CardMessage>;

/**
 * Which accounts are blocked: in a channel its own municipality's, for those who have a role there; in a person's own chat those
 * of one that they work for. What leads to the history stands only where the history is shown.
 */
export function createBlocks(parts: DeskParts, belonging: Belonging): Blocks {
  const { store, cards, roleOf, clock } = parts;
  const list = async (policy: Policy, mayShow: boolean) => {
    const blocks = await store.blocks(policy.municipality);
    return blocksCard(cards[policy.language], policy, blocks, { now: clock.now(), mayShow });
  };
  const inChannel = ({ by }: Said, bound: Policy, named: Policy | null) => {
    const words = cards[bound.language];
    if (roleOf(bound.municipality, by) === null)
      return words.say('refusal.no-permission', { lead: bound.responsible.lead });
    if (named && named !== bound) return words.say('summary.elsewhere', { municipality: bound.shortName });
    return list(bound, true);
  };
  const inPerson = async ({ by }: Said, named: Policy | null) => {
    const registers = belonging.asRegistrar(by);
    const theirs = by.guest ? [] : [...new Set([...(await belonging.of(by)), ...registers])];
    const [only, another] = theirs;
    if (!only) return cards.sv.say('blocks.nowhere');
    const chosen = named ?? (another ? null : only);
    if (chosen !== null && theirs.includes(chosen)) return list(chosen, registers.includes(chosen));
    const known = theirs.map(({ shortName }) => shortName).join(', ');
    return cards.sv.say('blocks.which', { example: only.shortName, known });
  };
  return async (said, named) => {
    const bound = await belonging.boundTo(said.conversation);
    if (bound) return inChannel(said, bound, named);
    return said.kind === 'personal' ? inPerson(said, named) : cards.sv.say('command.unbound');
  };
}
