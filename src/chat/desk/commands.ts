import type { Policy } from '../../core/policy.ts';
import { PLATFORM_TITLES } from '../../core/registration.ts';
import type { Said } from '../../ports.ts';
import type { AccountRow } from '../../store-port.ts';
import type { Cards, Fill } from '../cards/load-cards.ts';
import type { DeskParts } from './desk.ts';

/**
 * What can be said to the bot: bind this channel to a municipality, list or switch accounts' trial mode, help. The
 * words stand in `cards/words.json`, and either language is understood; the answer is in Swedish where the channel is
 * not bound to a municipality that speaks English.
 */
export function createCommands(parts: DeskParts): (said: Said) => Promise<string> {
  const { sv, en } = parts.cards;
  const is = (word: string | undefined, key: string): boolean =>
    [sv, en].some((cards) => cards.say(`command.words.${key}`) === word?.toLowerCase());

  return async (said) => {
    const [first, ...rest] = said.text.trim().split(/\s+/u);
    const bound = (await parts.store.channels()).find(({ id }) => id === said.conversation.id);
    const policy = bound && parts.policies.get(bound.municipality);
    const cards = policy ? parts.cards[policy.language] : sv;
    if (is(first, 'bind')) return bind(parts, cards, said, rest.join(' '));
    if (!is(first, 'trial')) return cards.say('command.help');
    if (!policy) return cards.say('command.unbound');
    const [mode, ...account] = rest;
    if (is(mode, 'on') || is(mode, 'off')) {
      return switchTrial(parts, cards, policy, said, is(mode, 'on'), account.join(' '));
    }
    return trialList(cards, await parts.store.accounts(policy.municipality));
  };
}

async function bind(parts: DeskParts, cards: Cards, said: Said, wanted: string): Promise<string> {
  const named = (policy: Policy) =>
    [policy.municipality, policy.shortName, policy.name].some(
      (name) => name.toLowerCase() === wanted.toLowerCase(),
    );
  const policy = [...parts.policies.values()].find(named);
  if (!policy) return cards.say('command.bind.unknown', { known: [...parts.policies.keys()].join(', ') });
  const fill: Fill = { municipality: policy.shortName, lead: policy.responsible.lead };
  if (said.kind !== 'channel') return cards.say('command.bind.not-here', fill);
  if (parts.roleOf(policy.municipality, said.by) !== 'lead') return cards.say('command.bind.forbidden', fill);
  const holder = (await parts.store.channels()).find(({ id }) => id === said.conversation.id);
  if (holder && holder.municipality !== policy.municipality) {
    return cards.say('command.bind.taken', {
      municipality: parts.policies.get(holder.municipality)?.shortName ?? holder.municipality,
    });
  }
  await parts.store.bindChannel(
    { ...said.conversation, municipality: policy.municipality },
    said.by.id,
    parts.clock.now(),
  );
  await parts.store.rememberPerson(policy.municipality, said.by);
  parts.wake();
  return parts.cards[policy.language].say('command.bound', fill);
}

async function switchTrial(
  parts: DeskParts,
  cards: Cards,
  policy: Policy,
  said: Said,
  trial: boolean,
  wanted: string,
): Promise<string> {
  if (parts.roleOf(policy.municipality, said.by) !== 'lead') {
    return cards.say('command.trial.forbidden', { lead: policy.responsible.lead });
  }
  const accounts = await parts.store.accounts(policy.municipality);
  const account = accounts.find(
    ({ name, account: id }) => name.toLowerCase() === wanted.toLowerCase() || id === wanted,
  );
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
        platform: PLATFORM_TITLES[platform],
        mode: cards.say(trial ? 'command.trial.on' : 'command.trial.off'),
      }),
    )
    .join('\n\n');
