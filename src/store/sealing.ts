import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** A key of 32 bytes for one purpose alone: who holds it learns nothing of the key that it comes from, nor of its sisters. */
export const derivedKey = (key: Buffer, purpose: string, salt = ''): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `kommentarsvakten ${purpose}`, 32));

/** AES-256-GCM: 12 bytes of IV, 16 of the tag, then what was sealed. `bound` is authenticated with it: it opens for that alone. */
export function sealBytes(key: Buffer, bound: readonly unknown[], bytes: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(bytesOf(bound));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Null where this key does not open it, a bit of it has changed, or it was sealed for something else. */
export function openBytes(key: Buffer, bound: readonly unknown[], sealed: Buffer): Buffer | null {
  try {
    const iv = sealed.subarray(0, IV_BYTES);
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(bytesOf(bound));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const bytes = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([bytes, decipher.final()]);
  } catch {
    return null;
  }
}

const bytesOf = (bound: readonly unknown[]): Buffer => Buffer.from(JSON.stringify(bound));
