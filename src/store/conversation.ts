import { sql } from 'kysely';

/** Other private messages `m` of the conversation of the message `c`, in SQL. */
export const ofConversation = sql`c.kind = 'message' AND m.kind = 'message' AND m.municipality = c.municipality
  AND m.platform = c.platform AND m.account = c.account AND m.conversation = c.conversation AND m.id <> c.id`;
