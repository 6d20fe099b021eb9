import { z } from 'zod';
import { PlatformName } from '../core/platform.ts';
import { MunicipalityId } from '../core/policy.ts';
import { describe } from './config-error.ts';
import { FromEnvironment, OwnApps } from './own-apps.ts';
import { AccountRoles, People, TownRoles } from './people.ts';
import { dotted, type PlacedYaml, readPlacedYaml } from './placed-yaml.ts';
import { RegisterSetting } from './register-settings.ts';

/** How the ids of a platform's accounts are written, where another spelling would fit nothing that the platform sends. */
const ACCOUNT_FORMS: Partial<Record<PlatformName, { form: RegExp; expected: string }>> = {
  linkedin: { form: /^\d+$/u, expected: 'expected the number in urn:li:organization:<number>' },
};

const AccountSetting = z
  .strictObject({
    platform: PlatformName,
    account: z.string().min(1),
    name: z.string().min(1),
    /** The access token. */
    token: FromEnvironment,
    /** The Facebook Page that an Instagram account is linked to, and whose token it is reached with. */
    page: z.string().regex(/^\d+$/u, 'expected the number of a Facebook Page').optional(),
    /** The department's channel that its tickets are posted to, as `koppla <municipality> <name>` names it; else the main one. */
    channel: z
      .string()
      .regex(/^[a-zåäö][a-zåäö0-9]{0,29}$/u, 'expected a lower-case word such as kultur')
      .optional(),
    ...AccountRoles,
    trial: z.boolean().default(true),
    /** Meta has approved *Human Agent* for the app: private messages can be answered for seven days, not one. */
    humanAgent: z.boolean().optional(),
    /**
     * How long what came in is kept: as the law demands, or so many days. The days let nothing go by themselves: a rule of
     * type `terms` in the municipality's `disposal` names the decision that they rest on, and then they are proposed,
     * confirmed by two and carried out as all disposal; before they have passed, no other rule lets it go either.
     */
    keep: z.union([z.literal('law'), z.int().min(1)], 'expected law or a number of days').optional(),
    /** So far back what was written before the account was connected is fetched, and looked through again each day. Default 14. */
    backfillDays: z.int().min(1).max(60).optional(),
    /** How often it is asked what has been written, beside what it tells by itself; default: as often as its limits surely allow. */
    pollMinutes: z.int().min(1).max(1440).optional(),
  })
  .superRefine(({ platform, account, page, duty, dutyBackup }, context) => {
    const wrong = (at: 'account' | 'page' | 'dutyBackup', message: string, input: unknown) =>
      context.issues.push({ code: 'custom', message, input, path: [at] });
    const asked = ACCOUNT_FORMS[platform];
    if (asked && !asked.form.test(account)) wrong('account', asked.expected, account);
    const isLinked = platform === 'instagram';
    if (isLinked && page === undefined)
      wrong('page', 'expected the number of the Facebook Page that the account is linked to', page);
    if (!isLinked && page !== undefined) wrong('page', 'expected for an Instagram account alone', page);
    if (dutyBackup !== undefined && duty === undefined)
      wrong('dutyBackup', 'expected beside a duty of the account’s own', dutyBackup);
  });

/** Who hands over to the archive (`kv archive`). */
const ArchiveSetting = z.strictObject({
  orgnr: z.string().regex(/^\d{6}-\d{4}$/u, 'expected an organisation number such as 212000-1827'),
  /** Arkivbildaren. */
  creator: z.string().min(1),
  contact: z.string().min(1),
  /** The agreement with the receiving archive. */
  agreement: z.string().min(1).optional(),
});

const MunicipalitySetting = z.strictObject({
  ...TownRoles,
  people: People.optional(),
  /** Its own secret for `POST /api/comments`: INTAKE_SECRET then no longer speaks for it. */
  intakeSecret: FromEnvironment.optional(),
  /** Its own apps on platforms, whose webhooks speak for it alone, and theirs no longer does for the others'. */
  apps: OwnApps.optional(),
  /** How its register is handed over; absent: by nobody. */
  register: RegisterSetting.optional(),
  archive: ArchiveSetting.optional(),
  accounts: z.array(AccountSetting).default([]),
});
/** Which account belongs to which municipality, and who does what there: the file at ACCOUNTS_FILE. */
export const AccountsFile = z.record(MunicipalityId, MunicipalitySetting);
export type AccountsFile = z.infer<typeof AccountsFile>;

/** What stands in an accounts file, as far as it can be used. */
interface AccountsReading extends Pick<PlacedYaml, 'placeOf'> {
  /** Those municipalities that are right by themselves. */
  readonly accounts: AccountsFile;
  /** Each names the file, the line and the path in it, or ACCOUNTS_FILE, and what was expected. */
  readonly problems: readonly string[];
}

/** Reads the accounts file to the end, whatever is wrong on the way. */
export function inspectAccounts(file: string): AccountsReading {
  const { content, placeOf, problems } = readPlacedYaml(file);
  if (content === undefined) return { accounts: {}, placeOf, problems };
  const { data, error } = AccountsFile.safeParse(content, { reportInput: true });
  const accounts = data ?? readEach(content);
  const faults = error ? describe((path) => `${placeOf(path)}: ${dotted(path)}`, error) : [];
  return { accounts, placeOf, problems: [...problems, ...faults, ...ownedTwice(accounts, placeOf)] };
}

/** Those municipalities that are right by themselves. */
function readEach(content: unknown): AccountsFile {
  const entries = typeof content === 'object' ? Object.entries(content ?? {}) : [];
  return Object.assign({}, ...entries.map(([id, town]) => AccountsFile.safeParse({ [id]: town }).data));
}

/** Accounts that stand more than once, for one municipality or for two. */
function ownedTwice(towns: AccountsFile, placeOf: PlacedYaml['placeOf']): string[] {
  const firsts = new Map<string, string>();
  return Object.entries(towns).flatMap(([municipality, { accounts }]) =>
    accounts.flatMap(({ platform, account }, index) => {
      const path = [municipality, 'accounts', index, 'account'];
      const first = firsts.get(`${platform}:${account}`);
      if (first === undefined) firsts.set(`${platform}:${account}`, `${municipality}, ${placeOf(path)}`);
      return first === undefined
        ? []
        : [
            `${placeOf(path)}: ${dotted(path)}: the ${platform} account ${account} already belongs to ${first}`,
          ];
    }),
  );
}
