import type { Config, Reading } from '../config/config.ts';
import { accountKey } from '../config/named-secrets.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { EngineParts } from '../engine/decider.ts';
import { platformOf } from '../platforms/index.ts';
import type { PollParts } from '../platforms/poll.ts';
import type { Store } from '../ports/store.ts';
import type { DeclaredAccount } from '../ports/tenants.ts';

/** Each municipality of the accounts file that has no rules file, and what was expected. */
export function strangersIn(
  { placeOf, accounts }: Pick<Reading, 'placeOf' | 'accounts'>,
  policies: ReadonlyMap<string, unknown>,
): string[] {
  const known = [...policies.keys()].join(', ');
  return Object.keys(accounts)
    .filter((municipality) => !policies.has(municipality))
    .map(
      (stranger) =>
        `${placeOf([stranger])}: ${stranger}: expected one of ${known}, or a file rules/${stranger}.yaml`,
    );
}

/** @throws Error when the database holds a municipality that has no rules file: its comments could not be judged */
export async function refuseStrangers(
  store: Pick<Store, 'municipalities'>,
  policies: ReadonlyMap<string, unknown>,
): Promise<void> {
  const stranger = (await store.municipalities()).find((municipality) => !policies.has(municipality));
  if (stranger === undefined) return;
  throw new Error(`rules/${stranger}.yaml: missing; the database holds comments of ${stranger}`);
}

/** The configured accounts, one row each. */
export const accountRows = ({ accounts }: Pick<Config, 'accounts'>): DeclaredAccount[] =>
  Object.entries(accounts).flatMap(([municipality, { accounts: list }]) =>
    list.map(({ platform, account, name, trial, channel }) => ({
      ...{ municipality, platform, account, name, trial, channel },
    })),
  );

const BACKFILL_DAYS = 14;

/** What can be done with a comment of that kind on that account, as its platform and its settings say. */
export function abilitiesIn({ accounts }: Pick<Config, 'accounts'>): EngineParts['abilities'] {
  const agents = new Set(
    Object.values(accounts).flatMap((of) =>
      of.accounts.flatMap((one) => (one.humanAgent ? accountKey(one) : [])),
    ),
  );
  return ({ platform, account, kind }) => {
    const { can, maxReply, messages } = platformOf(platform);
    if (kind !== 'message' || !messages) {
      const privateReply = messages && {
        ...{ maxReply: messages.maxReply, countedIn: messages.countedIn, hours: messages.toCommentHours },
      };
      return { can: can[kind], maxReply, replyWindow: null, privateReply };
    }
    const isAgent = agents.has(accountKey({ platform, account }));
    const { hours, taggedHours } = messages.replyWindow;
    const replyWindow = { hours, taggedHours: isAgent ? taggedHours : null };
    const { maxReply: most, countedIn } = messages;
    return { can: can[kind], maxReply: most, countedIn, replyWindow };
  };
}

/** The configured accounts, with how they are listed. */
export const polledAccounts = ({ accounts }: Config): PollParts['accounts'] =>
  Object.entries(accounts).flatMap(([municipality, { accounts: list }]) =>
    list.map(({ platform, account, backfillDays = BACKFILL_DAYS, pollMinutes }) => ({
      municipality,
      platform,
      account,
      backfillDays,
      pollMinutes,
    })),
  );

/**
 * Who may post comments: each municipality with a secret of its own for itself alone, and INTAKE_SECRET, where there is one, for the others.
 */
export function intakeSenders(
  { settings, intakeSecrets }: Config,
  municipalities: readonly MunicipalityId[],
): { secret: string; speaksFor: readonly MunicipalityId[] }[] {
  const others = municipalities.filter((municipality) => !intakeSecrets.has(municipality));
  const own = [...intakeSecrets].map(([municipality, secret]) => ({ secret, speaksFor: [municipality] }));
  const { INTAKE_SECRET: secret } = settings;
  return secret === undefined ? own : [{ secret, speaksFor: others }, ...own];
}

/** Whose account it is; undefined for an account that nobody has configured. */
export function municipalityOf(
  config: Pick<Config, 'accounts'>,
): (platform: string, account: string) => MunicipalityId | undefined {
  const owners = new Map(accountRows(config).map((row) => [accountKey(row), row.municipality]));
  return (platform: string, account: string) => owners.get(accountKey({ platform, account }));
}
