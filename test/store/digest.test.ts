import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DigestPlace } from '../../src/core/digest-lists.ts';
import type { ClaimedDigest, DigestQuery } from '../../src/ports/digests.ts';
import { databases } from '../fakes/databases.ts';
import { LEASE_MS, NOW, openTown, type Town } from './town.ts';

const TODAY = Temporal.PlainDate.from('2026-11-20');
const DUE = NOW.subtract({ minutes: 1 });
const here = { id: 'c', serviceUrl: 's', tenant: 't' };
const yes = (digest: ClaimedDigest | null): ClaimedDigest => {
  if (!digest) throw new Error('No digest was handed out');
  return digest;
};

describe.each(databases)('the digests on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
    // Those of departments have none: the main channel's tells of all.
    const department = { ...here, name: 'kultur' };
    await town.store.bindChannel({ ...department, id: 'a', municipality: 'filipstad' }, 'p', NOW);
    await town.store.bindChannel({ ...department, id: 'b', municipality: 'ludvika' }, 'p', NOW);
    await town.store.bindChannel({ ...here, municipality: 'filipstad', name: '' }, 'p', NOW);
  });
  beforeEach(() => town.rows('DELETE FROM digest'));
  afterAll(() => town.database.close());
  const claim = (now = NOW) => town.store.claimDigest(now, LEASE_MS);
  const plan = (more = {}) =>
    town.store.planDigest(
      'filipstad',
      {
        day: TODAY,
        dueAt: DUE,
        since: NOW.subtract({ hours: 24 }),
        ...more,
      },
      NOW,
    );
  const states = () => town.rows('SELECT day, state FROM digest ORDER BY day');
  const lapse = () => town.rows(`UPDATE digest SET lease_until = now() - interval '1 s'`);

  it('are asked for by municipalities with a channel and none ahead', async () => {
    expect(await town.store.undigested(null)).toEqual([{ municipality: 'filipstad', last: null }]);
    await plan();
    expect(await town.store.undigested(null)).toEqual([]);
    const digest = yes(await claim());
    expect(await town.store.undigested(null)).toEqual([]);
    await town.store.digestSkipped(digest);
    const [next] = await town.store.undigested(null);
    expect(next?.last?.toString()).toBe('2026-11-20');
  });

  it('are planned once for a day, and tell of what came after the last that was posted', async () => {
    await Promise.all([plan(), plan(), plan({ dueAt: NOW })]);
    expect(await states()).toEqual([{ day: '2026-11-20', state: 'pending' }]);
    const digest = yes(await claim());
    expect(digest).toMatchObject({ repeated: false, conversation: here, attempts: 1 });
    expect(digest.since.toString()).toBe(NOW.subtract({ hours: 24 }).toString());
    await town.store.digestPosted(digest, NOW.add({ seconds: 1 }), { day: '2026-11-20' });
    await plan({ day: TODAY.add({ days: 3 }) });
    expect(yes(await claim()).since.toString()).toBe(NOW.add({ seconds: 1 }).toString());
  });

  it('are planned anew while they lie ahead, and stay once they are due or begun', async () => {
    const TOMORROW = { day: '2026-11-21', state: 'pending' };
    await plan({ dueAt: NOW.add({ minutes: 1 }) });
    expect(await town.store.undigested(NOW)).toEqual([{ municipality: 'filipstad', last: null }]);
    await plan({ day: TODAY.add({ days: 1 }), dueAt: NOW.add({ hours: 24 }) });
    expect(await states()).toEqual([TOMORROW]);
    await plan();
    expect(await town.store.undigested(NOW)).toEqual([]);
    await claim();
    await plan({ day: TODAY.add({ days: 1 }), dueAt: NOW.add({ hours: 24 }) });
    expect(await states()).toEqual([{ day: '2026-11-20', state: 'started' }, TOMORROW]);
    const [asked] = await town.store.undigested(DUE.subtract({ minutes: 1 }));
    expect(asked).toBeUndefined();
  });

  it('are handed to one of eight workers, when they are due', async () => {
    await plan();
    expect(await claim(DUE.subtract({ milliseconds: 1 }))).toBeNull();
    for (let round = 0; round < 25; round += 1) {
      const claimed = await Promise.all(Array.from({ length: 8 }, () => claim()));
      expect(claimed.filter((each) => each !== null)).toHaveLength(1);
      expect(await claim()).toBeNull();
      await lapse();
    }
  });

  it('whose worker vanished are handed out again as repeated, and the old worker may not post', async () => {
    await plan();
    const lost = yes(await claim());
    expect(await town.store.holdDigest(lost, LEASE_MS)).toBe(true);
    await lapse();
    const again = yes(await claim());
    expect(again).toMatchObject({ repeated: true, attempts: 2 });
    expect(await town.store.holdDigest(lost, LEASE_MS)).toBe(false);
    await town.store.digestPosted(lost, NOW, { day: 'x' });
    await town.store.digestFailed(lost, { unknown: false, retryAt: NOW, waitMs: 0 });
    await town.store.digestSkipped(lost);
    expect(await states()).toEqual([{ day: '2026-11-20', state: 'started' }]);
    expect(await claim()).toBeNull();
  });

  it.each([
    [false, false],
    [true, true],
  ])('that failed, unknown %s: are repeated %s, later', async (unknown, repeated) => {
    await plan();
    const retryAt = NOW.add({ minutes: 10 });
    await town.store.digestFailed(yes(await claim()), { unknown, retryAt, waitMs: 60_000 });
    expect(await claim()).toBeNull();
    if (unknown) await lapse();
    else expect(await claim(retryAt.subtract({ seconds: 1 }))).toBeNull();
    const again = yes(await claim(retryAt));
    expect(again.repeated).toBe(repeated);
    // Once nobody knows, a later refusal does not make it known.
    await town.store.digestFailed(again, { unknown: false, retryAt: NOW, waitMs: 60_000 });
    if (unknown) await lapse();
    expect(yes(await claim()).repeated).toBe(repeated);
  });

  it('write their journal line with the row', async () => {
    await plan();
    await town.store.digestPosted(yes(await claim()), NOW, { day: '2026-11-20', head: 'abc' });
    expect(
      await town.rows(`SELECT by, data FROM journal WHERE kind = 'digest-posted' ORDER BY seq DESC LIMIT 1`),
    ).toEqual([{ by: null, data: { day: '2026-11-20', head: 'abc' } }]);
    expect(await states()).toEqual([{ day: '2026-11-20', state: 'done' }]);
  });

  it('learn of contacts, and never of an older one', async () => {
    const [account] = await town.store.contacts('filipstad');
    if (!account) throw new Error('No account');
    await town.store.contacted(account, NOW.add({ hours: 1 }));
    await town.store.contacted(account, NOW);
    const [seen] = await town.store.contacts('filipstad');
    expect(seen?.lastAt?.toString()).toBe(NOW.add({ hours: 1 }).toString());
    expect((await town.store.contacts('ludvika'))[0]?.lastAt).toBeNull();
  });
});

describe.each(databases)('what a digest tells on %s', (_, open) => {
  let town: Town;
  beforeEach(async () => {
    town = await openTown(open);
    await town.store.rememberPerson('filipstad', { id: 'anna', name: 'Anna Lind' });
  }, 30_000);
  afterEach(() => town.database.close());
  const facts = (more: Partial<DigestQuery> = {}, municipality = 'filipstad') =>
    town.store.digestFacts(municipality, {
      now: NOW,
      dayEnds: NOW.add({ hours: 16 }),
      inflow: { from: NOW.subtract({ hours: 24 }), until: NOW },
      daysOff: null,
      blocks: [],
      person: null,
      statutory: ['hate-speech'],
      critical: ['R-9'],
      high: ['R-5'],
      after: null,
      limit: 20,
      ...more,
    });
  const set = (ticket: string, columns: Record<string, unknown>) =>
    town.rows(
      `UPDATE ticket SET ${Object.keys(columns)
        .map((column, place) => `${column} = ${column === 'body' ? 'body || ' : ''}$${place + 2}`)
        .join(', ')} WHERE id = $1`,
      [ticket, ...Object.values(columns)],
    );
  const screened = (screening: object) =>
    JSON.stringify({
      screening: { display: 'open', needsReply: true, urgent: false, findings: [], ...screening },
    });
  const at = (minutes: number) => NOW.add({ minutes }).toString();

  it('lists what is overdue, due today, unclaimed, stuck and with the registrar, of the one municipality', async () => {
    const late = await town.ticket();
    await set(late.ticket, { target: 'answer', target_at: at(-1) });
    const today = await town.ticket();
    const claim = (by: string, minutes: number) => JSON.stringify({ claim: { by, at: at(minutes) } });
    await set(today.ticket, {
      target: 'assess',
      target_at: at(0),
      state: 'claimed',
      body: claim('anna', -29),
    });
    const tomorrow = await town.ticket();
    await set(tomorrow.ticket, {
      target_at: at(16 * 60),
      target: 'answer',
      state: 'claimed',
      body: claim('x', -30),
    });
    const closed = await town.ticket();
    await set(closed.ticket, { state: 'closed', target: 'answer', target_at: at(-1) });
    const foreign = await town.ticket([{ kind: 'reply-to-comment', params: {} }], 'ludvika');
    await set(foreign.ticket, { target: 'answer', target_at: at(-1) });
    await town.rows(`UPDATE effect SET state = 'failed' WHERE ticket = $1`, [foreign.ticket]);
    const stuck = await town.ticket([
      { kind: 'reply-to-comment', params: {} },
      { kind: 'block-author', params: { commentVersion: 1 } },
      { kind: 'post-line', params: {} },
    ]);
    await set(stuck.ticket, { state: 'removing' });
    await town.rows(
      `UPDATE effect SET state = CASE kind WHEN 'block-author' THEN 'unknown' ELSE 'failed' END WHERE ticket = $1`,
      [stuck.ticket],
    );
    const wordless = await town.ticket([{ kind: 'post-line', params: {} }]);
    await set(wordless.ticket, { state: 'removing' });
    await town.rows(`UPDATE effect SET state = 'failed' WHERE ticket = $1`, [wordless.ticket]);
    await town.rows(`UPDATE card SET error = 'too-large' WHERE ticket = ANY($1)`, [
      [late.ticket, closed.ticket],
    ]);
    await town.rows(
      `INSERT INTO registration (municipality, id, ticket, series_year, series_number, state, number, subject, secret,
         secrecy, secured_at, by)
       VALUES ('filipstad', $1, $2, 2026, 1, 'secured', NULL, 's', false, 'none', $3, 'p'),
         ('filipstad', $4, $5, 2026, 2, 'registered', 'KS 1', 's', false, 'none', $3, 'p')`,
      [crypto.randomUUID(), closed.ticket, at(0), crypto.randomUUID(), late.ticket],
    );
    await town.rows(
      `UPDATE card SET conversation = 'k', service_url = 's', tenant = 't', message_id = 'm' WHERE ticket = $1`,
      [late.ticket],
    );

    const { waiting } = await facts();
    const { counts, before, items } = waiting;
    expect(items.map(({ list, ticket }) => [list, ticket])).toEqual([
      ['overdue', late.ticket],
      ['today', today.ticket],
      ['failed', stuck.ticket],
      ['registrar', closed.ticket],
    ]);
    expect(before).toBe(0);
    expect(counts).toEqual({
      urgent: { total: 0, listed: 0 },
      overdue: { total: 1, listed: 1 },
      today: { total: 1, listed: 1 },
      unclaimed: { total: 1, listed: 0 },
      failed: { total: 2, listed: 1 },
      registrar: { total: 1, listed: 1 },
    });
    expect(items[0]).toEqual({
      ...{
        list: 'overdue',
        severity: 'other',
        at: NOW.subtract({ minutes: 1 }),
        number: 1,
        ticket: late.ticket,
      },
      ...{
        platform: 'facebook',
        account: 'filipstad',
        accountId: '1',
        kind: 'comment',
        writtenAt: NOW,
        closed: false,
        permalink: null,
      },
      ...{ screening: { display: 'open', urgent: false, needsReply: false }, finding: null },
      ...{
        target: { kind: 'answer', at: at(-1) },
        owner: null,
        seesTo: null,
        proposedBy: null,
        byHand: false,
        post: null,
        problem: 'card',
        awaitsRegistrar: false,
        handover: null,
      },
      card: { conversation: 'k', tenant: 't', messageId: 'm' },
    });
    expect(items[1]).toMatchObject({ owner: 'Anna Lind', card: null, problem: null });
    expect(items[2]).toMatchObject({ problem: 'unknown' });
    expect(items[3]).toMatchObject({ closed: true, awaitsRegistrar: true });
    expect((await facts({}, 'ludvika')).waiting.counts.failed).toEqual({ total: 1, listed: 0 });
  });

  it.each<[string, object, string, boolean]>([
    ['is urgent', { urgent: true }, 'answer', true],
    ['may be statutory', { findings: [{ rule: 'R-1', category: 'hate-speech' }] }, 'assess', true],
    [
      'may break a rule that is called critical, whichever finding says so',
      {
        findings: [
          { rule: 'R-1', category: 'profanity' },
          { rule: 'R-9', category: 'profanity' },
        ],
      },
      'assess',
      true,
    ],
    ['is neither', { findings: [{ rule: 'R-1', category: 'profanity' }] }, 'assess', false],
    ['is urgent, and answered until a day that was named', { urgent: true }, 'return', false],
  ])('lists first what %s', async (__, screening, target, first) => {
    const late = await town.ticket();
    await set(late.ticket, { target: 'answer', target_at: at(-60) });
    const { ticket } = await town.ticket();
    await set(ticket, {
      target,
      target_at: at(48 * 60),
      body: screened({ display: 'offensive', ...screening }),
    });
    const { items, counts } = (await facts()).waiting;
    expect(items.map((one) => one.ticket)).toEqual(first ? [ticket, late.ticket] : [late.ticket, ticket]);
    expect(counts.urgent.total).toBe(first ? 1 : 0);
    expect(items.find((one) => one.ticket === ticket)?.screening.display).toBe('offensive');
  });

  it('orders each list by how grave its lines are, then by deadline, and turns its pages so', async () => {
    const found = (rule: string) => screened({ findings: [{ rule, category: 'profanity' }] });
    const make = async (rule: string, minutes: number) => {
      const { ticket } = await town.ticket();
      await set(ticket, { target: 'answer', target_at: at(minutes), body: found(rule) });
      return ticket;
    };
    const plain = await make('R-1', -30);
    const high = await make('R-5', -10);
    const soon = await make('R-5', -20);
    const critical = await make('R-9', 600);
    const order = [critical, soon, high, plain];
    const { items } = (await facts()).waiting;
    expect(items.map(({ ticket, list, severity }) => [ticket, list, severity])).toEqual([
      [critical, 'urgent', 'critical'],
      [soon, 'overdue', 'high'],
      [high, 'overdue', 'high'],
      [plain, 'overdue', 'other'],
    ]);
    const query = {
      now: NOW,
      dayEnds: NOW.add({ hours: 16 }),
      statutory: [],
      critical: ['R-9'],
      high: ['R-5'],
    };
    const turned: string[] = [];
    let after: DigestPlace | null = null;
    for (const _turn of order) {
      const page = await town.store.digestLines('filipstad', { ...query, after, limit: 1 });
      after = page.items[0] ?? null;
      turned.push(...page.items.map(({ ticket }) => ticket));
    }
    expect(turned).toEqual(order);
  });

  it('says who proposed what waits for another, what is asked of a person, and under which post it stands', async () => {
    await town.archive([{ externalId: '1_7', own: true, text: 'Hela simhallen är öppen.' }]);
    const proposed = await town.ticket();
    await town.rows(`UPDATE comment SET post_id = '1_7' WHERE id = $1`, [proposed.comment]);
    await set(proposed.ticket, {
      state: 'awaiting-approval',
      target: 'answer',
      target_at: at(-2),
      body: JSON.stringify({ removal: { by: 'anna' } }),
    });
    const asked = await town.ticket([{ kind: 'block-author', params: { commentVersion: 1 } }]);
    await set(asked.ticket, { target: 'answer', target_at: at(-1) });
    await town.rows(`UPDATE effect SET state = 'asked' WHERE ticket = $1`, [asked.ticket]);
    const { items } = (await facts()).waiting;
    expect(items).toMatchObject([
      { ticket: proposed.ticket, proposedBy: 'Anna Lind', byHand: false },
      { ticket: asked.ticket, proposedBy: null, byHand: true, post: null },
    ]);
    expect(items[0]?.post?.text).toBe('Hela simhallen är öppen.');
  });

  it('turns its pages, each ticket on one of them, though some are done with meanwhile', async () => {
    const made: string[] = [];
    for (let minutes = 1; minutes <= 12; minutes += 1) {
      const { ticket } = await town.ticket();
      await set(ticket, { target: 'answer', target_at: at(-10 * Math.ceil(minutes / 2)) });
      made.push(ticket);
    }
    const lines = (after: DigestPlace | null, now = NOW) =>
      town.store.digestLines('filipstad', {
        ...{ now, dayEnds: NOW.add({ hours: 16 }), statutory: [], critical: [], high: [], after, limit: 5 },
      });
    const order = made.toSorted(
      (a, b) => Math.ceil((made.indexOf(b) + 1) / 2) - Math.ceil((made.indexOf(a) + 1) / 2),
    );
    const first = await lines(null);
    expect(first.items.map(({ ticket }) => ticket)).toEqual(order.slice(0, 5));
    expect(first.counts.overdue).toEqual({ total: 12, listed: 12 });
    // Two of the first page are closed before anyone turns it.
    await town.rows(`UPDATE ticket SET state = 'closed' WHERE id = ANY($1)`, [order.slice(1, 3)]);
    const second = await lines(first.items.at(-1) ?? null);
    expect(second.items.map(({ ticket }) => ticket)).toEqual(order.slice(5, 10));
    expect(second.before).toBe(3);
    const last = await lines(second.items.at(-1) ?? null);
    expect(last.items.map(({ ticket }) => ticket)).toEqual(order.slice(10));
    expect(await lines(last.items.at(-1) ?? null)).toMatchObject({ before: 0, items: [] });
  });

  it('counts what came in, without the municipality’s own and other times’, and what of it is pressing', async () => {
    const arrive = (minutes: number, more = {}) =>
      town.archive([{ externalId: `c${Math.random()}`, ...more }], { receivedAt: NOW.add({ minutes }) });
    await arrive(0);
    await arrive(-24 * 60);
    await arrive(1);
    await arrive(-10, { own: true });
    await arrive(-10, { kind: 'message' });
    await arrive(-10, { kind: 'message', own: true });
    const plain = await town.ticket();
    const urgent = await town.ticket();
    const secret = await town.ticket();
    expect(plain.ticket).not.toBe(urgent.ticket);
    await set(urgent.ticket, { body: screened({ urgent: true }) });
    await set(secret.ticket, { body: screened({ display: 'secret' }) });
    const { inflow, daysOff, unseen } = await facts({
      daysOff: { from: NOW.subtract({ hours: 48 }), until: NOW.subtract({ hours: 24 }) },
    });
    expect(inflow).toEqual({ arrived: 4, posted: 3, pressing: 2 });
    expect(unseen).toEqual({ messages: 1, unread: 0, entries: 0 });
    expect(daysOff).toEqual({ arrived: 1, posted: 0, pressing: 0 });
  });

  it.each<[string, Record<string, unknown>, { due: number; inTime: number }]>([
    ['answered in time', { answered_at: at(0), answered_how: 'reply' }, { due: 1, inTime: 1 }],
    ['answered too late', { answered_at: at(1), answered_how: 'reply' }, { due: 1, inTime: 0 }],
    ['not answered', {}, { due: 1, inTime: 0 }],
    ['answered late and closed', { answered_at: at(1), state: 'closed' }, { due: 1, inTime: 0 }],
    ['closed without an answer: the comment is gone', { state: 'closed' }, { due: 0, inTime: 0 }],
    ['answered in trial mode', { answered_at: at(0), answered_how: 'trial' }, { due: 0, inTime: 0 }],
    ['not to be answered', { needs_reply: false }, { due: 0, inTime: 0 }],
    ['due in the block before', { due_at: at(-1) }, { due: 0, inTime: 0 }],
    ['due when the block is over', { due_at: at(60) }, { due: 0, inTime: 0 }],
  ])('counts one that is %s', async (__, columns, expected) => {
    const { ticket } = await town.ticket();
    await set(ticket, { needs_reply: true, due_at: at(0), ...columns });
    const block = { from: NOW, until: NOW.add({ hours: 1 }) };
    const empty = { from: NOW.subtract({ hours: 9 }), until: NOW.subtract({ hours: 8 }) };
    expect((await facts({ blocks: [empty, block] })).blocks).toEqual([{ due: 0, inTime: 0 }, expected]);
    expect((await facts({ blocks: [block] }, 'ludvika')).blocks).toEqual([{ due: 0, inTime: 0 }]);
  });

  it('names the person, and where the journal ends', async () => {
    expect(await facts({ person: 'nobody' })).toMatchObject({ name: null });
    await town.ticket();
    const [head] = await town.rows(`SELECT seq, hash FROM journal_head WHERE municipality = 'filipstad'`);
    expect(await facts({ person: 'anna' })).toMatchObject({ name: 'Anna Lind', head });
    expect(await facts({ person: 'anna' }, 'ludvika')).toMatchObject({ name: null });
  });

  it('lists the comments without a ticket, latest texts, but those that are gone or not screened', async () => {
    const write = (externalId: string, more = {}) =>
      town.archive([{ externalId, text: externalId, ...more }]);
    await write('first');
    await write('first', { text: 'edited', writtenAt: NOW.add({ minutes: 1 }) });
    await write('gone');
    await write('own', { own: true });
    await town.ticket([], 'filipstad', 'ticketed');
    await town.ticket([], 'ludvika', 'foreign');
    await town.rows('UPDATE comment_version SET screened_at = $1', [NOW]);
    await town.rows(`UPDATE comment SET visibility = 'gone' WHERE external_id = 'gone'`);
    await write('unscreened');
    const period = { from: NOW.subtract({ hours: 1 }), until: NOW };
    const list = (after: string | null, limit = 10, municipality = 'filipstad') =>
      town.store.unposted(municipality, { period, account: null, after, limit });
    expect(await list(null)).toMatchObject({
      ...{ total: 1, before: 0 },
      comments: [{ platform: 'facebook', text: 'edited', author: null, attachments: false, writtenAt: NOW }],
    });
    for (const name of ['2', '3', '4', '5'])
      await write(name, { author: { id: name, name: `Maja ${name}` } });
    await town.rows('UPDATE comment_version SET screened_at = $1', [NOW]);
    const pages: string[] = [];
    let after: string | null = null;
    for (let before = 0; before < 6; before += 2) {
      const page = await list(after, 2);
      expect(page).toMatchObject({ total: 6, before });
      pages.push(...page.comments.map(({ author, text }) => author ?? text));
      after = page.comments.at(-1)?.comment ?? null;
    }
    expect(pages.toSorted()).toEqual(['Maja 2', 'Maja 3', 'Maja 4', 'Maja 5', 'edited', 'unscreened']);
    expect((await list(after)).comments).toEqual([]);
    // A comment of another municipality leads nowhere, and shows nothing of it.
    expect(await list(after, 10, 'ludvika')).toEqual({ total: 0, before: 0, comments: [] });
  });
});
