import type { Policy } from '../../core/policy.ts';
import type { CardMessage, ChatPerson, Said } from '../../ports/chat.ts';
import { helpCard, type Offered } from '../cards/offer-card.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';
import type { Requests } from './requests.ts';

/**
 * What the bot can do for the one who asks, where they ask: with a button for each thing that it would do there at once. Where it
 * would do none of them, as for guests, words alone.
 */
export function createHelp(
  { cards, roleOf }: DeskParts,
  belonging: Belonging,
  requests: Pick<Requests, 'mayList'>,
): (said: Said) => Promise<string | CardMessage> {
  const inChannel = (by: ChatPerson, bound: Policy): Offered[] =>
    roleOf(bound.municipality, by) === null
      ? []
      : ['summary', 'mine', ...(requests.mayList(by, bound) ? ['requests' as const] : []), 'blocks'];
  const inPerson = async (by: ChatPerson): Promise<Offered[]> => {
    const isTheirs = !by.guest && (await belonging.of(by)).length > 0;
    const registers = belonging.asRegistrar(by).length > 0;
    return [
      ...(isTheirs ? (['summary', 'mine'] as const) : []),
      ...(requests.mayList(by, null) ? (['requests'] as const) : []),
      ...(isTheirs || registers ? (['blocks'] as const) : []),
    ];
  };
  return async ({ conversation, kind, by }) => {
    const bound = await belonging.boundTo(conversation);
    const words = bound ? cards[bound.language] : cards.sv;
    const inWords = words.say('command.help');
    if (!bound && kind === 'channel' && !by.guest) return `${words.say('command.unbound')}\n\n${inWords}`;
    const offered = bound ? inChannel(by, bound) : kind === 'personal' ? await inPerson(by) : [];
    return offered.length === 0 ? inWords : helpCard(words, offered);
  };
}
