import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { Database } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { readUnreached, standingBot } from '../fakes/standing-bot.ts';
import type { Findings } from './audit.ts';
import type { Staff } from './staff.ts';
import type { Town } from './town.ts';

interface CardRow {
  readonly municipality: string;
  readonly ticket: string;
  readonly message_id: string | null;
  readonly error: string | null;
  /** When anything was noted of the ticket, by the bot's clock, latest first. */
  readonly noted_at: readonly [Temporal.Instant, ...Temporal.Instant[]];
}

/**
 * Every ticket has one card in its channel, two where a kill hid the first one's id, and the one that the bot knows
 * of shows the ticket as it is in the end. A card tells of time, and what is said in its thread does not draw it anew:
 * it is compared as drawn when something was noted or now.
 */
export async function auditCards(town: Town, database: Database<unknown>, staff: Staff): Promise<Findings> {
  const { rows } = await sql<CardRow>`
    SELECT k.municipality, k.ticket, k.message_id, k.error, ARRAY(SELECT DISTINCT j.at FROM journal j
      WHERE j.municipality = k.municipality AND j.ticket = k.ticket ORDER BY j.at DESC) AS noted_at
    FROM card k WHERE k.audience = 'channel'`.execute(database.kysely);
  staff.look();
  const draw = await drawing(database);
  const shows = async (shown: unknown, row: CardRow, at: readonly Temporal.Instant[]) => {
    for (const now of at) if (same(shown, await draw(row, now))) return true;
    return false;
  };
  const violations: string[] = [];
  const copies = rows.map(({ ticket, message_id }) => {
    const seen = new Set(staff.messages.get(ticket));
    if (message_id !== null) seen.add(message_id);
    return seen.size;
  });
  for (const row of rows) {
    const name = `card of ticket ${row.ticket} of ${row.municipality}`;
    const shown = town.connector
      .cards(town.channelOf(row.municipality))
      .find(({ messageId }) => messageId === row.message_id)?.card;
    if (row.error !== null) violations.push(`given up (${row.error}): ${name}`);
    if (shown === undefined) violations.push(`not in its channel: ${name}`);
    else if (!(await shows(shown, row, [...row.noted_at, town.clock.now()]))) {
      const wanted = JSON.stringify(await draw(row, row.noted_at[0]));
      violations.push(`shows an older state: ${name}\n  shown  ${JSON.stringify(shown)}\n  wanted ${wanted}`);
    }
  }
  for (const [index, { ticket }] of rows.entries()) {
    if ((copies[index] ?? 0) > 2) violations.push(`${copies[index]} cards of ticket ${ticket}`);
  }
  const standing = town.municipalities.flatMap((municipality) =>
    town.connector.cards(town.channelOf(municipality)),
  );
  const counted = copies.reduce((sum, each) => sum + each, 0);
  if (standing.length !== counted)
    violations.push(`${standing.length} cards in the channels, ${counted} known`);
  return {
    figures: {
      cards: rows.length,
      'cards posted twice': copies.filter((each) => each === 2).length,
      'cards posted more often': copies.filter((each) => each > 2).length,
    },
    violations,
  };
}

const same = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(one, JSON.parse(JSON.stringify(other)));

/** Draws a ticket's card as the bot would at an instant. */
async function drawing(database: Database<unknown>) {
  const checked = readUnreached({});
  let at = Temporal.Instant.fromEpochMilliseconds(0);
  const clock = { now: () => at };
  const { engine } = await standingBot(checked, { store: await createStore(database), clock });
  return async ({ municipality, ticket }: CardRow, now: Temporal.Instant): Promise<object> => {
    at = now;
    const view = await engine.view(municipality, ticket);
    if (view === null) throw new Error(`No ticket ${ticket}`);
    return ticketCard(checked.files.cards[view.policy.language], view).card;
  };
}
