import type { Answer } from '../../ask/ask.ts';
import { namedMunicipality } from '../../ask/named-municipality.ts';
import type { Policy } from '../../core/policy.ts';
import type { AskedAbout, CardMessage, ChatPerson, Conversation, Said } from '../../ports.ts';
import { isBlank } from '../../text/characters.ts';
import type { Locale } from '../cards/load-cards.ts';
import { noticeCard } from '../cards/notice.ts';
import { ruleAnswer } from '../cards/rule-answer.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** Whose rules a question is put to; `unknown` when the one who asks must say it. */
type Whose = Policy | 'unknown' | 'unbound' | 'forbidden';

/** Questions about the rules: in words to the bot, and from a message's menu. The question's text is data. */
export function createQuestions(parts: DeskParts, belonging: Belonging) {
  const known = [...parts.policies.values()].map(({ shortName }) => shortName);

  /** The bound channel's municipality; in other chats the one that the question names, or the person's only one. */
  const whose = async (text: string, conversation: Conversation, by: ChatPerson): Promise<Whose> => {
    if (by.guest) return 'forbidden';
    const bound = await belonging.boundTo(conversation);
    if (bound) return bound;
    const named = namedMunicipality(text, parts.policies);
    if (named.kind === 'known') return named.policy;
    const theirs = await belonging.of(by);
    return (theirs.length === 1 && theirs[0]) || 'unknown';
  };

  const refusal = (why: Exclude<Whose, Policy>): string => {
    const { sv } = parts.cards;
    if (why === 'forbidden') return sv.say('ask.forbidden');
    return sv.say(why === 'unbound' ? 'command.unbound' : 'ask.which', {
      example: known[0] ?? '',
      known: known.join(', '),
    });
  };
  const card = (answer: Answer, question: string | null): CardMessage =>
    ruleAnswer(parts.cards, answer, question, known);

  return {
    said: async (said: Said): Promise<string | CardMessage> => {
      const policy = await whose(said.text, said.conversation, said.by);
      if (policy === 'unknown' && said.kind === 'channel') return refusal('unbound');
      if (typeof policy === 'string') return refusal(policy);
      // In their own chat the question stands just above.
      return card(parts.ask(said.text, policy), said.kind === 'personal' ? null : said.text);
    },
    about: async ({ conversation, by, text }: AskedAbout): Promise<CardMessage & { title: string }> => {
      const policy = await whose(text, conversation, by);
      const locale: Locale = typeof policy === 'string' ? 'sv' : policy.language;
      const words = parts.cards[locale];
      const title = words.say('ask.title');
      const notice = (sentence: string) => ({ ...noticeCard(words, sentence), title });
      if (typeof policy === 'string') return notice(refusal(policy));
      if (isBlank(text)) return notice(words.say('ask.empty'));
      await parts.learned();
      return { ...card(parts.ask(text, policy), text), title };
    },
  };
}
