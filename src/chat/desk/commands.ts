import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage, Said } from '../../ports/chat.ts';
import type { AccountRow } from '../../ports/tenants.ts';
import { spokenWords } from '../../text/words.ts';
import type { Cards } from '../cards/load-cards.ts';
import type { Belonging } from './belonging.ts';
import { bind } from './bind.ts';
import type { DeskParts } from './desk.ts';
import { createFinding } from './finding.ts';
import { createProductQuestions } from './product-questions.ts';
import { createReadCommand } from './read-command.ts';
import { createRequests } from './requests.ts';
import { createSummaries } from './summaries.ts';
import { tooLong } from './too-long.ts';

/**
 * What can be said to the bot: bind this channel to a municipality, how things stand, which requests for documents are open, find something again, list or switch accounts' trial
 * mode, help; all else is a question, about the bot or about the rules. Either language is understood; the answer is in Swedish where the channel is not
 * bound to a municipality that speaks English.
 */
export function createCommands(
  parts: DeskParts,
  belonging: Belonging,
  question: (said: Said) => Promise<string | CardMessage>,
): (said: Said) => Promise<string | CardMessage> {
  const read = createReadCommand(parts.cards, parts.policies);
  const summary = createSummaries(parts, belonging);
  const find = createFinding(parts, belonging);
  const requests = createRequests(parts, belonging);
  const product = createProductQuestions(parts, belonging, summary);
  return async (said) => {
    const bound = await belonging.boundTo(said.conversation);
    const cards = bound ? parts.cards[bound.language] : parts.cards.sv;
    const refused = tooLong(cards, said.text);
    if (refused !== null) return refused;
    const command = read(said.text);
    switch (command.kind) {
      case 'question': {
        await parts.learned();
        const topic = parts.askProduct(said.text);
        return topic === null ? question(said) : product(said, topic);
      }
      case 'help':
        return cards.say('command.help');
      case 'near':
        return cards.say('command.near', { meant: command.meant });
      case 'bind':
        return bind(parts, cards, said, command);
      case 'summary':
        return summary(said, command.policy);
      case 'requests':
        return requests(said, command.policy);
      case 'find':
        return find(said, command.text, command.exact);
      case 'trial':
        if (!bound) return cards.say('command.unbound');
        return command.set === null
          ? trialList(cards, await parts.store.accounts(bound.municipality))
          : switchTrial(parts, cards, bound, said, command.set);
    }
  };
}

async function switchTrial(
  parts: DeskParts,
  cards: Cards,
  policy: Policy,
  said: Said,
  { on: trial, account: wanted }: { readonly on: boolean; readonly account: string },
): Promise<string> {
  if (parts.roleOf(policy.municipality, said.by) !== 'lead') {
    return cards.say('command.trial.forbidden', { lead: policy.responsible.lead });
  }
  const accounts = await parts.store.accounts(policy.municipality);
  const isWanted = (written: string) => spokenWords(written).join(' ') === wanted;
  const account = accounts.find(({ name, account: id }) => isWanted(name) || isWanted(id));
  if (!account)
    return cards.say('command.trial.unknown', { known: accounts.map(({ name }) => name).join(', ') });
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
