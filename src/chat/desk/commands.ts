import type { Policy } from '../../core/policy.ts';
import { PLATFORM_TITLES } from '../../core/registration.ts';
import type { CardMessage, Said } from '../../ports.ts';
import type { AccountRow } from '../../store-port.ts';
import type { Cards, Fill } from '../cards/load-cards.ts';
import type { DeskParts } from './desk.ts';

/**
 * What can be said to the bot: bind this channel to a municipality, how things stand, list or switch accounts' trial
 * mode, help; all else is a question about the rules. The words stand in `cards/words.json`, and either language is understood; the answer is in Swedish where the channel is
 * not bound to a municipality that speaks English.
 */
export function createCommands(
  parts: DeskParts,
  question: (said: Said) => Promise<string | CardMessage>,
): (said: Said) => Promise<string | CardMessage> {
  const { sv, en } = parts.cards;
  const is = (word: string | undefined, key: string): boolean =>
    [sv, en].some((cards) => cards.say(`command.words.${key}`) === word?.toLowerCase());

  const greetings = new Set([sv, en].flatMap((cards) => cards.say('command.words.greetings').split(' ')));
  /** "Hej!" and "hjälp" ask for help; "hej, får vi blockera?" does not. */
  const isGreeting = (text: string) =>
    (text.toLowerCase().match(/\p{L}+/gu) ?? []).every((word) => greetings.has(word));

  return async (said) => {
    const [first, ...rest] = said.text.trim().split(/\s+/u);
    const bound = (await parts.store.channels()).find(({ id }) => id === said.conversation.id);
    const policy = bound && parts.policies.get(bound.municipality);
    const cards = policy ? parts.cards[policy.language] : sv;
    if (is(first, 'bind')) return bind(parts, cards, said, rest.join(' '));
    if (isGreeting(said.text)) return cards.say('command.help');
    if (!is(first, 'trial') && !is(first, 'summary')) return question(said);
    if (!policy) return cards.say('command.unbound');
    if (is(first, 'summary')) return summary(parts, cards, policy, said);
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

/** It may hold names of colleagues, so guests do not get it. */
async function summary(
  { roleOf, digests }: DeskParts,
  cards: Cards,
  { municipality, responsible }: Policy,
  { by }: Said,
): Promise<string | CardMessage> {
  if (roleOf(municipality, by) === null)
    return cards.say('refusal.no-permission', { lead: responsible.lead });
  return digests.summary(municipality);
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
