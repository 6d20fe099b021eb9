import type { Server } from 'node:http';

/** What a request that is under way gets to end in; a handler needs far less. */
const GRACE_MS = 5_000;

/**
 * Stops listening and lets requests under way be answered. After `graceMs` what is left is cut off: a sender that never
 * ends its body, or keeps a connection without a request, must not hold the process.
 */
export function closeHttp(server: Server, graceMs = GRACE_MS): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
  });
}
