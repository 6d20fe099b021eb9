import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage, Press, Said } from '../../ports/chat.ts';
import type { AccountRow } from '../../ports/tenants.ts';
import { spokenWords } from '../../text/words.ts';
import type { Cards } from '../cards/load-cards.ts';
import { noticeCard } from '../cards/notice.ts';
import { nearCard } from '../cards/offer-card.ts';
import type { Belonging } from './belonging.ts';
import { bind } from './bind.ts';
import { createBlocks } from './blocks.ts';
import { readCommandPress } from './command-press.ts';
import type { DeskParts } from './desk.ts';
import { createFinding } from './finding.ts';
import { createFollowUp } from './follow-up.ts';
import { createHelp } from './help.ts';
import type { Language } from './language.ts';
import { createMine } from './mine.ts';
import { createProductQuestions } from './product-questions.ts';
import { type Command, createReadCommand } from './read-command.ts';
import type { Reporting } from './reporting.ts';
import type { Requests } from './requests.ts';
import { createSummaries } from './summaries.ts';
import type { TakingUp } from './taking-up.ts';
import { tooLong } from './too-long.ts';

/** What is asked of others. */
interface Asked {
  /** Those in which commands are understood: all of them, whichever is answered in. */
  readonly words: DeskParts['cards'];
  readonly language: Language;
  readonly requests: Requests;
  readonly takingUp: TakingUp;
  readonly reporting: Reporting;
  readonly question: (said: Said) => Promise<string | CardMessage>;
}

/** What can be told the bot, in words or with a button that stands for them. */
export interface Commands {
  said(said: Said): Promise<string | CardMessage>;
  /** Null for any other button. The answer is the presser's alone. */
  press(press: Press): Promise<CardMessage | null>;
}

/** Reads what is said. Either language is understood; the answer is in Swedish where the channel is not bound to a municipality that speaks English. */
export function createCommands(parts: DeskParts, belonging: Belonging, asked: Asked): Commands {
  const read = createReadCommand(asked.words, parts.policies);
  const obey = createObey(parts, belonging, asked);
  const wordsIn = async (conversation: Said['conversation']) => {
    const bound = await belonging.boundTo(conversation);
    return bound ? parts.cards[bound.language] : parts.cards.sv;
  };
  return {
    said: async (said) => tooLong(await wordsIn(said.conversation), said.text) ?? obey(said, read(said.text)),
    async press({ data, key, conversation, kind, by }) {
      const command = readCommandPress(data, parts.policies);
      if (command === null) return null;
      const answer = await obey({ key, conversation, kind, by, text: '', thread: null }, command);
      return typeof answer === 'string' ? noticeCard(await wordsIn(conversation), answer) : answer;
    },
  };
}

/**
 * Does what is meant: bind this channel to a municipality, how things stand, what is one's own, which requests for documents are
 * open, which accounts are blocked, find something again, take up a comment that has no card, list or switch accounts' trial
 * mode, choose one's language, help; all else is a question, about the bot or about the rules.
 */
function createObey(
  parts: DeskParts,
  belonging: Belonging,
  { language, requests, takingUp, reporting, question }: Asked,
) {
  const summary = createSummaries(parts, belonging);
  const find = createFinding(parts, belonging);
  const blocks = createBlocks(parts, belonging);
  const mine = createMine(parts, belonging);
  const help = createHelp(parts, belonging, requests);
  const product = createProductQuestions(parts, belonging, summary);
  const followUp = createFollowUp(parts);
  return async (said: Said, command: Command): Promise<string | CardMessage> => {
    const bound = await belonging.boundTo(said.conversation);
    const cards = bound ? parts.cards[bound.language] : parts.cards.sv;
    switch (command.kind) {
      case 'question': {
        await parts.learned();
        const whole = followUp(said);
        const topic = parts.askProduct(whole.text);
        return topic === null ? question(whole) : product(whole, topic);
      }
      case 'help':
        return help(said);
      case 'near':
        return near(cards, said, command);
      case 'bind':
        return bind(parts, cards, said, command);
      case 'summary':
        return summary(said, command.policy);
      case 'mine':
        return mine(said, command.policy);
      case 'requests':
        return requests.said(said, command.policy);
      case 'blocks':
        return blocks(said, command.policy);
      case 'find':
        return find(said, command.text, command.exact);
      case 'take-up':
        return takingUp.said(said, command.text);
      case 'report':
        return reporting.said(said, command.text);
      case 'language':
        return language(said, command.language, belonging);
      case 'trial':
        return trial(parts, cards, bound, said, command.set);
    }
  };
}

/** A guest is offered nothing. */
function near(
  cards: Cards,
  { by }: Said,
  { meant, offered, policy: named }: Command & { readonly kind: 'near' },
): string | CardMessage {
  return offered === null || by.guest
    ? cards.say('command.near', { meant })
    : nearCard(cards, { meant, offered, named });
}

async function trial(
  parts: DeskParts,
  cards: Cards,
  bound: Policy | null,
  said: Said,
  set: (Command & { readonly kind: 'trial' })['set'],
): Promise<string> {
  if (!bound) return cards.say('command.unbound');
  return set === null
    ? trialList(cards, await parts.store.accounts(bound.municipality))
    : switchTrial(parts, cards, bound, said, set);
}

async function switchTrial(
  parts: DeskParts,
  cards: Cards,
  policy: Policy,
  said: Said,
  { on: trial, account: wanted }: { readonly on: boolean; readonly account: string },
): Promise<string> {
  const { municipality, responsible } = policy;
  if (parts.roleOf(municipality, said.by) !== 'lead')
    return cards.say('command.trial.forbidden', { lead: responsible.lead });
  const accounts = await parts.store.accounts(municipality);
  const isWanted = (written: string) => spokenWords(written).join(' ') === wanted;
  const account = accounts.find(({ name, account: id }) => isWanted(name) || isWanted(id));
  if (!account)
    return cards.say('command.trial.unknown', { known: accounts.map(({ name }) => name).join(', ') });
  if (!parts.leadsOf(municipality, account).includes(said.by.id))
    return cards.say('command.trial.forbidden.own', { account: account.name });
  await parts.store.setTrial(account, trial, said.by.id, parts.clock.now());
  parts.wake();
  return trialList(cards, [{ ...account, trial }]);
}

const trialList = (cards: Cards, accounts: readonly AccountRow[]): string =>
  accounts
    .map(({ name, platform, trial }) =>
      cards.say('command.trial.list', {
        account: name,
        platform: platformTitle(platform),
        mode: cards.say(trial ? 'command.trial.on' : 'command.trial.off'),
      }),
    )
    .join('\n\n');
