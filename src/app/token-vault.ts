import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { ConfigError } from '../config/config-error.ts';
import { PlatformError } from '../ports/platform.ts';
import type { KeptTokens, TokenOwner, TokenStore } from '../ports/tokens.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Two keys from TOKEN_KEY: what seals must not also hash. */
interface Keys {
  readonly seal: Buffer;
  readonly hash: Buffer;
}

/** @param key the 32 bytes of TOKEN_KEY */
function keysFrom(key: Buffer): Keys {
  const derived = (info: string) => Buffer.from(hkdfSync('sha256', key, '', `kommentarsvakten ${info}`, 32));
  return { seal: derived('seal'), hash: derived('hash') };
}

/** What is authenticated with a token: it opens for its own account alone. */
const ownerBytes = ({ municipality, platform, account }: TokenOwner): Buffer =>
  Buffer.from(JSON.stringify([municipality, platform, account]));

function seal({ seal: key }: Keys, of: TokenOwner, token: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(ownerBytes(of));
  const text = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

/** Null where this key does not open it, or it was sealed for another account. */
function open({ seal: key }: Keys, of: TokenOwner, sealed: Buffer): string | null {
  try {
    const iv = sealed.subarray(0, IV_BYTES);
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(ownerBytes(of));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const hashOf = ({ hash }: Keys, of: TokenOwner, given: string): Buffer =>
  createHmac('sha256', hash).update(ownerBytes(of)).update('\0').update(given).digest();

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
