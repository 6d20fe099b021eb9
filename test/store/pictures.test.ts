import { constants, createDecipheriv, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '../../src/core/ticket.ts';
import type { SealingSettings } from '../../src/store/evidence-keys.ts';
import { createStore } from '../../src/store/store.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, noted, openTown, type Town } from './town.ts';

const PICTURE = Buffer.from('en bild som ingen annan har');
const FILES = [{ bytes: PICTURE, contentType: 'image/png' }];
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const suspectedPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe.each(databases)('pictures on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());

  const storeWith = (settings: SealingSettings) => createStore(town.database, settings);
  /** A ticket whose comment's picture is stored, under the key of the database unless a store with another is given. */
  async function copied(store = town.store) {
    const made = await town.ticket();
    await store.storeAttachments('filipstad', made.comment, 1, FILES, NOW);
    return { ...made, at: { comment: made.comment, version: 1, position: 0 } };
  }
  const rowOf = async (comment: string) => {
    const [row] = await town.rows<{
      bytes: Buffer | null;
      sealed: string | null;
      size: number;
      sha256: string;
    }>('SELECT bytes, sealed, size, sha256 FROM attachment WHERE comment = $1', [comment]);
    if (!row) throw new Error('Nothing is stored');
    return row;
  };
  const suspect = (ticket: string, outcome: object | null = null) =>
    town.decide({ ticket }, (situation) => ({
      ...noted,
      ticket: {
        ...(situation.ticket as Ticket),
        suspected: { by: 'p', at: NOW.toString(), outcome } as Ticket['suspected'],
      },
    }));

  it('are kept once, only for a version of the municipality’s own, and given back as they came', async () => {
    const { comment, at } = await copied();
    await town.store.storeAttachments('filipstad', comment, 1, FILES, NOW);
    expect(await town.rows('SELECT position FROM attachment WHERE comment = $1', [comment])).toEqual([
      { position: 0 },
    ]);
    expect(await town.store.readMedia('filipstad', at)).toEqual({ bytes: PICTURE, contentType: 'image/png' });
    expect(await town.store.readMedia('ludvika', at)).toBeNull();
    expect(await town.store.readMedia('filipstad', { ...at, position: 1 })).toBeNull();
    await expect(town.store.storeAttachments('ludvika', comment, 1, FILES, NOW)).rejects.toThrow(
      /foreign key/u,
    );
  });

  it('stand nowhere as they are, and never look the same twice', async () => {
    const [one, two] = await Promise.all([(await copied()).comment, (await copied()).comment].map(rowOf));
    expect(one?.bytes?.includes(PICTURE)).toBe(false);
    expect(one?.sealed).toMatch(/^[0-9a-f]{16}$/u);
    expect(one).toMatchObject({ size: PICTURE.length, sha256: two?.sha256 });
    expect(one?.bytes?.equals(two?.bytes ?? Buffer.alloc(0))).toBe(false);
  });

  it('open in their own place alone, and not when a byte is changed', async () => {
    const [mine, other] = [await copied(), await copied()];
    const { bytes } = await rowOf(other.comment);
    await town.rows('UPDATE attachment SET bytes = $2 WHERE comment = $1', [mine.comment, bytes]);
    await expect(town.store.readMedia('filipstad', mine.at)).rejects.toMatchObject({ code: 'damaged' });
    await town.rows('UPDATE attachment SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1)');
    await expect(town.store.readMedia('filipstad', other.at)).rejects.toMatchObject({ code: 'damaged' });
    await town.rows('DELETE FROM attachment');
  });

  it('are sealed with the key of the settings, each municipality with its own, and refused without it', async () => {
    const evidenceKey = randomBytes(32);
    const store = await storeWith({ evidenceKey });
    const { comment, at } = await copied(store);
    const theirs = await town.ticket([], 'ludvika');
    await store.storeAttachments('ludvika', theirs.comment, 1, FILES, NOW);
    expect((await rowOf(comment)).sealed).not.toBe((await rowOf(theirs.comment)).sealed);
    expect((await (await storeWith({ evidenceKey })).readMedia('filipstad', at))?.bytes).toEqual(PICTURE);
    for (const without of [{}, { evidenceKey: randomBytes(32) }]) {
      await expect((await storeWith(without)).readMedia('filipstad', at)).rejects.toMatchObject({
        code: 'no-key',
        message: expect.stringContaining('EVIDENCE_KEY'),
      });
    }
    await town.rows('DELETE FROM attachment');
  });

  it('that were stored in the clear, or under the database’s key, are sealed anew by the upkeep', async () => {
    const [old, earlier] = [await copied(), await copied()];
    await town.rows('UPDATE attachment SET sealed = NULL, bytes = $2 WHERE comment = $1', [
      old.comment,
      PICTURE,
    ]);
    expect(await town.store.pictureKeys()).toEqual({ sealed: 1, toSeal: 1, locked: 0, away: 0 });
    const store = await storeWith({ evidenceKey: randomBytes(32) });
    expect(await store.pictureKeys()).toEqual({ sealed: 0, toSeal: 2, locked: 0, away: 0 });
    expect((await store.readMedia('filipstad', old.at))?.bytes).toEqual(PICTURE);
    expect([await store.sealSome(1), await store.sealSome(9), await store.sealSome(9)]).toEqual([1, 1, 0]);
    expect((await rowOf(old.comment)).bytes?.includes(PICTURE)).toBe(false);
    for (const { at } of [old, earlier])
      expect((await store.readMedia('filipstad', at))?.bytes).toEqual(PICTURE);
    expect(await store.pictureKeys()).toEqual({ sealed: 2, toSeal: 0, locked: 0, away: 0 });
    expect(await town.store.pictureKeys()).toEqual({ sealed: 0, toSeal: 0, locked: 2, away: 0 });
    await town.rows('DELETE FROM attachment');
  });

  it('under suspicion are read by nobody, and none is kept any more, until police have cleared them', async () => {
    const { comment, ticket, at } = await copied();
    await suspect(ticket);
    expect(await town.store.readMedia('filipstad', at)).toBeNull();
    await town.store.storeAttachments('filipstad', comment, 1, [...FILES, ...FILES], NOW);
    expect(await town.rows('SELECT position FROM attachment WHERE comment = $1', [comment])).toHaveLength(1);
    await suspect(ticket, { what: 'keep', by: 'p', at: NOW.toString() });
    expect(await town.store.readMedia('filipstad', at)).toBeNull();
    await suspect(ticket, { what: 'cleared', by: 'p', at: NOW.toString() });
    expect((await town.store.readMedia('filipstad', at))?.bytes).toEqual(PICTURE);
  });

  it('are sealed away for a public key, so that its private half alone opens them', async () => {
    const { comment, at } = await copied();
    await town.store.sealAway('filipstad', comment);
    expect((await town.store.readMedia('filipstad', at))?.bytes).toEqual(PICTURE);
    const store = await storeWith({ suspectedPublicKey });
    await store.sealAway('filipstad', comment);
    await store.sealAway('filipstad', comment);
    const { sealed, bytes, sha256 } = await rowOf(comment);
    expect(sealed).toMatch(/^away:/u);
    expect(await store.readMedia('filipstad', at)).toBeNull();
    expect(opened(bytes ?? Buffer.alloc(0), ['filipstad', comment, 1, 0, sha256])).toEqual(PICTURE);
  });

  it('are erased, and their hashes stay', async () => {
    const { comment, at } = await copied();
    const { sha256 } = await rowOf(comment);
    await town.store.erasePictures('ludvika', comment);
    expect(await town.store.readMedia('filipstad', at)).not.toBeNull();
    await town.store.erasePictures('filipstad', comment);
    expect(await rowOf(comment)).toMatchObject({ bytes: null, sha256 });
    expect(await town.store.readMedia('filipstad', at)).toBeNull();
  });
});

/** As whoever has the private key would open it: the length of the wrapped key, the key, IV, tag, and the copy. */
function opened(bytes: Buffer, bound: readonly unknown[]): Buffer {
  const length = bytes.readUInt16BE();
  const wrapped = bytes.subarray(2, 2 + length);
  const sealed = bytes.subarray(2 + length);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const key = privateDecrypt({ key: privateKey, oaepHash: 'sha256', padding }, wrapped);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(JSON.stringify(bound))).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}
