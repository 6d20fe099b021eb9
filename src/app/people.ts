import type { Config } from '../config/config.ts';
import { localDay } from '../core/calendar.ts';
import type { Role } from '../core/decision.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import { type Roster, type Staff, staffOn } from '../core/staff.ts';
import type { ChatPerson } from '../ports/chat.ts';
import type { DeclaredAccount, TenantStore } from '../ports/tenants.ts';

type Towns = Pick<Config, 'accounts'>;
type Account = Pick<DeclaredAccount, 'platform' | 'account'>;

/** The people of a municipality, or of one of its accounts, whose own stand in place of the municipality's. */
function rosterOf({ accounts }: Towns, municipality: MunicipalityId, of?: Account): Roster {
  const town = accounts[municipality];
  const own = town?.accounts.find(
    ({ platform, account }) => platform === of?.platform && account === of.account,
  );
  const onDuty = own?.duty === undefined ? town : own;
  return {
    leads: own?.leads ?? town?.leads ?? [],
    registrars: town?.registrars ?? [],
    duty: onDuty?.duty,
    dutyBackup: onDuty?.dutyBackup,
    rota: own?.rota ?? town?.rota ?? [],
    responsible: own?.responsible,
    absences: new Map(Object.entries(town?.people ?? {}).map(([id, { away = [] }]) => [id, away])),
  };
}

/** Of the municipality, and of each of its accounts. */
const rostersOf = (config: Towns, municipality: MunicipalityId): Roster[] => [
  rosterOf(config, municipality),
  ...(config.accounts[municipality]?.accounts ?? []).map((of) => rosterOf(config, municipality, of)),
];

/** Whom the clock may turn to now, for what came from that account, or for the municipality as a whole. */
export const staffIn =
  (config: Towns, now: () => Temporal.Instant) =>
  (municipality: MunicipalityId, of?: Account): Staff =>
    staffOn(rosterOf(config, municipality, of), localDay(now()));

/**
 * Guests may do nothing. Everyone else whom Teams lets into the bound channel answers and moderates. Who leads only some of the
 * accounts is a lead here, and no more than others are on tickets of the rest (`actorAt`).
 */
export const roleIn =
  (config: Towns) =>
  (municipality: MunicipalityId, person: ChatPerson): Role | null => {
    if (person.guest) return null;
    const [town, ...each] = rostersOf(config, municipality);
    if ([town, ...each].some((roster) => roster?.leads.includes(person.id))) return 'lead';
    return town?.registrars.includes(person.id) ? 'registrar' : 'communicator';
  };

/** Who registers there, by Entra object id. */
export const registrarsIn =
  (config: Towns) =>
  (municipality: MunicipalityId): readonly string[] =>
    rosterOf(config, municipality).registrars;

/** Who leads the account, or the municipality as a whole. */
export const leadsIn =
  (config: Towns) =>
  (municipality: MunicipalityId, of?: Account): readonly string[] =>
    rosterOf(config, municipality, of).leads;

/** Whom an alert may ever go to: who is on duty, whoever stands in for them, and who leads. */
export const alertedIn =
  (config: Towns) =>
  (municipality: MunicipalityId): readonly string[] =>
    rostersOf(config, municipality).flatMap(({ leads, duty = [], dutyBackup = [] }) =>
      [leads, duty, dutyBackup].flat(),
    );

/** The channels beside its main one that a municipality's accounts name, with who leads the accounts of each. */
export const departmentsIn =
  (config: Towns) =>
  (municipality: MunicipalityId): ReadonlyMap<string, readonly string[]> => {
    const named = Map.groupBy(config.accounts[municipality]?.accounts ?? [], ({ channel }) => channel);
    return new Map(
      [...named].flatMap(([channel, of]) =>
        channel === undefined
          ? []
          : [[channel, of.flatMap((one) => rosterOf(config, municipality, one).leads)] as const],
      ),
    );
  };

/**
 * The language of what a person alone is told, about that municipality or (null) about any: what they chose, else what the
 * accounts file gives them; null where neither says.
 */
export const languagesIn =
  ({ accounts }: Towns, store: Pick<TenantStore, 'chosenLanguage'>) =>
  async (person: string, municipality: MunicipalityId | null): Promise<Policy['language'] | null> => {
    const towns = municipality === null ? Object.values(accounts) : [accounts[municipality]];
    const given = towns.flatMap((town) => town?.people?.[person]?.language ?? []);
    return (await store.chosenLanguage(person)) ?? given.at(0) ?? null;
  };
