import type { Policy } from '../../core/policy.ts';
import type { CardMessage } from '../../ports/chat.ts';
import type { Cards } from './load-cards.ts';

/** The commands that need no further words, so that a button can do them. */
export const OFFERED = ['summary', 'mine', 'requests', 'blocks', 'trial'] as const;

/** One of them. */
export type Offered = (typeof OFFERED)[number];

/** What the bot can do, by buttons where one press is enough and in words beneath; all of it in words where no card is drawn. */
export const helpCard = (cards: Cards, offered: readonly Offered[]): CardMessage => ({
  card: cards.expand('offer', {
    lang: cards.locale,
    fallback: cards.say('command.help.summary'),
    head: cards.say('command.help.head'),
    actions: offered.map((command) => offerButton(cards, command, null)),
    words: cards.say('command.help.words'),
  }),
  summary: cards.say('command.help.summary'),
});

/** "Menade du …?", with a button that does it. `named`: the municipality that was named beside it. */
export function nearCard(
  cards: Cards,
  {
    meant,
    offered,
    named,
  }: { readonly meant: string; readonly offered: Offered; readonly named: Policy | null },
): CardMessage {
  const summary = cards.say('command.near', { meant });
  const card = cards.expand('offer', {
    lang: cards.locale,
    fallback: summary,
    head: cards.say('command.near.press', { meant }),
    actions: [offerButton(cards, offered, named)],
    words: '',
  });
  return { card, summary };
}

function offerButton(cards: Cards, command: Offered, named: Policy | null): object {
  const what = cards.say(`command.button.${command}`);
  const title =
    named === null ? what : cards.say('command.button.of', { what, municipality: named.shortName });
  return cards.expand('action-press', {
    ...{ title, mode: 'primary', style: 'default' },
    data: { verb: 'command', command, municipality: named?.municipality ?? null },
  });
}
