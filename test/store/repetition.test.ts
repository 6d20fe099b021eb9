import { describe, expect, it, onTestFinished } from 'vitest';
import type { IncomingComment } from '../../src/core/comment.ts';
import type { Screening } from '../../src/core/finding.ts';
import { type Screened, withRepetitions } from '../../src/engine/repetitions.ts';
import { databases } from '../fakes/databases.ts';
import { policyOf } from '../fakes/situations.ts';
import { closeTicket, confirmed, LATER, ruleOf, runAll } from './disposal-town.ts';
import { NOW, noted, opened, openTown, type Town } from './town.ts';

const TEXT = 'Hela kvarteret har väntat på besked om gatubelysningen sedan i våras och ingen ringer tillbaka';
const OTHER =
  'Fin konsert i kyrkan i går, stort tack till kören och till alla er som bakade till fikat efteråt';
const HOURS = 72;
const SCREENING: Screening = {
  ...{ tier: 'review', findings: [], needsReply: false, urgent: false, display: 'open' },
};

/** Vallentuna's, in any town: what an author writes a second time is a finding. */
const policyIn = (municipality: string) => ({
  ...policyOf('vallentuna'),
  ...{ municipality, repetition: { times: 2, withinHours: HOURS } },
});

/** What stands there of these comments, compared as the bot compares what it has screened. */
async function compare(
  town: Town,
  municipality: string,
  externalIds: readonly string[],
  screening: Partial<Screening> = {},
  now = NOW,
): Promise<Screened[]> {
  const rows = await town.rows<Pick<Screened, 'comment' | 'version' | 'text'>>(
    `SELECT c.id AS comment, c.version, v.text FROM comment c
     JOIN comment_version v ON v.comment = c.id AND v.number = c.version
     WHERE c.municipality = $1 AND c.external_id = ANY($2) ORDER BY c.external_id`,
    [municipality, externalIds],
  );
  const screened = rows.map((row) => ({
    ...row,
    event: { ...{ kind: 'comment-screened', key: '', ...row }, screening: { ...SCREENING, ...screening } },
  }));
  const parts = { store: town.store, clock: { now: () => now } };
  return withRepetitions(parts, policyIn(municipality), screened as unknown as Screened[]);
}

/** Archives, compares and opens a ticket, as the bot does. `group`: how many are in the comment's. */
const writer =
  (town: Town, municipality: string) =>
  async (
    externalId: string,
    more: Partial<IncomingComment> = {},
    screening: Partial<Screening> = {},
    now = NOW,
  ) => {
    await town.archive([{ externalId, text: TEXT, ...more }], { municipality, receivedAt: now });
    const [one] = await compare(town, municipality, [externalId], screening, now);
    if (!one) throw new Error('It was not archived');
    const { alike, screening: judged, version } = one.event;
    const outcome = await town.decide(
      { comment: one.comment },
      (situation) => ({
        ...noted,
        screenedVersion: version,
        ...(alike && { alike }),
        ...(!situation.ticket && { ticket: { ...opened(situation), screening: judged } }),
      }),
      { municipality },
    );
    const [{ group } = { group: null }] = await town.rows<{ group: number | null }>(
      `SELECT nullif(count(g.alike), 0)::int AS group FROM comment_version v JOIN comment_version g ON g.alike = v.alike
       JOIN comment c ON c.id = g.comment AND c.version = g.number WHERE v.comment = $1 AND v.number = $2`,
      [one.comment, version],
    );
    const ticket = outcome?.kind === 'decided' ? (outcome.ticket ?? '') : '';
    return { found: judged.findings.length > 0, group, ticket };
  };

const unposted = (...numbers: readonly number[]) => numbers.map((number) => ({ number, card: null }));

describe.each(databases)('repetition on %s', (_, open) => {
  const begin = async (municipality = 'filipstad') => {
    const town = await openTown(open);
    onTestFinished(() => town.database.close());
    return { town, write: writer(town, municipality) };
  };

  it('is one text of one author, in their order, with an id of the author on the same platform', async () => {
    const { town, write } = await begin();
    expect(await write('1_1')).toMatchObject({ found: false, group: null });
    expect(await write('1_2')).toMatchObject({ found: true, group: 2 });
    expect(await write('1_3', { text: `${TEXT.toUpperCase()} 😡!!!` })).toMatchObject({
      found: true,
      group: 3,
    });
    expect(await write('1_4', { text: OTHER })).toMatchObject({ found: false, group: null });
    expect(await write('1_5', { author: { id: 'b' } })).toMatchObject({ found: false, group: 4 });
    expect(await write('1_6', { author: {} })).toMatchObject({ found: false, group: 5 });
    expect(await write('1_7', { platform: 'youtube' })).toMatchObject({ found: false, group: 6 });
    // It came late, and was the first.
    const early = { createdAt: NOW.subtract({ hours: 1 }) };
    expect(await write('1_8', early)).toMatchObject({ found: false, group: 7 });
    expect(
      await town.rows('SELECT DISTINCT alike FROM comment_version WHERE alike IS NOT NULL'),
    ).toHaveLength(1);
  });

  it('is told on each of its tickets, with the others', async () => {
    const { town, write } = await begin();
    const { ticket = '' } = await write('1_1');
    await write('1_2');
    await write('1_3', { author: { id: 'b' } });
    const since = Temporal.Instant.from(NOW);
    const view = (await town.store.views('filipstad', [ticket])).get(ticket);
    expect(view?.repeated).toEqual({
      ...{ times: 3, accounts: 2, unknown: 0, own: 2, since },
      others: unposted(2, 3),
    });
    const [card] = await town.rows<{ wanted: number }>('SELECT wanted FROM card WHERE ticket = $1', [ticket]);
    expect(card?.wanted).toBe(3);
  });

  it('is told by steps, so that the cards are not drawn anew for each, and what is edited away was written', async () => {
    const { town, write } = await begin();
    const tickets: string[] = [];
    for (let n = 1; n <= 11; n++) tickets.push((await write(`1_${n}`, { author: { id: `${n}` } })).ticket);
    await write('1_2', { author: { id: '2' }, text: OTHER, writtenAt: NOW.add({ minutes: 1 }) });
    const [first = '', second = '', last = ''] = [tickets[0], tickets[1], tickets[10]];
    const views = await town.store.views('filipstad', [first, second, last]);
    const ten = { times: 10, accounts: 10, unknown: 0, since: Temporal.Instant.from(NOW) };
    expect(views.get(first)?.repeated).toEqual({ ...ten, own: 1, others: unposted(2, 3, 4, 5, 6) });
    expect(views.get(last)?.repeated).toEqual({ ...ten, own: 0, others: unposted(1, 2, 3, 4, 5) });
    expect(views.get(second)?.repeated).toBeNull();
    const wanted = await town.rows<{ wanted: number }>('SELECT wanted FROM card WHERE ticket = $1', [first]);
    expect(wanted).toEqual([{ wanted: 1 + [2, 3, 4, 5, 6, 10].length }]);
    const compared = await town.rows(
      'SELECT FROM comment_version WHERE alike IS NOT NULL AND likeness IS NOT NULL',
    );
    expect(compared).toHaveLength(5);
  });

  it('is drawn anew on the cards that name one which has come to stand in the channel', async () => {
    const { town, write } = await begin();
    const channel = { id: 'c', serviceUrl: 'https://smba.example', tenant: 't' };
    await town.store.bindChannel({ ...channel, municipality: 'filipstad', name: '' }, 'p', NOW);
    const tickets: string[] = [];
    for (let n = 1; n <= 9; n++) tickets.push((await write(`1_${n}`)).ticket);
    const wanted = () =>
      town.rows<{ ticket: string; wanted: number }>('SELECT ticket, wanted FROM card ORDER BY ticket');
    const post = async (ticket: string | undefined) => {
      const claimed = await town.store.claimCards(NOW, 20, 0, []);
      const card = claimed.find((one) => one.ticket === ticket);
      if (!card) throw new Error('It was not claimed');
      const { conversation } = card;
      await town.store.cardShown(card, { conversation, messageId: `m-${ticket}` }, NOW, null);
    };
    const before = await wanted();
    await post(tickets[5]);
    const more = (of: readonly number[]) =>
      before.map(({ ticket, wanted }, at) => ({ ticket, wanted: wanted + (of[at] ?? 0) }));
    expect(await wanted()).toEqual(more([1, 1, 1, 1, 1, 0, 1, 1, 1]));
    await post(tickets[6]);
    expect(await wanted()).toEqual(more([1, 1, 1, 1, 1, 0, 1, 1, 1]));
    // What has not come to stand there goes before what only names another.
    await post(tickets[0]);
    const first = (await town.store.claimCards(NOW, 6, 0, [])).map(({ ticket }) => ticket);
    expect(first.toSorted()).toEqual([1, 2, 3, 4, 7, 8].map((at) => tickets[at]).toSorted());
  });

  it('crosses neither municipalities nor the time that the policy says', async () => {
    const { town, write } = await begin();
    await write('1_1');
    expect(await writer(town, 'ludvika')('1_2')).toMatchObject({ found: false, group: null });
    const later = { createdAt: NOW.add({ hours: HOURS + 1 }) };
    expect(await write('1_3', later)).toMatchObject({ found: false, group: null });
    const keys = await town.rows('SELECT DISTINCT likeness[1] FROM comment_version');
    expect(keys).toHaveLength(2);
  });

  it('is neither a private message, nor the town’s own words, nor a thank you, nor what was edited away', async () => {
    const { town, write } = await begin();
    await write('m_1', { kind: 'message', conversation: 'a' });
    await write('1_1', { own: true });
    await write('1_2', { text: 'Tack!' });
    await write('1_3', { text: 'Tack!' });
    expect(await write('1_4')).toMatchObject({ found: false, group: null });
    const edit = { text: OTHER, writtenAt: NOW.add({ minutes: 1 }) };
    await write('1_4', edit);
    expect(await write('1_5')).toMatchObject({ found: false, group: null });
    expect(await write('1_6', { text: OTHER })).toMatchObject({ found: true, group: 2 });
    const found = await town.rows(
      `SELECT c.external_id, v.number FROM comment_version v JOIN comment c ON c.id = v.comment
       WHERE likeness IS NOT NULL ORDER BY 1, 2`,
    );
    expect(found).not.toContainEqual(expect.objectContaining({ external_id: 'm_1' }));
    expect(found).not.toContainEqual(expect.objectContaining({ external_id: '1_1' }));
  });

  it('of what is secret counts, and is in no group', async () => {
    const { town, write } = await begin();
    await write('1_1', {}, { display: 'secret' });
    expect(await write('1_2')).toMatchObject({ found: true, group: null });
    expect(await write('1_3', {}, { display: 'secret' })).toMatchObject({ found: true, group: null });
    expect(await write('1_4')).toMatchObject({ found: true, group: 2 });
    expect(
      await town.rows(`SELECT t.number FROM ticket t JOIN comment_version v ON v.comment = t.comment
        WHERE v.alike IS NOT NULL ORDER BY 1`),
    ).toEqual([{ number: 2 }, { number: 4 }]);
  });

  it('finds those that are screened together', async () => {
    const { town } = await begin();
    const ids = ['1_1', '1_2', '1_3'];
    await town.archive(
      ids.map((externalId, at) => ({ externalId, text: TEXT, createdAt: NOW.add({ seconds: at }) })),
    );
    const screened = await compare(town, 'filipstad', ids);
    const groups = screened.map(({ event }) => event.alike?.id);
    expect(new Set(groups).size).toBe(1);
    expect(screened.map(({ event }) => event.screening.findings.length)).toEqual([0, 1, 1]);
  });

  it('is forgotten when nothing can be compared with it any more, and erased with its comment', async () => {
    const { town, write } = await begin();
    for (const externalId of ['1_1', '1_2']) await closeTicket(town, (await write(externalId)).ticket);
    const noted = () =>
      town.rows(`SELECT likeness IS NOT NULL AS likeness, alike IS NOT NULL AS alike FROM comment_version v
        JOIN comment c ON c.id = v.comment WHERE c.external_id IN ('1_1', '1_2')`);
    expect(await noted()).toEqual(Array.from({ length: 2 }, () => ({ likeness: true, alike: true })));
    const rule = ruleOf();
    await confirmed(town, rule);
    await runAll(town, rule);
    expect(await noted()).toEqual(Array.from({ length: 2 }, () => ({ likeness: false, alike: false })));

    await write('1_3', { createdAt: LATER }, {}, LATER);
    await write('1_4', { text: OTHER, createdAt: LATER.add({ hours: 200 }) }, {}, LATER.add({ hours: 200 }));
    expect(await town.rows('SELECT number FROM comment_version WHERE likeness IS NOT NULL')).toHaveLength(1);
  });
});
