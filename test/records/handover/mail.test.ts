import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mail, smtpSender } from '../../../src/records/handover/mail.ts';
import { type MailManner, type MailServer, startMailServer } from '../../fakes/mail-server.ts';

const mail: Mail = {
  from: 'kommentarsvakten@ludvika.example',
  to: 'registrator@ludvika.example',
  subject: '[SM 2026-1] Kommentar på Facebook, å ä ö',
  text: 'Hej å ä ö\n',
  messageId: '<1@ludvika.example>',
  at: Temporal.Instant.from('2026-04-02T10:00:00Z'),
  attachments: [{ filename: 'handling.json', content: Buffer.from('{}'), contentType: 'application/json' }],
};

describe('a mail', () => {
  let server: MailServer;
  beforeEach(async () => {
    server = await startMailServer();
  });
  afterEach(() => server.close());

  it('reaches the mail server as it was written', async () => {
    await smtpSender(server.url, 2000)(mail);
    const [got] = server.mails;
    expect(server.mails).toHaveLength(1);
    expect(got).toMatchObject({ subject: mail.subject, text: mail.text, messageId: mail.messageId });
    expect(got?.date?.toISOString()).toBe('2026-04-02T10:00:00.000Z');
    expect(got?.attachments.map(({ filename }) => filename)).toEqual(['handling.json']);
  });

  it.each<[MailManner, string, boolean]>([
    ['refuse', 'mail-refused-550', false],
    ['refuse-content', 'mail-refused-552', false],
    ['silent', 'mail-silent', false],
    ['drop', 'mail-dropped', true],
    ['silent-after', 'mail-silent', true],
  ])('to a server that does %s is %s', async (manner, code, unknown) => {
    server.manner = manner;
    await expect(smtpSender(server.url, 400)(mail)).rejects.toMatchObject({ code, unknown });
    expect(server.mails).toEqual([]);
  });

  it('to nobody is unreachable', async () => {
    const { url } = server;
    await server.close();
    await expect(smtpSender(url, 400)(mail)).rejects.toMatchObject({
      code: 'mail-unreachable',
      unknown: false,
    });
    server = await startMailServer();
  });
});
