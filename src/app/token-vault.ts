import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConfigError } from '../config/config-error.ts';
import { PlatformError } from '../ports/platform.ts';
import type { KeptTokens, TokenOwner, TokenStore } from '../ports/tokens.ts';
import { derivedKey, openBytes, sealBytes } from '../store/sealing.ts';

/** Two keys from TOKEN_KEY: what seals must not also hash. */
interface Keys {
  readonly seal: Buffer;
  readonly hash: Buffer;
}

/** @param key the 32 bytes of TOKEN_KEY */
const keysFrom = (key: Buffer): Keys => ({ seal: derivedKey(key, 'seal'), hash: derivedKey(key, 'hash') });

/** What is authenticated with a token: it opens for its own account alone. */
const ownerOfToken = ({ municipality, platform, account }: TokenOwner) => [municipality, platform, account];

const seal = ({ seal: key }: Keys, of: TokenOwner, token: string): Buffer =>
  sealBytes(key, ownerOfToken(of), Buffer.from(token));

/** Null where this key does not open it, or it was sealed for another account. */
const open = ({ seal: key }: Keys, of: TokenOwner, sealed: Buffer): string | null =>
  openBytes(key, ownerOfToken(of), sealed)?.toString('utf8') ?? null;

const hashOf = ({ hash }: Keys, of: TokenOwner, given: string): Buffer =>
  createHmac('sha256', hash)
    .update(JSON.stringify(ownerOfToken(of)))
    .update('\0')
    .update(given)
    .digest();

/** Where tokens are stored that platforms give anew, sealed with TOKEN_KEY. */
export interface TokenVault {
  /** The tokens of a platform's accounts. @param ownerOf undefined for a stranger, of whom nothing is kept */
  keptFor(ownerOf: (account: string) => TokenOwner | undefined): KeptTokens;
  /** @throws ConfigError naming TOKEN_KEY when it does not open what is stored */
  verify(): Promise<void>;
}

/** What is to be done when the key does not open what is stored. */
const WRONG_KEY =
  'TOKEN_KEY: does not open the tokens that are stored: set the key that they were sealed with; if it is lost, run "npm run -s kv -- tokens --forget" and sign in anew on YouTube';

/** @param onFailed told, without the token, of one that could not be stored */
export function createVault(store: TokenStore, key: Buffer, onFailed: (error: unknown) => void): TokenVault {
  const keys = keysFrom(key);
  return {
    verify: async () => {
      const stored = await store.sealedTokens();
      if (stored.some((one) => open(keys, one, one.sealed) === null)) throw new ConfigError([WRONG_KEY]);
    },
    keptFor: (ownerOf) => ({
      read: async (account, given) => {
        const owner = ownerOf(account);
        const stored = owner && (await found(store, owner));
        if (!stored || !timingSafeEqual(stored.given, hashOf(keys, owner, given))) return null;
        return open(keys, owner, stored.sealed);
      },
      keep: async (account, given, token) => {
        const owner = ownerOf(account);
        if (!owner) return;
        const sealed = { sealed: seal(keys, owner, token), given: hashOf(keys, owner, given) };
        await store.putSealedToken(owner, sealed).catch(onFailed);
      },
    }),
  };
}

/** The token in the environment may be dead by now: without the stored one the call is not made. */
async function found(store: TokenStore, owner: TokenOwner) {
  try {
    return await store.sealedToken(owner);
  } catch (cause) {
    throw new PlatformError('transient', 'the stored token could not be read', { cause });
  }
}

/** Without a key nothing is stored: what is given anew is known until the process ends. */
export const FORGETFUL: KeptTokens = {
  read: async () => null,
  keep: async () => undefined,
};
