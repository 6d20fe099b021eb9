import type { Policy } from '../../core/policy.ts';
import type { CardMessage, Said } from '../../ports/chat.ts';
import type { Fill } from '../cards/load-cards.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** How things stand, for the one who asks. `named`: the municipality that they name. */
export type Summaries = (said: Said, named: Policy | null) => Promise<string | CardMessage>;

/**
 * How things stand. A channel is shown its own municipality alone; in other chats the one who asks is shown the one that
 * they name or belong to. It may hold names of colleagues, so guests do not get it.
 */
export function createSummaries({ cards, digests, roleOf }: DeskParts, belonging: Belonging): Summaries {
  const inChannel = async ({ by }: Said, bound: Policy, named: Policy | null) => {
    const words = cards[bound.language];
    if (roleOf(bound.municipality, by) === null)
      return words.say('refusal.no-permission', { lead: bound.responsible.lead });
    if (named && named !== bound) return words.say('summary.elsewhere', nameOf(bound));
    return digests.summary(bound.municipality);
  };
  const inPerson = async ({ by }: Said, named: Policy | null) => {
    if (by.guest) return cards.sv.say('summary.forbidden');
    const theirs = await belonging.of(by);
    const [only, another] = theirs;
    if (!only) return cards.sv.say('summary.nowhere');
    const chosen = named ?? (another ? null : only);
    if (chosen === null) return cards.sv.say('summary.which', choiceOf(theirs));
    return theirs.includes(chosen)
      ? digests.summary(chosen.municipality)
      : cards.sv.say('summary.not-theirs', { ...nameOf(chosen), ...choiceOf(theirs) });
  };
  return async (said, named) => {
    const bound = await belonging.boundTo(said.conversation);
    if (bound) return inChannel(said, bound, named);
    return said.kind === 'channel' ? cards.sv.say('command.unbound') : inPerson(said, named);
  };
}

const nameOf = ({ shortName }: Policy): Fill => ({ municipality: shortName });

const choiceOf = (theirs: readonly Policy[]): Fill => ({
  example: theirs[0]?.shortName ?? '',
  known: theirs.map(({ shortName }) => shortName).join(', '),
});
