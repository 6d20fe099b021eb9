import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { RawRequest } from './raw-requests.ts';

/** Enough for any answer of ours; the rest of a long one is not kept. */
const KEPT = 64_000;

/** Sends bytes over a connection of their own; resolves with what came back when the connection is over. @param waitMs at most */
export function sendRaw(url: string, { pieces, leaves }: RawRequest, waitMs = 3_000): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    let heard = '';
    socket.setTimeout(waitMs, () => socket.destroy());
    // Being cut off while sending is an answer too.
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      if (heard.length < KEPT) heard += chunk.toString('latin1');
      if (leaves === 'when-answered') socket.destroy();
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(heard));
    const send = async () => {
      for (const piece of pieces) {
        socket.write(piece);
        if (pieces.length > 1) await turn();
      }
      if (leaves === 'half-closed') socket.end();
      if (leaves === 'at-once') socket.destroySoon();
    };
    void send();
  });
}

/** The status of every answer in it. */
export const statusesIn = (heard: string): number[] =>
  [...heard.matchAll(/HTTP\/1\.[01] (\d{3})/gu)].map(([, status]) => Number(status));
