import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';

/** Tokens that a platform gave in the place of the one that stands in the environment (`given`). Never logged. */
export interface KeptTokens {
  /** The one in force; null where there is none, or what is given is another than when it was kept. */
  read(account: string, given: string): Promise<string | null>;
  /** Resolves also where it cannot be stored, which is told of: the process has it, until it ends. */
  keep(account: string, given: string, token: string): Promise<void>;
}

/** A token as it is stored. */
export interface SealedToken {
  /** AES-256-GCM: 12 bytes of IV, 16 of the tag, then the token. The account is authenticated with it. */
  readonly sealed: Buffer;
  /** HMAC-SHA256 of what stood in the environment then: it is noticed when somebody has put another token there. */
  readonly given: Buffer;
}

/** Whose token it is. */
export interface TokenOwner {
  readonly municipality: MunicipalityId;
  readonly platform: PlatformName;
  readonly account: string;
}

/** The stored tokens, which the store cannot read. Each method is one transaction. */
export interface TokenStore {
  sealedToken(of: TokenOwner): Promise<SealedToken | null>;
  putSealedToken(of: TokenOwner, token: SealedToken): Promise<void>;
  /** Every one of them, to see whether a key opens it. */
  sealedTokens(): Promise<readonly (TokenOwner & SealedToken)[]>;
  /** Forgets them all, since their key is lost. */
  forgetTokens(): Promise<void>;
}
