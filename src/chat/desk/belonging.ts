import type { MunicipalityId, Policy } from '../../core/policy.ts';
import type { ChatPerson, Conversation, Press } from '../../ports/chat.ts';
import type { DeskParts } from './desk.ts';

/** Which municipalities a chat and a person have to do with. */
export interface Belonging {
  /** The municipality that the channel is bound to; null for every other conversation. */
  boundTo(conversation: Conversation): Promise<Policy | null>;
  /** Where the person leads, registers or has acted, of those that have a channel. A guest belongs nowhere. */
  of(person: ChatPerson): Promise<readonly Policy[]>;
  /**
   * Whose buttons may be pressed there: a channel's own, whatever the button says; in other chats the one that is named, where
   * the person belongs to it. Null for none.
   */
  pressedAt(press: Pick<Press, 'conversation' | 'by'>, named: MunicipalityId | null): Promise<Policy | null>;
  /** Where the accounts file names the person as registrar. A guest registers nowhere. */
  asRegistrar(person: ChatPerson): readonly Policy[];
  /** Those of them that have a channel, or all where none has: whoever is asked "which?" need not hear of a town that rests. */
  inUse(policies: readonly Policy[]): Promise<readonly Policy[]>;
}

/** Asks the store and the roles. */
export function createBelonging({ store, policies, roleOf, registrarsOf }: DeskParts): Belonging {
  const withChannel = async () => new Set((await store.channels()).map(({ municipality }) => municipality));
  const boundTo: Belonging['boundTo'] = async ({ id }) => {
    const bound = (await store.channels()).find((channel) => channel.id === id);
    return (bound && policies.get(bound.municipality)) ?? null;
  };
  const of: Belonging['of'] = async (person) => {
    const acted = await store.municipalitiesOf(person.id);
    const isTheirs = (municipality: MunicipalityId) => {
      const role = roleOf(municipality, person);
      return role === 'lead' || role === 'registrar' || (role !== null && acted.includes(municipality));
    };
    return [...(await withChannel())]
      .filter(isTheirs)
      .flatMap((municipality) => policies.get(municipality) ?? []);
  };
  return {
    ...{ boundTo, of },
    async pressedAt({ conversation, by }, named) {
      const bound = await boundTo(conversation);
      if (bound) return named === null || named === bound.municipality ? bound : null;
      const theirs = by.guest ? [] : await of(by);
      return theirs.find(({ municipality }) => municipality === named) ?? null;
    },
    asRegistrar: (person) =>
      [...policies.values()].filter(
        ({ municipality }) =>
          roleOf(municipality, person) !== null && registrarsOf(municipality).includes(person.id),
      ),
    inUse: async (several) => {
      const bound = await withChannel();
      const used = several.filter(({ municipality }) => bound.has(municipality));
      return used.length > 0 ? used : several;
    },
  };
}
