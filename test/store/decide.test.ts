import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/core/decision.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { verifyRecords } from '../../src/store/verify.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, noted, openTown, type Town } from './town.ts';

describe.each(databases)('a decision on %s', (name, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  const journalLength = async () =>
    (await town.rows<{ n: number }>('SELECT count(*)::int n FROM journal'))[0]?.n ?? 0;
  const registered = (series = 'KS') => ({
    ...noted,
    registration: {
      create: { kind: 'comment' as const, subject: 'En fråga', ground: null, secret: false, by: 'p' },
      number: { series },
    },
  });

  it('is made once of ten identical presses at the same time', async () => {
    const { ticket } = await town.ticket();
    const before = await journalLength();
    let decided = 0;
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () =>
        town.decide({ ticket }, () => ({ ...noted, ...(++decided && {}) }), { key: 'teams:c:f-1' }),
      ),
    );
    expect(decided).toBe(1);
    expect(outcomes.filter((outcome) => outcome?.kind === 'duplicate')).toHaveLength(9);
    expect(await journalLength()).toBe(before + 1);
  });

  it('sees what the one before it has committed: of ten presses that need an open ticket one wins', async () => {
    const { ticket } = await town.ticket();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () =>
        town.decide({ ticket }, (situation) =>
          situation.ticket?.state === 'open'
            ? {
                ...noted,
                ticket: { ...situation.ticket, state: 'claimed', version: situation.ticket.version + 1 },
              }
            : { refusal: { code: 'not-now', details: {} }, journal: [], effects: [] },
        ),
      ),
    );
    const won = outcomes.filter((one) => one?.kind === 'decided' && !one.decision.refusal);
    expect(won).toHaveLength(1);
    expect((await town.store.views('filipstad', [ticket])).get(ticket)?.ticket.version).toBe(2);
  });

  it('that fails leaves nothing, not even its key', async () => {
    const { ticket } = await town.ticket();
    const before = await journalLength();
    const fail = () => {
      throw new Error('a bug');
    };
    await expect(town.decide({ ticket }, fail, { key: 'fails' })).rejects.toThrow('a bug');
    expect(await town.decide({ ticket }, undefined, { key: 'fails' })).toMatchObject({ kind: 'decided' });
    expect(await journalLength()).toBe(before + 1);
  });

  it('numbers the register without gaps, also when some fail, and no number twice', async () => {
    await Promise.allSettled(
      Array.from({ length: 20 }, async (_, index) => {
        const { ticket } = await town.ticket();
        await town.decide({ ticket }, () => ({
          ...registered(),
          // An effect that the schema refuses: the number that was taken goes back.
          effects: index % 3 === 0 ? [{ kind: 'hide-comment', params: {} }] : [],
        }));
      }),
    );
    const numbers = await town.rows<{ series_number: number }>(
      'SELECT series_number FROM registration ORDER BY 1',
    );
    expect(numbers.map(({ series_number }) => series_number)).toEqual(
      Array.from({ length: 13 }, (_, index) => index + 1),
    );
    expect(await verifyRecords(town.database.kysely)).toMatchObject([
      { journal: { ok: true }, missingNumbers: [] },
    ]);
  });

  it('of another year begins at 1, as does another municipality’s', async () => {
    const { ticket } = await town.ticket();
    const at = Temporal.Instant.from('2026-12-31T23:30:00Z');
    await town.decide({ ticket }, () => registered(), { at });
    const { ticket: theirs } = await town.ticket([], 'ludvika');
    await town.decide({ ticket: theirs }, () => registered(), { municipality: 'ludvika' });
    const rows = await town.rows(
      'SELECT municipality, number FROM registration WHERE ticket = ANY($1) ORDER BY 1',
      [[ticket, theirs]],
    );
    expect(rows).toEqual([
      { municipality: 'filipstad', number: 'KS 2027/0001' },
      { municipality: 'ludvika', number: 'KS 2026/0001' },
    ]);
  });

  it('keeps the chain whole when many commit at once, in both municipalities', async () => {
    const tickets = await Promise.all(
      Array.from({ length: 10 }, (_, index) => town.ticket([], index % 2 === 0 ? 'filipstad' : 'ludvika')),
    );
    await Promise.all(
      tickets.flatMap(({ ticket }, index) =>
        Array.from({ length: 4 }, () =>
          town.decide({ ticket }, undefined, { municipality: index % 2 === 0 ? 'filipstad' : 'ludvika' }),
        ),
      ),
    );
    expect(await verifyRecords(town.database.kysely)).toMatchObject([
      { municipality: 'filipstad', journal: { ok: true } },
      { municipality: 'ludvika', journal: { ok: true } },
    ]);
  });

  it('does not reach another municipality’s ticket or comment', async () => {
    const { ticket, comment } = await town.ticket([], 'ludvika');
    const pressedOn = { conversation: { id: 'c', serviceUrl: 's', tenant: 't' }, messageId: 'm' };
    await town.decide({ ticket }, undefined, { municipality: 'ludvika', pressedOn });
    let asked = false;
    const decide = () => {
      asked = true;
      return noted;
    };
    expect(await town.decide({ ticket }, decide)).toEqual({ kind: 'not-found' });
    expect(await town.decide({ comment }, decide)).toEqual({ kind: 'not-found' });
    expect(asked).toBe(false);
    expect((await town.store.views('filipstad', [ticket])).size).toBe(0);
    expect((await town.store.views('ludvika', [ticket])).size).toBe(1);
    expect(await town.store.cardMessage('filipstad', ticket)).toBeNull();
    expect(await town.store.cardMessage('ludvika', ticket)).toMatchObject({ messageId: 'm' });
    const at = { conversation: 'c', messageId: 'm' };
    expect(await town.store.ticketAt('filipstad', at)).toBeNull();
    expect(await town.store.ticketAt('ludvika', at)).toBe(ticket);
  });

  it('reads a reply in its own municipality alone', async () => {
    const { ticket } = await town.ticket();
    const outcome = await town.decide({ ticket }, ({ decisionId }) => ({
      ...noted,
      reply: { text: 'Välkommen', kind: 'reply' },
      effects: [{ kind: 'reply-to-comment', params: { decision: decisionId } }],
    }));
    expect(outcome?.kind).toBe('decided');
    const [row] = await town.rows<{ id: string }>('SELECT id FROM reply WHERE ticket = $1', [ticket]);
    expect(await town.store.replyText('filipstad', row?.id ?? '')).toBe('Välkommen');
    expect(await town.store.replyText('ludvika', row?.id ?? '')).toBeNull();
  });

  // One at a time: the seals of a decision with a reason and a reply would be the reply's alone.
  it.each<[string, Partial<Decision>]>([
    ['reason', { reason: { verb: 'remove', rule: 'FIL-18', quote: 'q', text: 'Det är hemligt' } }],
    ['reply', { reply: { kind: 'reply', text: 'Det är hemligt' } }],
    ['draft', { reply: { kind: 'draft', text: 'Det är hemligt' } }],
    [
      'subject',
      {
        registration: {
          create: {
            kind: 'comment' as const,
            subject: 'Det är hemligt',
            ground: null,
            secret: false,
            by: 'p',
          },
          number: null,
        },
      },
    ],
  ])('writes nothing of a %s in the journal', async (_what, written) => {
    const { ticket } = await town.ticket();
    await town.decide({ ticket }, ({ decisionId }) => ({
      journal: [{ kind: 'registered', by: 'p', data: { registration: decisionId } }],
      effects: [],
      ...written,
    }));
    const [row] = await town.rows<{ line: string }>(
      `SELECT journal::text AS line FROM journal WHERE ticket = $1 AND kind = 'registered'`,
      [ticket],
    );
    expect(row?.line).toContain('"registration"');
    expect(row?.line).not.toContain('hemligt');
  });

  it('is refused by the schema when it would take something away without stored evidence', async () => {
    for (const kind of ['hide-comment', 'delete-comment', 'block-author'] as const) {
      const { ticket } = await town.ticket();
      const order = (params: { commentVersion?: number }) =>
        town.decide({ ticket }, () => ({ ...noted, effects: [{ kind, params }] }));
      await expect(order({})).rejects.toThrow(/effect.*check|check.*effect/u);
      await expect(order({ commentVersion: 7 })).rejects.toThrow(/foreign key/u);
      expect(await order({ commentVersion: 1 })).toMatchObject({ kind: 'decided' });
    }
  });

  it('cannot be joined across municipalities: the schema refuses every such row', async () => {
    const { ticket, comment } = await town.ticket();
    const id = crypto.randomUUID();
    const foreign: [string, unknown[]][] = [
      [
        `INSERT INTO comment_version (municipality, comment, number, text_hmac, attachments, written_at, stored_at, delivery)
        SELECT 'ludvika', $1, 9, '', '[]', now(), now(), id FROM delivery WHERE municipality = 'ludvika' LIMIT 1`,
        [comment],
      ],
      [
        `INSERT INTO ticket (municipality, id, number, comment, version, state, due_at, body) VALUES ('ludvika', $1, 1000, $2, 1, 'open', now(), '{}')`,
        [id, comment],
      ],
      [
        `INSERT INTO reason (municipality, id, ticket, verb, rule, quote, policy, by, at) VALUES ('ludvika', $1, $2, '', '', '', '', '', now())`,
        [id, ticket],
      ],
      [
        `INSERT INTO reply (municipality, id, ticket, kind, by, at) VALUES ('ludvika', $1, $2, 'reply', '', now())`,
        [id, ticket],
      ],
      [
        `INSERT INTO registration (municipality, id, ticket, state, series_year, series_number, subject, secret, secrecy, secured_at, by) VALUES ('ludvika', $1, $2, 'secured', 2020, 1, '', false, 'none', now(), '')`,
        [id, ticket],
      ],
      [
        `INSERT INTO breach (municipality, decision, ticket, platform, account, author_id, rule, at) VALUES ('ludvika', $1, $2, '', '', '', '', now())`,
        [id, ticket],
      ],
      [
        `INSERT INTO effect (municipality, id, ticket, comment, seq, lane, kind, state, due_at, params) VALUES ('ludvika', $1, $2, $3, 99, '', 'post-line', '', now(), '{}')`,
        [id, ticket, comment],
      ],
      [`INSERT INTO card (municipality, ticket, audience, wanted) VALUES ('ludvika', $1, 'x', 1)`, [ticket]],
    ];
    for (const [query, values] of foreign) {
      await expect(town.rows(query, values)).rejects.toThrow(/foreign key/u);
    }
  });

  it('stays as it was journalled: the journal cannot be changed, and a reason only be disposed of', async () => {
    const { ticket } = await town.ticket();
    await town.decide({ ticket }, () => ({
      ...noted,
      reason: { verb: 'remove', rule: 'FIL-18', quote: 'q', text: 'Skäl' },
    }));
    for (const query of [
      `UPDATE journal SET kind = 'x' WHERE seq = 1`,
      'DELETE FROM journal WHERE seq = 1',
      'TRUNCATE journal',
      `UPDATE reason SET text = 'Ett annat skäl'`,
      `UPDATE reason SET rule = 'FIL-01'`,
      `UPDATE reason SET text = NULL, salt = NULL, rule = 'FIL-01'`,
      'UPDATE reason SET text = NULL',
      'DELETE FROM reason',
    ]) {
      await expect(town.rows(query)).rejects.toThrow(/append-only|fixed when it is given/u);
    }
    await town.rows('UPDATE reason SET text = NULL, salt = NULL WHERE ticket = $1', [ticket]);
    expect(await town.rows('SELECT text FROM reason WHERE ticket = $1', [ticket])).toEqual([{ text: null }]);
  });

  // One embedded database is one process's own, so this is no case there.
  if (name === 'PostgreSQL')
    it('is made on a schema that several replicas bring up at once', async () => {
      const fresh = await open();
      const replicas = await Promise.all(
        Array.from({ length: 4 }, () => openDatabase<unknown>(fresh.options)),
      );
      try {
        const stores = await Promise.all(replicas.map((replica) => createStore(replica)));
        await Promise.all(stores.map((store) => store.rememberPerson('filipstad', { id: 'p', name: 'P' })));
        expect(await stores[0]?.channels()).toEqual([]);
      } finally {
        await Promise.all(replicas.map((replica) => replica.close()));
        await fresh.close();
      }
    });

  it('that binds a channel is journalled, and a channel belongs to one municipality', async () => {
    const channel = { id: 'c', serviceUrl: 's', tenant: 't' };
    await town.store.bindChannel({ ...channel, municipality: 'filipstad', name: '' }, 'p', NOW);
    await expect(
      town.store.bindChannel({ ...channel, municipality: 'ludvika', name: '' }, 'p', NOW),
    ).rejects.toThrow();
    expect(await town.store.channels()).toEqual([{ ...channel, municipality: 'filipstad', name: '' }]);
    expect(await town.rows(`SELECT by FROM journal WHERE kind = 'channel-bound'`)).toEqual([{ by: 'p' }]);
  });
});
