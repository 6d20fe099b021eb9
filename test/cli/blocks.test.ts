import { afterAll, beforeAll, expect, it } from 'vitest';
import { addBlocks } from '../../src/cli/blocks.ts';
import { databases } from '../fakes/databases.ts';
import { runKvHere } from '../fakes/kv.ts';
import { NOW, openTown, type Town } from '../store/town.ts';

const [, [, openPostgres]] = databases as [unknown, (typeof databases)[number]];

let town: Town;
beforeAll(async () => {
  town = await openTown(openPostgres);
  const { ticket } = await town.ticket();
  await town.decide({ ticket }, (situation) => {
    if (!situation.ticket) throw new Error('No ticket');
    const made = { rule: 'FIL-27', decision: situation.decisionId, untilOn: '2026-12-20' };
    return {
      ticket: { ...situation.ticket, block: { by: 'p', at: NOW.toString(), ...made } },
      reason: {
        verb: 'block',
        rule: 'FIL-27',
        quote: 'Åtgärder vidtas',
        text: 'Två borttagningar räckte inte.',
      },
      journal: [{ kind: 'block-ordered', by: 'p', data: made }],
      effects: [{ kind: 'block-author', params: { commentVersion: 1 } }],
    };
  });
  await town.rows(`UPDATE effect SET state = 'done', result = $1`, [
    { at: NOW.toString(), how: 'performed' },
  ]);
  await town.store.rememberPerson('filipstad', { id: 'p', name: 'Anna Lind' });
});
afterAll(() => town.database.close());

const kv = (municipality: string) => {
  const { databaseUrl: DATABASE_URL = '', dataDir: DATA_DIR } = town.database.options;
  return runKvHere(addBlocks, ['blocks', '--municipality', municipality], { DATABASE_URL, DATA_DIR });
};

it('kv blocks prints each block in force with its rule, its reason and its end, and not whose account it is', async () => {
  const { code, lines } = await kv('filipstad');
  expect([code, lines]).toEqual([
    0,
    [
      {
        ...{ ticket: 1, platform: 'facebook', account: '1', since: NOW.toString(), untilOn: '2026-12-20' },
        ...{
          rule: 'FIL-27',
          reason: 'Två borttagningar räckte inte.',
          by: 'p',
          name: 'Anna Lind',
          lifting: null,
        },
      },
    ],
  ]);
});

it('kv blocks ends with 1 where nobody is blocked', async () => {
  expect(await kv('ludvika')).toMatchObject({ code: 1, stdout: '' });
});
