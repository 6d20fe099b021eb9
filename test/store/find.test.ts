import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFindQuery } from '../../src/core/find.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, openTown, type Town } from './town.ts';

const PERMALINK = 'https://www.facebook.com/filipstad/posts/900000000001?comment_id=800000000001';

describe.each(databases)('what is found again, on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
    await town.archive([
      {
        externalId: '900000000001_800000000001',
        postId: '1_900000000001',
        permalink: PERMALINK,
        author: { id: 'k', name: 'Åke Öberg-Lindström' },
        text: 'När öppnar SIMHALLEN i Åmål?',
      },
      {
        externalId: 'own',
        own: true,
        text: 'Simhallen öppnar i maj.',
        author: { id: '1', name: 'Kommunen' },
      },
      { externalId: '2', postId: '1_900000000001', text: 'Skolmaten kostar 127 kr', author: { id: 'b' } },
    ]);
    await town.archive([{ externalId: '3', text: 'Simhallen i Ludvika' }], { municipality: 'ludvika' });
  });
  afterAll(() => town.database.close());

  const find = async (text: string, municipality = 'filipstad') =>
    (await town.store.find(municipality, readFindQuery(text), 10)).found;
  const texts = async (text: string, municipality?: string) => {
    const ids = (await find(text, municipality)).map(({ comment }) => comment);
    const rows = await town.rows<{ external_id: string }>(
      'SELECT external_id FROM comment WHERE id = ANY($1) ORDER BY external_id',
      [ids],
    );
    return rows.map(({ external_id }) => external_id);
  };
  const SWIMMING = '900000000001_800000000001';

  it.each([
    ['simhallen', [SWIMMING]],
    ['Simhallens', [SWIMMING]],
    ['ÅMÅL', [SWIMMING]],
    ['a\u030Amål simhall', [SWIMMING]],
    ['öberg åke', [SWIMMING]],
    ['Lindström', [SWIMMING]],
    ['skolmat', ['2']],
    ['simhallen skolmaten', []],
    ['amal', []],
    ["simhallen' | !x <-> y:*", []],
    [PERMALINK, [SWIMMING]],
    ['https://m.facebook.com/story.php?comment_id=800000000001', [SWIMMING]],
    ['https://www.facebook.com/filipstad/posts/900000000001', ['2', SWIMMING]],
    ['https://www.facebook.com/filipstad/posts/900000000009', []],
  ])('%s finds %j', async (text, expected) => {
    expect(await texts(text)).toEqual(expected);
  });

  it('never crosses from one municipality to another', async () => {
    expect(await texts('simhallen', 'ludvika')).toEqual(['3']);
    expect(await texts(PERMALINK, 'ludvika')).toEqual([]);
    const there = await town.ticket([], 'ludvika', 'of-ludvika');
    const [row] = await town.rows<{ number: number }>('SELECT number FROM ticket WHERE id = $1', [
      there.ticket,
    ]);
    for (const text of [`nr ${row?.number}`, there.ticket, there.comment])
      expect(await texts(text), text).toEqual([]);
    expect(await town.store.foundTickets('filipstad', [there.ticket])).toEqual([]);
    expect(await town.store.history('filipstad', there.ticket)).toBeNull();
  });

  it('finds a ticket by its numbers, and tells what became of it', async () => {
    const { ticket, comment } = await town.ticket([], 'filipstad', 'numbered');
    const decision = '00000000-0000-7000-8000-000000000001';
    await town.decide({ ticket }, ({ ticket: before }) => {
      if (!before) throw new Error('No ticket');
      return {
        journal: [{ kind: 'removal-ordered', by: 'p', data: {} }],
        effects: [],
        ticket: {
          ...before,
          state: 'removing',
          removal: {
            ...{ by: 'p', at: NOW.toString(), rule: 'FIL-20', decision, commentVersion: 1 },
            ...{ undoUntil: null, approvedBy: null },
          },
        },
      };
    });
    await town.decide({ ticket }, () => ({
      journal: [],
      effects: [],
      registration: {
        create: { kind: 'comment' as const, subject: 'Kommentar', ground: null, secret: false, by: 'p' },
        number: { given: 'KS 2026/0412' },
      },
    }));
    const [found] = await find('ks 2026-0412');
    expect(found).toMatchObject({
      comment,
      ticket: { id: ticket, state: 'removing' },
      rule: 'FIL-20',
      registration: 'KS 2026/0412',
      waits: false,
    });
    expect(found?.decidedAt?.toString()).toBe(NOW.toString());
    const number = found?.ticket?.number;
    for (const text of [`${number}`, `Nr ${number}`, `F-${number}`, ticket, comment])
      expect(
        (await find(text)).map((one) => one.comment),
        text,
      ).toEqual([comment]);
  });
});
