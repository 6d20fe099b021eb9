import type { Answer } from '../../ask/ask.ts';
import { namedMunicipality } from '../../ask/named-municipality.ts';
import type { Policy } from '../../core/policy.ts';
import type { AskedAbout, CardMessage, Said } from '../../ports/chat.ts';
import { isBlank } from '../../text/characters.ts';
import type { Cards } from '../cards/load-cards.ts';
import { noticeCard } from '../cards/notice.ts';
import { ruleAnswer } from '../cards/rule-answer.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';
import { tooLong } from './too-long.ts';

/** Whose rules a question is put to; `unknown` when the one who asks must say it. */
type Whose = Policy | 'unknown' | 'unbound' | 'forbidden';
/** The bound channel's municipality; in other chats the one that the question names, or the person's only one. */
async function whoseRules(
  { policies }: DeskParts,
  belonging: Belonging,
  { text, conversation, by }: Pick<AskedAbout, 'text' | 'conversation' | 'by'>,
): Promise<Whose> {
  if (by.guest) return 'forbidden';
  const bound = await belonging.boundTo(conversation);
  if (bound) return bound;
  const named = namedMunicipality(text, policies);
  if (named.kind === 'known') return named.policy;
  const theirs = await belonging.of(by);
  return (theirs.length === 1 && theirs[0]) || 'unknown';
}

/** Questions about the rules: in words to the bot, and from a message's menu. The question's text is data. */
export function createQuestions(parts: DeskParts, belonging: Belonging) {
  const known = [...parts.policies.values()].map(({ shortName }) => shortName);

  const refusal = (why: Exclude<Whose, Policy>): string => {
    const { sv } = parts.cards;
    if (why === 'forbidden') return sv.say('ask.forbidden');
    return sv.say(why === 'unbound' ? 'command.unbound' : 'ask.which', {
      example: known[0] ?? '',
      known: known.join(', '),
    });
  };
  const card = (answer: Answer, text: string, repeated: boolean): CardMessage =>
    ruleAnswer(parts.cards, answer, { text, repeated }, known);

  const titled = (words: Cards, message: CardMessage) => ({ ...message, title: words.say('ask.title') });

  return {
    said: async (said: Said): Promise<string | CardMessage> => {
      const policy = await whoseRules(parts, belonging, said);
      if (policy === 'unknown' && said.kind === 'channel') return refusal('unbound');
      if (typeof policy === 'string') return refusal(policy);
      // In their own chat the question stands just above.
      return card(parts.ask(said.text, policy), said.text, said.kind !== 'personal');
    },
    about: async (asked: AskedAbout): Promise<CardMessage & { title: string }> => {
      const { conversation, text } = asked;
      const bound = await belonging.boundTo(conversation);
      const channel = parts.cards[bound?.language ?? 'sv'];
      const refused = tooLong(channel, text);
      if (refused !== null) return titled(channel, noticeCard(channel, refused));
      const policy = await whoseRules(parts, belonging, asked);
      if (typeof policy === 'string')
        return titled(parts.cards.sv, noticeCard(parts.cards.sv, refusal(policy)));
      const words = parts.cards[policy.language];
      if (isBlank(text)) return titled(words, noticeCard(words, words.say('ask.empty')));
      await parts.learned();
      return titled(words, card(parts.ask(text, policy), text, true));
    },
  };
}
