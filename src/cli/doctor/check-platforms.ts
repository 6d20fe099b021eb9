import { setTimeout as pause } from 'node:timers/promises';
import { platformsOf } from '../../app/adapters.ts';
import { systemClock } from '../../app/system-clock.ts';
import type { TokenVault } from '../../app/token-vault.ts';
import type { AccountsFile } from '../../config/accounts-file.ts';
import type { Config } from '../../config/config.ts';
import { type Standing, type Trouble, troublesOf } from '../../core/standing.ts';
import { type Platform, PlatformError } from '../../ports/platform.ts';
import { type Diagnosis, doubtful, ill, well } from './diagnosis.ts';
import { cureOf } from './platform-cures.ts';

type Account = AccountsFile[string]['accounts'][number];

/** So long an account's platform is waited for, whatever its calls. */
const WAITS_MS = 20_000;
/** Without them an account works, for less. */
const WARNED_OF: readonly Trouble['code'][] = ['fields-missing', 'testing'];

/**
 * Asks each account's platform, live and side by side, what it says of it: a line each for what is wrong, with its cure.
 * One that does not answer keeps nobody else waiting.
 * @param vault null: what a platform gives anew is not kept
 */
export async function checkPlatforms(config: Config, vault: TokenVault | null): Promise<Diagnosis[]> {
  const platforms = platformsOf(config, systemClock, vault);
  const asked = Object.entries(config.accounts).flatMap(([municipality, { accounts }]) =>
    accounts.flatMap((account) => {
      const platform = platforms.get(account.platform);
      return platform ? [checkAccount(platform, account, municipality)] : [];
    }),
  );
  return (await Promise.all(asked)).flat();
}

async function checkAccount(
  platform: Platform,
  account: Account,
  municipality: string,
): Promise<Diagnosis[]> {
  const found = await standingOf(platform, account.account);
  const lines = typeof found === 'string' ? [silent(account, found)] : linesOf(account, found);
  return lines.map((one) => ({ ...one, municipality }));
}

/** What the platform says, or why it does not. */
async function standingOf(platform: Platform, account: string): Promise<Standing | string> {
  const ended = new AbortController();
  const late = pause(WAITS_MS, 'no answer in time', { signal: ended.signal }).catch(() => 'not waited for');
  try {
    return await Promise.race([platform.standing(account), late]);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return `${error.code}: ${error.message}`;
  } finally {
    ended.abort();
  }
}

const silent = ({ platform, account }: Account, why: string): Diagnosis =>
  ill(
    'platform',
    `${platform} ${account}: the platform does not say how it stands: ${why}`,
    'see that this machine reaches the platform, and ask again in a while',
  );

function linesOf(account: Account, standing: Standing): Diagnosis[] {
  const name = `${account.platform} ${account.account}`;
  const now = systemClock.now();
  const troubles = troublesOf(standing, now).filter(
    // Told of by `versions`, months ahead.
    (trouble) => !(trouble.code === 'ends' && trouble.what === 'version'),
  );
  if (troubles.length === 0) return [well('platform', `${name}: the platform answers${known(standing)}`)];
  return troubles.map((trouble) => {
    const isWarning =
      trouble.code === 'ends'
        ? Temporal.Instant.compare(trouble.at, now) > 0
        : WARNED_OF.includes(trouble.code);
    const says = `${name}: ${saysOf(trouble)}${known(standing)}`;
    return (isWarning ? doubtful : ill)('platform', says, cureOf(trouble, account));
  });
}

const saysOf = (trouble: Trouble): string =>
  trouble.code === 'ends' ? `${trouble.what} ends ${trouble.at}` : [trouble.code, ...trouble.names].join(' ');

/** What is known of its ends, and what the platform does not tell. */
function known({ ends, untold }: Standing): string {
  const until = ends.map(({ what, at }) => `${what} ${at === null ? 'does not end' : `until ${at}`}`);
  const unknown = untold.length === 0 ? [] : [`not told: ${untold.join(', ')}`];
  return [...until, ...unknown].map((one) => `; ${one}`).join('');
}
