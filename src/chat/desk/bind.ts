import type { Policy } from '../../core/policy.ts';
import type { Said } from '../../ports/chat.ts';
import { type Channel, MAIN_CHANNEL, REGISTRAR_CHANNEL } from '../../ports/tenants.ts';
import { fold, withoutMarks } from '../../text/fold.ts';
import type { Cards, Fill } from '../cards/load-cards.ts';
import type { DeskParts } from './desk.ts';

/** What of a municipality is to be bound: its main channel, or the one of that name. */
export interface Wanted {
  /** Null: no municipality that we know was named, or more than its name was said. */
  readonly policy: Policy | null;
  /** As it was said; null: the main one. */
  readonly channel: string | null;
}

/** Binds the channel in which it is said, where a lead says it, and answers. */
export async function bind(parts: DeskParts, cards: Cards, said: Said, wanted: Wanted): Promise<string> {
  const { policy } = wanted;
  if (!policy) return cards.say('command.bind.unknown', { known: [...parts.policies.keys()].join(', ') });
  const { municipality } = policy;
  const fill: Fill = { municipality: policy.shortName, lead: policy.responsible.lead };
  if (said.kind !== 'channel') return cards.say('command.bind.not-here', fill);
  const role = parts.roleOf(municipality, said.by);
  if (role !== 'lead') return cards.say('command.bind.forbidden', fill);
  const departments = parts.departments(municipality);
  const known = [...departments.keys(), REGISTRAR_CHANNEL];
  const name =
    wanted.channel === null ? MAIN_CHANNEL : known.find((one) => isSame(one, wanted.channel ?? ''));
  if (name === undefined) return cards.say(...unknownChannel(fill, [...departments.keys()]));
  const leads = departments.get(name);
  if (!(leads ?? parts.leadsOf(municipality)).includes(said.by.id))
    return leads === undefined
      ? cards.say('command.bind.forbidden', fill)
      : cards.say('command.bind.forbidden.named', { ...fill, channel: name });
  const holder = (await parts.store.channels()).find(({ id }) => id === said.conversation.id);
  if (holder && (holder.municipality !== municipality || holder.name !== name))
    return cards.say(...taken(parts, holder));
  await parts.store.bindChannel({ ...said.conversation, municipality, name }, said.by.id, parts.clock.now());
  await parts.store.rememberPerson(municipality, said.by);
  parts.wake();
  const words = parts.cards[policy.language];
  if (name === REGISTRAR_CHANNEL) return words.say('command.bound.registrar', fill);
  return name === MAIN_CHANNEL
    ? words.say('command.bound', fill)
    : words.say('command.bound.named', { ...fill, channel: name });
}

const isSame = (name: string, said: string): boolean =>
  withoutMarks(fold(name).text.toLowerCase()) === withoutMarks(said);

type Sentence = Parameters<Cards['say']>;

const unknownChannel = ({ municipality = '' }: Fill, known: readonly string[]): Sentence =>
  known.length === 0
    ? ['command.bind.no-channels', { municipality }]
    : ['command.bind.unknown-channel', { municipality, known: known.join(', ') }];

/** No channel is two at once: the one that it was would be lost without a word. */
function taken({ policies }: DeskParts, { municipality: id, name }: Channel): Sentence {
  const municipality = policies.get(id)?.shortName ?? id;
  return name === MAIN_CHANNEL
    ? ['command.bind.taken', { municipality }]
    : ['command.bind.taken-named', { municipality, channel: name }];
}
