import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewEntry } from '../../../src/ports/register.ts';
import {
  type HandoverParts,
  type HandoverSettings,
  handOverOne,
} from '../../../src/records/handover/hand-over.ts';
import { smtpSender } from '../../../src/records/handover/mail.ts';
import { openEmbedded } from '../../fakes/databases.ts';
import { type MailServer, startMailServer } from '../../fakes/mail-server.ts';
import { NOW, openTown, RAW, type Town } from '../../store/town.ts';
import { drawnText, readPdf } from '../documents/read-pdf.ts';

const HERE = 'filipstad';
const PLANTED = 'HEMLIGT-19121212-1212';
const MAIL = { to: 'registrator@filipstad.example', from: 'bot@filipstad.example' };

let town: Town;
beforeAll(async () => {
  town = await openTown(openEmbedded);
  await town.store.declareHandoverWays([
    { municipality: HERE, way: 'folder' },
    { municipality: HERE, way: 'mail' },
  ]);
}, 60_000);
afterAll(() => town.database.close());

let root: string;
let server: MailServer;
let now = NOW;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'handover-'));
  for (const name of ['in', 'sekretess']) mkdirSync(join(root, name));
  server = await startMailServer();
  now = NOW;
  await town.rows('DELETE FROM handover');
});
afterEach(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

let count = 0;
/** Archives a comment with a link and a picture, and secures an entry of it. */
async function secured(more: Partial<NewEntry> = {}, text = 'Plogbilen kom aldrig 👍') {
  count += 1;
  const externalId = `1_${count}`;
  const attachments = [
    { type: 'link' as const, url: 'https://example.se/' },
    { type: 'image' as const, url: 'https://fbcdn.net/a.jpg' },
  ];
  await town.archive([{ externalId, text, attachments, author: { id: 'a', name: 'Kim Testsson' } }]);
  const [row] = await town.rows<{ id: string }>('SELECT id FROM comment WHERE external_id = $1', [
    externalId,
  ]);
  const comment = row?.id ?? '';
  await town.rows('UPDATE comment_version SET screened_at = $2 WHERE comment = $1', [
    comment,
    NOW.toString(),
  ]);
  await town.store.storeAttachments(HERE, comment, 1, [{ bytes: RAW, contentType: 'image/jpeg' }], NOW);
  const { reference } = await town.store.secureEntry(HERE, NOW, {
    ...{ kind: 'comment', direction: 'in', ticket: null, comment, documentAt: NOW, receivedAt: NOW },
    ...{ subject: 'Kommentar på Facebook', ground: null, secret: false, by: 'p' },
    ...{ sender: 'Kim Testsson', recipient: null, protectedSubject: null, ...more },
  });
  return reference;
}

async function handOver(
  settings: HandoverSettings,
  send: HandoverParts['send'] = smtpSender(server.url, 400),
) {
  const parts: HandoverParts = {
    ...{ store: town.store, clock: { now: () => now }, send, leaseMs: 60_000 },
    settingsOf: () => settings,
    policies: new Map([[HERE, { language: 'sv', name: 'Filipstads kommun' }]]),
  };
  while (
    await handOverOne(
      parts,
      () => {},
      (ask) => ask(),
    )
  );
}
const folders = () => ({ folder: join(root, 'in'), secretFolder: join(root, 'sekretess') });
const states = async (reference: string) =>
  Object.fromEntries(
    (await town.store.handovers(HERE))
      .filter((one) => one.reference === reference)
      .map(({ way, state, error }) => [way, error === null ? state : `${state}: ${error}`]),
  );
const filesUnder = (path: string) =>
  readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

describe('an entry', () => {
  it('becomes a folder that holds it all, and a mail with the document', async () => {
    const reference = await secured();
    await handOver({ ...folders(), mail: MAIL });
    const folder = join(root, 'in', HERE, reference);
    expect(
      filesUnder(folder)
        .map((path) => path.slice(folder.length + 1))
        .sort(),
    ).toEqual([
      ...[
        'READY',
        'handling.json',
        'handling.pdf',
        'manifest-sha256.txt',
        'media/01.jpg',
        'original/text-v1.txt',
      ],
    ]);
    expect(readFileSync(join(folder, 'original/text-v1.txt'), 'utf8')).toBe('Plogbilen kom aldrig 👍');
    const handling = JSON.parse(readFileSync(join(folder, 'handling.json'), 'utf8'));
    expect(handling).toMatchObject({
      ...{
        format: 'kommentarsvakten-handling',
        version: 1,
        reference,
        sender: 'Kim Testsson',
        secrecy: 'none',
      },
      media: [{ version: 1, type: 'image', path: 'media/01.jpg' }],
      comment: { versions: [{ number: 1, text: 'Plogbilen kom aldrig 👍', file: 'original/text-v1.txt' }] },
    });
    const pdf = drawnText(readPdf(readFileSync(join(folder, 'handling.pdf'))));
    for (const words of [
      reference,
      'Kim Testsson',
      'Plogbilen kom aldrig [U+1F44D]',
      'Kommentar på Facebook',
    ])
      expect(pdf).toContain(words);
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({ subject: `[${reference}] Kommentar på Facebook` });
    expect(server.mails[0]?.text).not.toMatch(/Plogbilen|Kim/u);
    expect(server.mails[0]?.attachments.map(({ filename }) => filename)).toEqual([
      'handling.pdf',
      'handling.json',
    ]);
    expect(await states(reference)).toEqual({ folder: 'done', mail: 'done' });
    const [sent] = (await town.store.handovers(HERE)).filter(({ way }) => way === 'mail');
    expect(sent?.messageId).toBe(server.mails[0]?.messageId);
  });

  it('that may be secret goes to the secret folder alone, and its mail tells nothing of it', async () => {
    const reference = await secured(
      { secret: true, sender: PLANTED, protectedSubject: PLANTED, recipient: PLANTED },
      `Anna ${PLANTED}`,
    );
    await handOver({ ...folders(), mail: MAIL });
    expect(filesUnder(join(root, 'in'))).toEqual([]);
    expect(readFileSync(join(root, 'sekretess', HERE, reference, 'handling.json'), 'utf8')).toContain(
      PLANTED,
    );
    expect(server.raw).toHaveLength(1);
    expect(server.raw.join('')).not.toContain(PLANTED);
    expect(Buffer.from(server.raw.join('').replaceAll(/\s/gu, ''), 'base64').toString()).not.toContain(
      PLANTED,
    );
    expect(server.mails[0]?.attachments).toEqual([]);
    expect(server.mails[0]?.text).not.toMatch(/sekretess/iu);
    const [log] = await town.rows('SELECT jsonb_agg(data)::text AS said FROM journal');
    expect(log?.['said']).not.toContain(PLANTED);
  });

  it('that may be secret is refused where no secret folder is set, and that is said', async () => {
    const reference = await secured({ secret: true });
    await handOver({ folder: join(root, 'in'), mail: MAIL });
    expect(filesUnder(root)).toEqual([]);
    expect(await states(reference)).toEqual({ folder: 'failed: no-secret-folder', mail: 'done' });
  });

  it('waits while its folder is missing, and is there once it is made', async () => {
    const reference = await secured();
    rmSync(join(root, 'in'), { recursive: true });
    await handOver({ ...folders(), mail: MAIL });
    expect(await states(reference)).toEqual({ folder: 'pending: missing', mail: 'done' });
    mkdirSync(join(root, 'in'));
    now = NOW.add({ minutes: 1 });
    await handOver({ ...folders(), mail: MAIL });
    expect(await states(reference)).toEqual({ folder: 'done', mail: 'done' });
    expect(server.mails).toHaveLength(1);
  });

  it('leaves nothing where it may not be written', async (context) => {
    if (process.getuid?.() === 0) context.skip('root may write everywhere');
    const reference = await secured();
    chmodSync(join(root, 'in'), 0o500);
    await handOver(folders());
    expect(await states(reference)).toMatchObject({ folder: 'pending: not-writable' });
    chmodSync(join(root, 'in'), 0o700);
    expect(filesUnder(root)).toEqual([]);
  });

  it.each([
    ['refuse', 'mail-refused-550', 2000],
    ['silent', 'mail-silent', 60],
  ] as const)(
    'is mailed again to a server that did %s, and has failed after the last time',
    async (manner, code, timeoutMs) => {
      const reference = await secured();
      server.manner = manner;
      await handOver({ ...folders(), mail: MAIL }, smtpSender(server.url, timeoutMs));
      expect((await states(reference))['mail']).toBe(`pending: ${code}`);
      for (let day = 1; day <= 7; day += 1) {
        now = NOW.add({ hours: 24 * day });
        await handOver({ ...folders(), mail: MAIL }, smtpSender(server.url, timeoutMs));
      }
      expect((await states(reference))['mail']).toBe(`failed: ${code}`);
      expect(server.mails).toEqual([]);
    },
  );

  it('is not mailed a second time to a server that hung up with it in hand', async () => {
    const reference = await secured();
    server.manner = 'drop';
    await handOver({ ...folders(), mail: MAIL });
    expect(await states(reference)).toEqual({ folder: 'done', mail: 'unknown: mail-dropped' });
    server.manner = 'take';
    now = NOW.add({ hours: 100 });
    await handOver({ ...folders(), mail: MAIL });
    expect(server.raw).toHaveLength(1);
    expect(server.mails).toEqual([]);
  });

  it('whose worker was killed is in its folder once and whole, and its mail is unknown', async () => {
    const reference = await secured();
    // Two workers begin, and never come back: one of them with its folder half written, the other with it whole.
    await town.store.claimHandover(now, 1);
    await town.store.claimHandover(now, 1);
    mkdirSync(join(root, 'in', HERE));
    mkdirSync(join(root, 'in', HERE, `.${reference}.tmp-killed`));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await handOver({ ...folders(), mail: MAIL });
    expect(await states(reference)).toEqual({ folder: 'done', mail: 'unknown: worker-lost' });
    expect(readdirSync(join(root, 'in', HERE))).toEqual([reference]);
    expect(existsSync(join(root, 'in', HERE, reference, 'READY'))).toBe(true);
    expect(server.raw).toEqual([]);
  });
});
