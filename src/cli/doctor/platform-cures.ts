import type { AccountsFile } from '../../config/accounts-file.ts';
import type { PlatformName } from '../../core/platform.ts';
import type { Ending, StandingFault, Trouble } from '../../core/standing.ts';
import { type Diagnosis, well } from './diagnosis.ts';

type Account = AccountsFile[string]['accounts'][number];
type Cure = (account: Account, names: readonly string[]) => string;

const tokenOf = ({ token }: Account): string => token.slice('env:'.length);

/** How a new token is come by. Sources: `docs` of each platform, as its adapter names them. */
const NEW_TOKEN: Readonly<Record<PlatformName, string>> = {
  facebook: "take the Page's access_token from GET /me/accounts of the system user",
  instagram: "take the linked Page's access_token from GET /me/accounts of the system user",
  youtube:
    'sign in with access_type=offline and prompt=consent, choose the channel itself, take the refresh token',
  linkedin: 'let an administrator of the Page sign in to the app again, take the access token',
};
const newToken: Cure = (account) => `${NEW_TOKEN[account.platform]}, and put it in ${tokenOf(account)}`;

const SUBSCRIBE: Readonly<Record<PlatformName, string>> = {
  facebook:
    'POST /{page}/subscribed_apps?subscribed_fields=feed,mention,messages,message_echoes,message_edits,standby with the Page token',
  instagram:
    'POST /{page}/subscribed_apps?subscribed_fields=feed with the Page token, and choose comments, live_comments and mentions in the app',
  youtube: 'nothing: YouTube sends no notifications',
  linkedin: 'PUT /rest/eventSubscriptions/… for the Page, with this member and LINKEDIN_APPLICATION_ID',
};
const subscribe: Cure = ({ platform }) => SUBSCRIBE[platform];

const VERSION: Cure = () => 'set a newer LINKEDIN_VERSION';

const CURES: Readonly<Record<StandingFault, Cure>> = {
  'token-dead': newToken,
  'other-account': (account) => `${tokenOf(account)} holds another account's token: ${newToken(account, [])}`,
  'user-token': (account) => `${tokenOf(account)} holds a person's token: ${newToken(account, [])}`,
  'not-linked': ({ page, account }) =>
    `link Instagram account ${account} to Page ${page} in the Page's settings, or correct page: in ACCOUNTS_FILE`,
  'no-role': (account) => `make the member ADMINISTRATOR of the Page, or ${newToken(account, [])}`,
  'scope-missing': (account, names) => `give the app ${names.join(', ')}, then ${newToken(account, [])}`,
  'not-subscribed': subscribe,
  'fields-missing': subscribe,
  'version-ended': VERSION,
  testing: (account) => `set the Google project to In production, then ${newToken(account, [])}`,
};

const RENEWALS: Readonly<Record<Ending, Cure>> = {
  token: newToken,
  consent: (account) => `let the person consent again: ${newToken(account, [])}`,
  subscription: subscribe,
  version: VERSION,
};

/** What somebody does about it. */
export const cureOf = (trouble: Trouble, account: Account): string =>
  trouble.code === 'ends' ? RENEWALS[trouble.what](account, []) : CURES[trouble.code](account, trouble.names);

/** What nobody has confirmed of a platform: where it turns out otherwise, a person is asked to do the act by hand. */
const UNCONFIRMED: Readonly<Record<PlatformName, string>> = {
  facebook: "visitors' posts are hidden and removed by hand until it is tried whether Graph does it",
  instagram:
    'whether a block stops comments; it is by hand where there is no thread of messages with the person',
  youtube: 'whether the author sees a held comment; a block is by hand, and cannot be seen',
  linkedin:
    "whether others' comments can be removed, and whether an app in development is told of any: by hand",
};

/** A line for each platform that is used. */
export const checkUnconfirmed = (accounts: AccountsFile): Diagnosis[] => {
  const used = new Set(
    Object.values(accounts).flatMap((town) => town.accounts.map(({ platform }) => platform)),
  );
  return [...used].map((platform) => well('unconfirmed', `${platform}: ${UNCONFIRMED[platform]}`));
};
