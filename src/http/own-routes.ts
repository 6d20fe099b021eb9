import type { HttpRequest, Route } from '../ports/http.ts';

/** Far more than Teams sends. */
const MAX_ACTIVITY = 1024 * 1024;
/** Nobody has anything to say there. */
const MAX_QUESTION = 1024 * 1024;

/** Where Teams sends its activities; whoever handles them answers for it that they come from Teams. */
export const messagesRoute = (
  handle: (body: Buffer, headers: HttpRequest['headers']) => Promise<{ status: number; body?: unknown }>,
): Route => ({
  method: 'post',
  path: '/api/messages',
  maxBytes: MAX_ACTIVITY,
  handle: ({ body, headers }) => handle(body, headers),
});

/** Is the process alive, and can it serve? @param ready throws while it cannot */
export const healthRoutes = (ready: () => Promise<void>): readonly Route[] => [
  {
    method: 'get',
    path: '/healthz',
    maxBytes: MAX_QUESTION,
    handle: async () => ({ status: 200, body: { status: 'ok' } }),
  },
  {
    method: 'get',
    path: '/readyz',
    maxBytes: MAX_QUESTION,
    handle: async () => {
      await ready();
      return { status: 200, body: { status: 'ready' } };
    },
  },
];
