import type { MunicipalityId, Policy } from '../../core/policy.ts';
import type { ChatPerson, Conversation } from '../../ports/chat.ts';
import type { DeskParts } from './desk.ts';

/** Which municipalities a chat and a person have to do with. */
export interface Belonging {
  /** The municipality that the channel is bound to; null for every other conversation. */
  boundTo(conversation: Conversation): Promise<Policy | null>;
  /** Where the person leads, registers or has acted, of those that have a channel. A guest belongs nowhere. */
  of(person: ChatPerson): Promise<readonly Policy[]>;
  /** Where the accounts file names the person as registrar. A guest registers nowhere. */
  asRegistrar(person: ChatPerson): readonly Policy[];
  /** Those of them that have a channel, or all where none has: whoever is asked "which?" need not hear of a town that rests. */
  inUse(policies: readonly Policy[]): Promise<readonly Policy[]>;
}

/** Asks the store and the roles. */
export function createBelonging({ store, policies, roleOf, registrarsOf }: DeskParts): Belonging {
  const withChannel = async () => new Set((await store.channels()).map(({ municipality }) => municipality));
  return {
    boundTo: async ({ id }) => {
      const bound = (await store.channels()).find((channel) => channel.id === id);
      return (bound && policies.get(bound.municipality)) ?? null;
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
    of: async (person) => {
      const acted = await store.municipalitiesOf(person.id);
      const isTheirs = (municipality: MunicipalityId) => {
        const role = roleOf(municipality, person);
        return role === 'lead' || role === 'registrar' || (role !== null && acted.includes(municipality));
      };
      return [...(await withChannel())]
        .filter(isTheirs)
        .flatMap((municipality) => policies.get(municipality) ?? []);
    },
  };
}
