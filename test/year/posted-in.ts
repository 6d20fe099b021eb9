import { type Kysely, sql } from 'kysely';
import type { FakeConnector } from '../fakes/fake-connector.ts';
import { channelOf } from './hands.ts';
import type { standingClock } from './standing-clock.ts';
import { type Posted, STAFF } from './town.ts';

/** The ticket of each message that is a card. */
export async function ticketsOf(kysely: Kysely<unknown>): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ message_id: string; ticket: string }>`
    SELECT message_id, ticket FROM card WHERE message_id IS NOT NULL`.execute(kysely);
  return new Map(rows.map(({ message_id, ticket }) => [message_id, ticket]));
}

/** Is the card with this preview a digest? */
export const isDigest = (summary = ''): boolean => summary.startsWith('Läget ');

/** Every line and digest that reached a channel, by the clock that stood when it came. */
export async function postedIn(
  connector: FakeConnector,
  kysely: Kysely<unknown>,
  clock: ReturnType<typeof standingClock>,
): Promise<Posted[]> {
  const tickets = await ticketsOf(kysely);
  const municipalities = new Map(Object.keys(STAFF).map((each) => [channelOf(each), each]));
  return connector.requests.flatMap(({ act, conversation, thread, body, atMs: realMs }): Posted[] => {
    const municipality = municipalities.get(conversation ?? '');
    if (act !== 'post' || municipality === undefined) return [];
    const atMs = clock.shownAt(realMs);
    const { text, summary, attachments, entities } = body as {
      text?: string;
      summary?: string;
      attachments?: { content: unknown }[];
      entities?: { mentioned?: { id: string } }[];
    };
    if (attachments !== undefined) {
      if (!isDigest(summary)) return [];
      const card = JSON.stringify(attachments);
      return [{ atMs, municipality, what: 'digest', ticket: null, text: card, mention: null }];
    }
    const mention = entities?.find(({ mentioned }) => mentioned)?.mentioned?.id ?? null;
    const ticket = tickets.get(thread ?? '') ?? null;
    return [{ atMs, municipality, what: 'line', ticket, text: text ?? '', mention }];
  });
}
