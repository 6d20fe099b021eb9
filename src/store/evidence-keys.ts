import { createPublicKey, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { derivedKey, sealBytes } from './sealing.ts';

/** What pictures are sealed with, from the settings. */
export interface SealingSettings {
  /** EVIDENCE_KEY, 32 bytes: every municipality's own key comes from it. */
  readonly evidenceKey?: Buffer;
  /** SUSPECTED_PUBLIC_KEY, an RSA key as PEM. */
  readonly suspectedPublicKey?: string;
}

/** A municipality's key; `id` stands with what it seals and tells nothing of it. */
export interface EvidenceKey {
  readonly id: string;
  readonly key: Buffer;
}

/** The keys that are here. */
export interface EvidenceKeys {
  /**
   * The one in force. Where no setting gives it, one is made and kept in the database: a newcomer's `npm run local` and an
   * installation of before the setting must not refuse to start over it, and a picture that cannot be sealed could not be
   * stored, so that its comment could not be removed. `kv doctor` says what such a key is worth.
   */
  inForce(municipality: string): Promise<EvidenceKey>;
  /** Every one that may have sealed something of the municipality's; makes none. */
  all(municipality: string): Promise<readonly EvidenceKey[]>;
  /** Null where no public key was given. */
  readonly away: AwayKey | null;
}

/** Seals what nobody here can open again. */
interface AwayKey {
  readonly id: string;
  seal(bound: readonly unknown[], bytes: Buffer): Buffer;
}

/** What was sealed for a public key has an id that begins so. */
export const AWAY = 'away:';

const named = (key: Buffer): EvidenceKey => ({ key, id: derivedKey(key, 'id').toString('hex', 0, 8) });

/** The keys of the settings, and those that the database holds. */
export function evidenceKeys(db: Kysely<unknown>, settings: SealingSettings): EvidenceKeys {
  const { evidenceKey, suspectedPublicKey } = settings;
  const given = (municipality: string) =>
    evidenceKey === undefined ? null : named(derivedKey(evidenceKey, 'evidence', municipality));
  return {
    inForce: async (municipality) =>
      given(municipality) ?? (await keptKey(db, municipality)) ?? (await makeKey(db, municipality)),
    all: async (municipality) =>
      [given(municipality), await keptKey(db, municipality)].filter((one) => one !== null),
    away: suspectedPublicKey === undefined ? null : awayKey(createPublicKey(suspectedPublicKey)),
  };
}

async function keptKey(db: Kysely<unknown>, municipality: string): Promise<EvidenceKey | null> {
  const { rows } = await sql<{ key: Buffer }>`
    SELECT key FROM evidence_key WHERE municipality = ${municipality}`.execute(db);
  return rows[0] ? named(rows[0].key) : null;
}

/** Two that make one at the same time have the same afterwards. */
async function makeKey(db: Kysely<unknown>, municipality: string): Promise<EvidenceKey> {
  const { rows } = await sql<{ key: Buffer }>`
    INSERT INTO evidence_key (municipality, key) VALUES (${municipality}, ${randomBytes(32)})
    ON CONFLICT (municipality) DO UPDATE SET key = evidence_key.key RETURNING key`.execute(db);
  const [made] = rows;
  if (!made) throw new Error(`No key was made for ${municipality}`);
  return named(made.key);
}

/** A fresh key for every copy, itself sealed for the public one: its length in two bytes, the key, then the copy. */
function awayKey(to: KeyObject): AwayKey {
  const fingerprint = derivedKey(to.export({ type: 'spki', format: 'der' }), 'id').toString('hex', 0, 8);
  return {
    id: `${AWAY}${fingerprint}`,
    seal: (bound, bytes) => {
      const own = randomBytes(32);
      const wrapped = publicEncrypt({ key: to, oaepHash: 'sha256' }, own);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(wrapped.length);
      return Buffer.concat([length, wrapped, sealBytes(own, bound, bytes)]);
    },
  };
}
