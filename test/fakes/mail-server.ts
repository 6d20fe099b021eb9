import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** How a mail server meets whoever sends: takes, refuses the recipient, says nothing at all, or hangs up once it has the mail. */
export type MailManner = 'take' | 'refuse' | 'refuse-content' | 'silent' | 'drop' | 'silent-after';

/** A real mail server on this machine. */
export interface MailServer {
  readonly url: string;
  readonly mails: readonly ParsedMail[];
  /** The bytes of each, also of those that it hung up on. */
  readonly raw: readonly string[];
  manner: MailManner;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const raw: string[] = [];
  const sockets = new Set<Socket>();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) =>
      server.manner === 'refuse'
        ? done(Object.assign(new Error('no such box'), { responseCode: 550 }))
        : done(),
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        raw.push(Buffer.concat(chunks).toString());
        if (server.manner === 'drop') for (const socket of sockets) socket.destroy();
        if (server.manner === 'silent-after' || server.manner === 'drop') return;
        if (server.manner === 'refuse-content')
          return done(Object.assign(new Error('too large'), { responseCode: 552 }));
        simpleParser(Buffer.concat(chunks)).then((mail) => {
          mails.push(mail);
          done();
        }, done);
      });
    },
  });
  // Before the server itself, so that it can be silent and hang up.
  const front: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (server.manner !== 'silent') smtp.server.emit('connection', socket);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const server: MailServer = {
    url: `smtp://127.0.0.1:${(front.address() as AddressInfo).port}`,
    ...{ mails, raw, manner: 'take' },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      front.close();
      await once(front, 'close');
    },
  };
  return server;
}
