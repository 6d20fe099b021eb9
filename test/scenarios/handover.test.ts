import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';

describe.each(storeInTurn)('the register of Filipstad, on %s', (_, where) => {
  let root: string;
  let mail: MailServer;
  let bot: RunningApp;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'handover-'));
    for (const name of ['in', 'sekretess']) mkdirSync(join(root, name));
    mail = await startMailServer();
    bot = await startRunningApp({
      settings: { ...(await where()), SMTP_URL: mail.url },
      configure: (config) => {
        const { filipstad, ...others } = config.accounts;
        if (!filipstad) throw new Error('Filipstad has no accounts');
        const register = {
          ...{ folder: join(root, 'in'), secretFolder: join(root, 'sekretess') },
          mail: { to: 'registrator@filipstad.example', from: 'bot@filipstad.example' },
          number: '^KS \\d{4}/\\d+$',
          numberExample: 'KS 2026/123',
        };
        return { ...config, accounts: { ...others, filipstad: { ...filipstad, register } } };
      },
    });
  }, 60_000);
  afterEach(async () => {
    await bot.close();
    await mail.close();
    rmSync(root, { recursive: true });
  });

  const entered = async () => {
    bot.comment('Hur mycket kostar en plats på förskolan?');
    const card = await bot.card('förskolan');
    await bot.press(card, 'register', { subject: 'Fråga på Facebook', ground: 'none' });
    const folders = join(root, 'in', 'filipstad');
    const reference = await eventually(
      () =>
        existsSync(folders) && readdirSync(folders).find((name) => existsSync(join(folders, name, 'READY'))),
      'a folder of the entry',
    );
    return { card, reference, folder: join(folders, reference) };
  };

  it('is handed over without anybody opening Teams, and its number comes back in the folder', async () => {
    const { card, reference, folder } = await entered();
    await eventually(() => mail.mails.length === 1, 'a mail');
    expect(mail.mails[0]?.subject).toBe(`[${reference}] Fråga på Facebook`);
    writeFileSync(join(folder, 'svar.json'), '{"number": "KS 2026/412"}');
    bot.pass(1);
    await bot.cardWhere(card.messageId, (json) => json.includes('KS 2026/412'));
    expect(await bot.verify()).toMatchObject({ journal: { ok: true }, missingNumbers: [], records: [] });
  });

  it('takes its number from the system that keeps the diary, and no other afterwards', async () => {
    const { card, reference } = await entered();
    const tell = (number: string) =>
      bot.send(
        `/api/registrations/filipstad/${encodeURIComponent(reference)}/number`,
        JSON.stringify({ municipality: 'filipstad', reference, number }),
      );
    expect((await tell('412')).status).toBe(400);
    expect(await (await tell('KS 2026/412')).json()).toEqual({ outcome: 'given' });
    expect(await (await tell('KS 2026/412')).json()).toEqual({ outcome: 'same' });
    expect((await tell('KS 2026/413')).status).toBe(409);
    await bot.cardWhere(card.messageId, (json) => json.includes('KS 2026/412'));
  });

  it('takes no number that does not look like the town’s, whichever way it comes', async () => {
    const { card, reference, folder } = await entered();
    const path = `/api/registrations/filipstad/${encodeURIComponent(reference)}/number`;
    const told = await bot.send(
      path,
      JSON.stringify({ municipality: 'filipstad', reference, number: '412' }),
    );
    expect([told.status, await told.json()]).toEqual([
      400,
      { outcome: 'bad-number', example: 'KS 2026/123' },
    ]);
    writeFileSync(join(folder, 'dnr.txt'), 'KS 412');
    bot.pass(1);
    const fault = join(folder, 'svar-fel.txt');
    await eventually(() => existsSync(fault), 'an answer to the answer');
    expect(readFileSync(fault, 'utf8')).toContain('KS 2026/123');
    const says = 'som skrivs till exempel KS 2026/123. Inget gjordes.';
    const now = await bot.cardWhere(card.messageId, (json) => json.includes(reference));
    const refused = await bot.press(now, 'register', { number: '2026-412' });
    expect(refused.json).toContain(says);
    expect(refused.json, 'what was typed').toContain('2026-412');
    const taken = await bot.press(refused, 'register', { number: 'KS 2026/412' });
    expect(taken.json).toContain(`Diarieförd KS 2026/412 (${reference})`);
    expect((await bot.press(taken, 'correct-number', { number: '413' })).json).toContain(says);
    const corrected = await bot.press(taken, 'correct-number', { number: 'KS 2026/413' });
    expect(corrected.json).toContain(`Diarieförd KS 2026/413 (${reference})`);
  });

  it('has what is secret in the secret folder alone', async () => {
    bot.comment('Grannens son Kalle Testsson är omhändertagen enligt LVU, det står i hans akt hos soc.');
    const card = await bot.card('FIL-18');
    await bot.press(card, 'remove', { rule: 'FIL-18', reason: 'Uppgifter som kan vara hemliga.' });
    const folders = join(root, 'sekretess', 'filipstad');
    await eventually(() => existsSync(folders) && readdirSync(folders).length === 1, 'the secret folder');
    await eventually(() => mail.mails.length === 1, 'a mail');
    expect(mail.raw.join('')).not.toContain('Kalle Testsson');
    expect(mail.mails[0]?.attachments).toEqual([]);
    expect(readdirSync(join(root, 'in'))).toEqual([]);
  });
});
