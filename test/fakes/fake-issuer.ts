import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';

/** Claims that differ from those of a good token; `null` leaves a claim out. */
export interface TokenClaims {
  readonly iss?: string | null;
  readonly aud?: string | null;
  readonly serviceurl?: string | null;
  /** Seconds from now; negative: expired. */
  readonly expiresIn?: number;
  /** Claims that Teams' tokens do not have. */
  readonly more?: Record<string, unknown>;
}

/** Stands in for login.botframework.com and login.microsoftonline.com. */
export interface FakeIssuer {
  readonly tokenIssuer: string;
  /** The answers of its own addresses. */
  metadata(origin: string): object;
  keys(): object;
  /** A token like the one that Teams sends. */
  mint(claims?: TokenClaims): Promise<string>;
  /** Signed by somebody else's key under our key's id. */
  mintForged(): Promise<string>;
  /** Not signed at all. */
  mintUnsigned(): string;
  /** Signed with our public key as a shared secret. */
  mintHmac(): Promise<string>;
}

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

const ISSUER = 'https://api.botframework.example';

let made: Promise<[KeyPair, KeyPair]> | null = null;

/** Making RSA keys is slow, so all issuers of a process share the real and the forger's. */
function keyPairs(): Promise<[KeyPair, KeyPair]> {
  made ??= Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  return made;
}

/** @param appId the audience of good tokens @param serviceUrl their serviceurl claim, asked when minting */
export async function createFakeIssuer(appId: string, serviceUrl: () => string): Promise<FakeIssuer> {
  const [real, forged] = await keyPairs();
  const jwk = { ...(await exportJWK(real.publicKey)), kid: 'k1', use: 'sig', endorsements: ['msteams'] };
  const payload = (claims: TokenClaims): Record<string, unknown> => {
    const now = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000);
    const all = {
      ...claims.more,
      iss: claims.iss === undefined ? ISSUER : claims.iss,
      aud: claims.aud === undefined ? appId : claims.aud,
      serviceurl: claims.serviceurl === undefined ? serviceUrl() : claims.serviceurl,
      nbf: now - 7_200,
      exp: now + (claims.expiresIn ?? 3_600),
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  };
  const header = { alg: 'RS256', kid: 'k1' };
  return {
    tokenIssuer: ISSUER,
    metadata: (origin) => ({ issuer: ISSUER, jwks_uri: `${origin}/keys` }),
    keys: () => ({ keys: [jwk] }),
    mint: (claims = {}) => new SignJWT(payload(claims)).setProtectedHeader(header).sign(real.privateKey),
    mintForged: () => new SignJWT(payload({})).setProtectedHeader(header).sign(forged.privateKey),
    mintUnsigned: () => new UnsecuredJWT(payload({})).encode(),
    mintHmac: () =>
      new SignJWT(payload({})).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(Buffer.from(jwk.n ?? '')),
  };
}
