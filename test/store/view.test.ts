import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketState } from '../../src/core/ticket.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, noted, openTown, type Town } from './town.ts';

describe.each(databases)('what a card is drawn from on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  const viewOf = async (ticket: string) => (await town.store.views('filipstad', [ticket])).get(ticket);

  it('knows where the card stands once it has been posted', async () => {
    const { ticket } = await town.ticket();
    expect((await viewOf(ticket))?.card).toBeNull();
    await town.rows(
      `UPDATE card SET conversation = '19:a@thread.tacv2', service_url = 's', tenant = 't', message_id = '7'
       WHERE ticket = $1`,
      [ticket],
    );
    expect((await viewOf(ticket))?.card).toEqual({
      conversation: '19:a@thread.tacv2',
      tenant: 't',
      messageId: '7',
    });
  });

  it.each(['pending', 'asked', 'failed', 'unknown', 'done'] as const)(
    'knows the reply that a person must publish, and no other: %s',
    async (state) => {
      const { ticket } = await town.ticket();
      const [other] = await town.rows<{ id: string }>('SELECT gen_random_uuid() AS id');
      await town.decide({ ticket }, (situation) => ({
        ...noted,
        reply: { kind: 'reply', text: 'Biblioteket öppnar 10.' },
        effects: [
          { kind: 'reply-to-comment', params: { decision: situation.decisionId } },
          { kind: 'unhide-comment', params: { decision: other?.id ?? '' } },
        ],
      }));
      await town.rows(`UPDATE effect SET state = $2 WHERE ticket = $1`, [ticket, state]);
      const mustBeSeenTo = state !== 'pending' && state !== 'done';
      expect((await viewOf(ticket))?.replyForHands).toBe(mustBeSeenTo ? 'Biblioteket öppnar 10.' : null);
    },
  );

  it.each([
    ['awaiting-approval', 'Hänger ut en lärare.'],
    ['removing', 'Hänger ut en lärare.'],
    ['closed', null],
  ] as const satisfies readonly (readonly [TicketState, string | null])[])(
    'knows why a removal was asked for while it is %s: %s',
    async (state, reason) => {
      const { ticket } = await town.ticket();
      await town.decide({ ticket }, (situation) => ({
        ...noted,
        ...(situation.ticket && {
          ticket: {
            ...situation.ticket,
            state,
            removal: {
              by: 'p',
              at: NOW.toString(),
              rule: 'FIL-20',
              decision: situation.decisionId,
              commentVersion: 1,
              undoUntil: null,
              approvedBy: null,
            },
          },
        }),
        reason: { verb: 'remove', rule: 'FIL-20', quote: 'q', text: 'Hänger ut en lärare.' },
      }));
      const view = await viewOf(ticket);
      expect([view?.ticket.state, view?.removalReason]).toEqual([state, reason]);
    },
  );
});
