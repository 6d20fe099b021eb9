import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** A mail as it is sent. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** With its angle brackets. */
  readonly messageId: string;
  readonly at: Temporal.Instant;
  readonly attachments: readonly {
    readonly filename: string;
    readonly content: Buffer;
    readonly contentType: string;
  }[];
}

/**
 * A mail that was not accepted. `code`: `mail-refused-550`, `mail-unreachable`, `mail-silent` or `mail-dropped`. `unknown`: the
 * server had been given its content and did not answer, so that it may have been taken.
 */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: string;
  readonly unknown: boolean;
  constructor(code: string, unknown: boolean, cause: unknown) {
    super(code, { cause });
    this.code = code;
    this.unknown = unknown;
  }
}

/** Sends a mail; resolves when the server has taken it. @throws MailError */
export type SendMail = (mail: Mail) => Promise<void>;

/** @param url `smtp://user:password@host:587`, `smtps://…`; `?requireTLS=true` takes no connection without TLS */
export function smtpSender(url: string, timeoutMs: number): SendMail {
  const { hostname, port, protocol, username, password, searchParams } = new URL(url);
  const options = {
    host: hostname.replace(/^\[|\]$/gu, ''),
    ...(port !== '' && { port: Number(port) }),
    secure: protocol === 'smtps:',
    requireTLS: searchParams.get('requireTLS') === 'true',
    ...{
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
    },
  };
  const user = decodeURIComponent(username);
  const auth = user === '' ? null : { user, pass: decodeURIComponent(password) };
  return async (mail) => {
    const bytes = await composed(mail);
    const connection = new SMTPConnection(options);
    // What comes after the first fault says nothing new, and must not end the process.
    connection.on('error', () => {});
    const content = watched(bytes);
    try {
      await told(connection, (done) => connection.connect(done));
      if (auth) await told(connection, (done) => connection.login(auth, done));
      const envelope = { from: mail.from, to: [mail.to] };
      await told(connection, (done) => connection.send(envelope, content.stream, done));
    } catch (error) {
      throw mailErrorOf(error, content.begun());
    } finally {
      connection.close();
    }
  };
}

function composed({ at, attachments, ...mail }: Mail): Promise<Buffer> {
  const composer = new MailComposer({ ...mail, date: at.toString(), attachments: [...attachments] });
  return composer.compile().build();
}

/** A mail's content, and whether any of it has been asked for: the connection does so once the server has said yes to DATA. */
function watched(bytes: Buffer): { stream: Readable; begun: () => boolean } {
  let begun = false;
  const stream = new Readable({
    read() {
      begun = true;
      this.push(bytes);
      this.push(null);
    },
  });
  return { stream, begun: () => begun };
}

/** One step of the conversation. What goes wrong beside a step comes as an event. */
function told(connection: SMTPConnection, step: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('The connection ended')));
    step((error) => (error ? reject(error) : resolve()));
  });
}

/** An answer of the server's is certain, whatever it was given; silence is not, once it has the content. */
function mailErrorOf(error: unknown, begun: boolean): MailError {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  if (responseCode !== undefined) return new MailError(`mail-refused-${responseCode}`, false, error);
  if (begun) return new MailError(code === 'ETIMEDOUT' ? 'mail-silent' : 'mail-dropped', true, error);
  return new MailError(code === 'ETIMEDOUT' ? 'mail-silent' : 'mail-unreachable', false, error);
}
