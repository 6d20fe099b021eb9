import type { HandedEntry } from '../../ports/handovers.ts';
import type { HandoverParts } from './hand-over.ts';
import type { SendMail } from './mail.ts';
import { type HandedFile, packageOf } from './package.ts';
import { say } from './say.ts';

/** Of an entry always the same, so that whoever gets it twice can see that it is one. */
export const messageIdOf = (registration: string, from: string): string =>
  `<${registration}@${from.split('@').at(-1) || 'localhost'}>`;

const ATTACHED: Readonly<Record<string, string>> = {
  'handling.pdf': 'application/pdf',
  'handling.json': 'application/json',
};

/**
 * Tells of an entry by mail, under its neutral public subject. The document goes along only when nothing of it may be
 * secret: a mail is read by more than those it is for. @throws MailError
 */
export async function handByMail(
  { store, clock, policies, send }: Pick<HandoverParts, 'store' | 'clock' | 'policies'> & { send: SendMail },
  { to, from, messageId }: { to: string; from: string; messageId: string },
  entry: HandedEntry,
): Promise<void> {
  const { municipality, registration } = entry;
  const { reference, subject } = registration;
  const { language = 'sv', name = municipality } = policies.get(municipality) ?? {};
  const files: readonly HandedFile[] = entry.guarded ? [] : await packageOf(entry, store.readMedia, language);
  const attachments = files.flatMap(({ path, content }) => {
    const contentType = ATTACHED[path];
    return contentType === undefined ? [] : [{ filename: path, content, contentType }];
  });
  const how = say(language, attachments.length > 0 ? 'mail.attached' : 'mail.fetch');
  await send({
    ...{ to, from, messageId, attachments, at: clock.now() },
    // A line break would be a header of its own.
    subject: say(language, 'mail.subject', { reference, subject: subject.replace(/\s+/gu, ' ') }),
    text: `${say(language, 'mail.body', { municipality: name, reference })}\n\n${how}\n`,
  });
}
