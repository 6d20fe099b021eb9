import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingComment } from '../../src/core/comment.ts';
import type { DuePoll, PollEnd } from '../../src/ports/polls.ts';
import { databases } from '../fakes/databases.ts';
import { incoming, LEASE_MS, NOW, openTown, type Town } from './town.ts';

const FILIPSTAD = { municipality: 'filipstad', platform: 'facebook', account: '1' } as const;
const LUDVIKA = { ...FILIPSTAD, municipality: 'ludvika' } as const;
const HOUR = { hours: 1 };

const ended = (more: Partial<PollEnd> = {}): PollEnd => ({
  now: NOW,
  dueAt: NOW.add(HOUR),
  covered: { to: NOW, swept: true },
  silence: null,
  untold: null,
  ...more,
});

describe.each(databases)('when accounts are listed, on %s', (_, open) => {
  let town: Town;
  beforeEach(async () => {
    town = await openTown(open);
  });
  afterEach(() => town.database.close());
  const claim = (now = NOW, accounts: readonly (typeof FILIPSTAD | typeof LUDVIKA)[] = [FILIPSTAD]) =>
    town.store.claimPoll(accounts, now, LEASE_MS);
  const claimed = async (now = NOW): Promise<DuePoll> => {
    const poll = await claim(now);
    if (!poll) throw new Error('Expected an account that is due');
    return poll;
  };

  it('each is handed out once, and again when it is due, with what has been covered', async () => {
    expect(await claim()).toEqual({ ...FILIPSTAD, coveredTo: null, sweptAt: null, failures: 0 });
    expect(await claim()).toBeNull();
    await town.store.pollEnded({ ...FILIPSTAD, coveredTo: null, sweptAt: null, failures: 0 }, ended());
    expect(await claim()).toBeNull();
    expect(await claim(NOW.add(HOUR))).toEqual({ ...FILIPSTAD, coveredTo: NOW, sweptAt: NOW, failures: 0 });
  });

  it('the one that has waited longest comes first, and one that is not configured never', async () => {
    await town.store.pollEnded(await claimed(), ended({ dueAt: NOW }));
    expect((await claim(NOW, [FILIPSTAD, LUDVIKA]))?.municipality).toBe('ludvika');
    expect((await claim(NOW, [FILIPSTAD, LUDVIKA]))?.municipality).toBe('filipstad');
    expect(await claim(NOW.add(HOUR), [])).toBeNull();
  });

  it('one whose poller vanished is handed out again', async () => {
    await claimed();
    await town.rows(`UPDATE account SET poll_lease_until = now() - interval '1 s'`);
    expect(await claim()).not.toBeNull();
  });

  it('one whose poller goes on is not, and one that has ended is not begun again by it', async () => {
    const poll = await town.store.claimPoll([FILIPSTAD], NOW, 0);
    if (!poll) throw new Error('Expected an account that is due');
    await town.store.pollGoesOn(poll, 60_000);
    expect(await claim()).toBeNull();
    await town.store.pollEnded(poll, ended({ dueAt: NOW }));
    await town.store.pollGoesOn(poll, 60_000);
    expect(await claim()).not.toBeNull();
  });

  it('one that the platform has paused is not asked meanwhile', async () => {
    await town.store.pauseAccount('filipstad', 'facebook', '1', NOW.add(HOUR));
    expect(await claim()).toBeNull();
    expect(await claim(NOW.add(HOUR))).not.toBeNull();
  });

  describe('one of which something was told without its words', () => {
    const soon = (now: Temporal.Instant) => town.store.listSoon(FILIPSTAD, now);
    const MINUTE = { minutes: 1 };
    const later = NOW.add({ minutes: 20 });

    it('is due at once, and again no sooner than a minute after it was listed', async () => {
      await town.store.pollEnded(await claimed(), ended());
      await soon(NOW);
      expect(await claim(NOW)).toBeNull();
      expect(await claim(NOW.add(MINUTE))).not.toBeNull();
      await town.store.pollEnded({ ...FILIPSTAD, coveredTo: NOW, sweptAt: NOW, failures: 0 }, ended());
      await soon(later);
      expect(await claim(later)).not.toBeNull();
    });

    it('is due again when it is being listed: the list may be older than what was told', async () => {
      await town.store.pollEnded(await claimed(), ended({ dueAt: NOW }));
      const poll = await claimed();
      await soon(NOW);
      await town.store.pollEnded(poll, ended());
      expect(await claim(NOW.add(MINUTE))).not.toBeNull();
    });

    it('keeps its pause where it fails, and is not put off where it is due', async () => {
      await town.store.pollEnded(await claimed(), ended({ dueAt: NOW }));
      await soon(NOW);
      await town.store.pollEnded(await claimed(), ended({ covered: null }));
      await soon(later);
      expect(await claim(later)).toBeNull();
      expect(await claim(NOW.add(HOUR))).not.toBeNull();
    });

    it('is no other municipality’s', async () => {
      await town.store.pollEnded(await claimed(), ended());
      await town.store.listSoon(LUDVIKA, later);
      expect(await claim(later)).toBeNull();
    });
  });

  it('a failure covers nothing and counts; what was covered stays', async () => {
    await town.store.pollEnded(await claimed(), ended({ dueAt: NOW }));
    await town.store.pollEnded(await claimed(), ended({ covered: null, dueAt: NOW }));
    await town.store.pollEnded(await claimed(), ended({ covered: null, dueAt: NOW }));
    expect(await claim()).toMatchObject({ coveredTo: NOW, sweptAt: NOW, failures: 2 });
  });

  it('a time without the platform is journalled, with what can no longer be read', async () => {
    const silence = { from: NOW.subtract({ hours: 60 }), to: NOW, lostTo: NOW.subtract(HOUR) };
    await town.store.pollEnded(await claimed(), ended({ silence }));
    const [line] = await town.rows<{ data: unknown }>(
      `SELECT data FROM journal WHERE kind = 'account-unheard'`,
    );
    expect(line?.data).toEqual({
      platform: 'facebook',
      account: '1',
      from: '2026-11-17T20:00:00Z',
      to: '2026-11-20T08:00:00Z',
      lostTo: '2026-11-20T07:00:00Z',
    });
  });

  it('a time of which it did not tell is journalled from what it told last, or from the oldest that it did not tell', async () => {
    const untold = async (oldestAt: Temporal.Instant) => {
      await town.store.pollEnded(
        { ...FILIPSTAD, coveredTo: NOW.subtract(HOUR), sweptAt: NOW, failures: 0 },
        ended({ untold: { count: 2, oldestAt } }),
      );
      const lines = await town.rows<{ data: { from: string } }>(
        `SELECT data FROM journal WHERE kind = 'account-untold' ORDER BY seq`,
      );
      return lines.at(-1)?.data;
    };
    const ago = (minutes: number) => NOW.subtract({ minutes });
    const told = { platform: 'facebook', account: '1', to: NOW.toString(), count: 2 };
    expect(await untold(ago(5))).toEqual({ ...told, from: ago(60).toString() });
    await town.archive([{ account: '1' }], { source: 'poll', receivedAt: ago(20) });
    await town.archive([{ account: '1', externalId: 'told' }], { source: 'facebook', receivedAt: ago(30) });
    await town.archive([{ account: '2', externalId: 'other' }], { source: 'facebook', receivedAt: ago(10) });
    expect(await untold(ago(5))).toEqual({ ...told, from: ago(30).toString() });
    expect(await untold(ago(40))).toEqual({ ...told, from: ago(40).toString() });
  });

  const listed = (comment: Partial<IncomingComment>, hidden = false) => ({
    comment: incoming(comment),
    node: null,
    hidden,
  });

  it('what is new, of another text or seen otherwise is told, and nothing else', async () => {
    await town.archive([
      { externalId: 'same' },
      { externalId: 'edited' },
      { externalId: 'hidden' },
      { externalId: 'odd', text: 'Hej\u0000\ud800' },
      { externalId: 'gone' },
      { externalId: 'disposed' },
      { externalId: 'assumed', createdAt: NOW.add(HOUR) },
      { externalId: 'nameless', author: {} },
    ]);
    await town.rows(`UPDATE comment SET visibility = 'gone' WHERE external_id = 'gone'`);
    await town.rows(`UPDATE comment_version v SET text = NULL, salt = NULL, raw = '{}' FROM comment c
      WHERE c.id = v.comment AND c.external_id = 'disposed'`);
    const poll = await claimed();
    const found = await town.store.differences(poll, [
      listed({ externalId: 'same' }),
      listed({ externalId: 'edited', text: 'Hej då!' }),
      listed({ externalId: 'hidden' }, true),
      listed({ externalId: 'odd', text: 'Hej\u0000\ud800' }),
      listed({ externalId: 'gone' }, true),
      listed({ externalId: 'disposed' }),
      listed({ externalId: 'new' }, true),
      listed({ externalId: 'assumed' }),
      listed({ externalId: 'nameless' }),
      { ...listed({ externalId: 'same', createdAt: NOW.add(HOUR) }), partial: true },
    ]);
    expect(found).toHaveLength(5);
    expect(found).toEqual(
      expect.arrayContaining([
        { externalId: 'edited', known: 'visible', text: true, visibility: false, facts: false },
        { externalId: 'hidden', known: 'visible', text: false, visibility: true, facts: false },
        { externalId: 'new', known: null, text: false, visibility: false, facts: false },
        { externalId: 'assumed', known: 'visible', text: false, visibility: false, facts: true },
        { externalId: 'nameless', known: 'visible', text: false, visibility: false, facts: true },
      ]),
    );
    const others = await town.store.differences({ ...poll, ...LUDVIKA }, [listed({ externalId: 'same' })]);
    expect(others).toMatchObject([{ externalId: 'same', known: null }]);
  });

  it('a comment for which somebody waits is awaited, however old', async () => {
    await town.ticket([], 'filipstad', '1_7');
    await town.ticket([], 'ludvika', '1_8');
    await town.archive([{ externalId: '1_9' }]);
    const poll = await claimed();
    expect(await town.store.awaited(poll, 10)).toEqual(['1_7']);
    await town.rows(`UPDATE ticket SET state = 'closed'`);
    expect(await town.store.awaited(poll, 10)).toEqual([]);
  });

  it('what was not listed is looked at: once a day, but at every time where somebody waits', async () => {
    const old = NOW.subtract({ hours: 24 * 30 });
    await town.archive([
      { externalId: 'listed' },
      { externalId: 'missing' },
      { externalId: 'old', createdAt: old },
      { externalId: 'told', kind: 'message' },
      { externalId: 'gone' },
    ]);
    await town.rows(`UPDATE comment SET visibility = 'gone' WHERE external_id = 'gone'`);
    await town.ticket([], 'filipstad', 'awaited');
    const poll = await claimed();
    const look = async (now: Temporal.Instant) => {
      const query = { since: NOW.subtract({ hours: 24 }), listed: ['listed'], now, limit: 10 };
      return (await town.store.unlisted(poll, query)).map(({ externalId }) => externalId);
    };
    expect(await look(NOW)).toEqual(['awaited', 'missing']);
    await town.store.lookedAt(poll, ['awaited', 'missing'], NOW);
    expect(await look(NOW.add(HOUR))).toEqual(['awaited']);
    expect(await look(NOW.add({ hours: 25 }))).toEqual(['awaited', 'missing']);
  });
});
