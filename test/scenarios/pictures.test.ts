import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK } from '../fakes/teams-activities.ts';

/** Stands in the picture's bytes, behind its end and in its EXIF. */
const MARK = 'Planterad i bilden';
const DATA_URI = 'data:image/jpeg;base64,';

/** Where a picture of the town's is fetched from, and how often it was. */
async function startGallery() {
  const noise = sharp(randomBytes(600 * 400 * 3), { raw: { width: 600, height: 400, channels: 3 } });
  const taken = await noise
    .withExif({ IFD0: { ImageDescription: MARK } })
    .jpeg()
    .toBuffer();
  const bytes = Buffer.concat([taken, Buffer.from(MARK)]);
  let fetched = 0;
  const server = createServer((_, response) => {
    fetched += 1;
    response.setHeader('content-type', 'image/jpeg');
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hemlig.jpg`,
    count: () => fetched,
    bytes,
    close: () => server.close(),
  };
}

// On the embedded store each look into the database stops the bot and starts it again.
describe.each(storeInTurn)('pictures on %s', { timeout: 90_000 }, (_, where) => {
  let gallery: Awaited<ReturnType<typeof startGallery>>;
  let bot: RunningApp;
  beforeAll(async () => {
    gallery = await startGallery();
  });
  afterAll(() => gallery.close());
  afterEach(() => bot.close());
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({ municipality: 'angelholm', ...options, settings: await where() });
    const photo = {
      page: bot.page,
      author: 'Kim Testsson',
      anonymous: false,
      message: 'Titta här!',
      photo: gallery.url,
    };
    return bot.graph.deed({ op: 'add', ...photo }).id;
  };
  const everSaid = () => JSON.stringify(bot.connector.requests);
  const expectNothingShown = () => {
    for (const secret of [DATA_URI, MARK, Buffer.from(MARK).toString('base64').slice(0, 20)])
      expect(everSaid()).not.toContain(secret);
  };
  const stored = () =>
    bot.query<{ bytes: Buffer | null; sealed: string | null }>('SELECT bytes, sealed FROM attachment');

  it('lie sealed and are shown to nobody, until somebody has classed the comment: then small, and without what they tell', async () => {
    await start();
    const card = await bot.card('Bilder och filmer är sparade');
    const claimed = await bot.press(card, 'claim');
    await bot.cardWhere(card.messageId, (json) => json.includes('Anna Lind har den'));
    expect(claimed.json).toContain('Visas inte här.');
    expectNothingShown();
    const rule = 'ANG-10';
    await bot.press(claimed, 'remove', { rule, reason: 'Påhopp.' });
    const shown = await bot.cardWhere(card.messageId, (json) => json.includes(DATA_URI));
    const [, base64 = ''] = /data:image\/jpeg;base64,([^"]+)"/u.exec(shown.json) ?? [];
    const small = Buffer.from(base64, 'base64');
    expect(await sharp(small).metadata()).toMatchObject({ format: 'jpeg' });
    expect(small.includes(MARK)).toBe(false);
    expect(shown.json.length * 2).toBeLessThanOrEqual(25 * 1024);
    bot.pass(11);
    const closed = await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    expect(closed.json).not.toContain(DATA_URI);
    for (const { bytes, sealed } of await stored()) {
      expect(sealed).not.toBeNull();
      expect(bytes?.includes(MARK)).toBe(false);
    }
    expect(await bot.verify()).toMatchObject({ records: [], uncheckedPictures: 0 });
  });

  it('under suspicion are taken away at once, shown nowhere, told of without a link, and registered', async () => {
    const id = await start({ duty: ERIK.aadObjectId ?? '', leads: [ANNA.aadObjectId ?? ''] });
    const card = await bot.card('Bilder och filmer är sparade');
    const answer = await bot.press(card, 'suspect-abuse', {}, ERIK);
    expect(answer.json).toContain('Öppna, kopiera och vidarebefordra ingenting.');
    expect(answer.json).toContain('väntar på diarienummer');
    // The ticket closes when the last of what was ordered is done, and a card of before that is out of date.
    const done = await bot.cardWhere(
      card.messageId,
      (json) => json.includes('Raderad ') && json.includes('"Klar"'),
    );
    expect(bot.graph.acts().map(({ act, on }) => [act, on])).toEqual([['delete', id]]);
    for (const never of ['Titta här', 'Kim Testsson', gallery.url, 'BBS'])
      expect(done.json).not.toContain(never);
    await bot.idle();
    const alerts = bot.connector.requests.filter(
      ({ body, conversation }) =>
        conversation !== CHANNEL && String(body['text'] ?? '').includes('Misstänkt övergreppsbild'),
    );
    expect(alerts).toHaveLength(2);
    for (const { body } of alerts) expect(JSON.stringify(body['text'])).not.toMatch(/http/u);
    expectNothingShown();
    const fetched = gallery.count();
    const later = await bot.press(done, 'suspicion-outcome', { what: 'erase' });
    expect(later.json).toContain('Kopian ska raderas, beslutade Anna Lind');
    await bot.cardWhere(card.messageId, (json) => json.includes('Sparade kopior raderades här'));
    expect(gallery.count()).toBe(fetched);
    expect((await stored()).map(({ bytes }) => bytes)).toEqual([null]);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true }, records: [], missingNumbers: [] });
    const [told] = await bot.query<{ registration: object; journal: object }>(`SELECT
      (SELECT jsonb_agg(jsonb_build_object('subject', subject, 'secret', secret)) FROM registration) AS registration,
      (SELECT jsonb_agg(data || jsonb_build_object('kind', kind)) FROM journal) AS journal`);
    expect(told?.registration).toEqual([{ secret: true, subject: expect.not.stringMatching(/BBS|bild/iu) }]);
    const journal = JSON.stringify(told?.journal);
    expect(journal).toContain('pictures-suspected');
    for (const never of [MARK, 'hemlig.jpg', 'Titta', 'Testsson']) expect(journal).not.toContain(never);
  });
});
