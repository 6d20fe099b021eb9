import { createVault, type TokenVault } from '../../app/token-vault.ts';
import type { Config } from '../../config/config.ts';
import { ConfigError } from '../../config/config-error.ts';
import type { TokenStore } from '../../ports/tokens.ts';
import { type Diagnosis, doubtful, ill, well } from './diagnosis.ts';

const MAKE = `set TOKEN_KEY to what this prints, and keep it: node -e "console.log(crypto.randomBytes(32).toString('base64'))"`;

/** Can tokens be stored that a platform gives anew, and opened? The vault is null where they cannot. */
export async function checkTokens(
  { settings: { TOKEN_KEY: key }, accounts }: Config,
  store: TokenStore,
): Promise<{ readonly found: Diagnosis[]; readonly vault: TokenVault | null }> {
  const isNeeded = Object.values(accounts).some((town) =>
    town.accounts.some(({ platform }) => platform === 'youtube'),
  );
  if (key === undefined) return { found: await withoutKey(store, isNeeded), vault: null };
  const vault = createVault(store, key, () => {
    process.stderr.write('a token that its platform gave anew could not be stored\n');
  });
  try {
    await vault.verify();
    return { found: [well('tokens', 'TOKEN_KEY opens what is stored')], vault };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [says = '', cure = ''] = error.problems[0]?.split(/: (?=set )/u) ?? [];
    return { found: [ill('tokens', says, cure)], vault: null };
  }
}

async function withoutKey(store: TokenStore, isNeeded: boolean): Promise<Diagnosis[]> {
  const { length: count } = await store.sealedTokens();
  if (count > 0)
    return [
      ill(
        'tokens',
        `TOKEN_KEY: missing; ${count} refreshed tokens are stored and cannot be used`,
        'set the key that they were sealed with; if it is lost, run "npm run -s kv -- tokens --forget"',
      ),
    ];
  return isNeeded
    ? [
        doubtful(
          'tokens',
          'TOKEN_KEY: missing; a token that YouTube gives anew is lost when the bot stops',
          MAKE,
        ),
      ]
    : [];
}
