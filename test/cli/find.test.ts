import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFind } from '../../src/cli/find.ts';
import { addHistory } from '../../src/cli/history.ts';
import { databases } from '../fakes/databases.ts';
import { runKvHere } from '../fakes/kv.ts';
import { NOW, openTown, type Town } from '../store/town.ts';

const [, [, openPostgres]] = databases as [unknown, (typeof databases)[number]];

describe('kv find and kv history beside a running bot', () => {
  let town: Town;
  let ids: { ticket: string; comment: string };
  beforeAll(async () => {
    town = await openTown(openPostgres);
    ids = await town.ticket();
    await town.decide({ ticket: ids.ticket }, ({ ticket, decisionId: decision }) => {
      if (!ticket) throw new Error('No ticket');
      const removal = {
        ...{ by: 'p', at: NOW.toString(), rule: 'FIL-20', decision, commentVersion: 1 },
        ...{ undoUntil: null, approvedBy: null },
      };
      return {
        ticket: { ...ticket, state: 'removing', removal },
        reason: { verb: 'remove', rule: 'FIL-20', quote: 'Vi tar bort', text: 'Hotar en namngiven person.' },
        journal: [{ kind: 'removal-ordered', by: 'p', data: { decision } }],
        effects: [{ kind: 'delete-comment', params: { commentVersion: 1 } }],
      };
    });
    await town.store.rememberPerson('filipstad', { id: 'p', name: 'Anna Lind' });
  });
  afterAll(() => town.database.close());

  const kv = (...args: string[]) => {
    const { databaseUrl: DATABASE_URL = '', dataDir: DATA_DIR } = town.database.options;
    const add = args[0] === 'find' ? addFind : addHistory;
    return runKvHere(add, args, { DATABASE_URL, DATA_DIR });
  };

  it('find prints what was found with what became of it, and ends with 1 where nothing is', async () => {
    expect(await kv('find', '--municipality', 'filipstad', 'hej')).toMatchObject({
      code: 0,
      lines: [
        {
          ticket: 1,
          comment: ids.comment,
          platform: 'facebook',
          account: '1',
          at: NOW.toString(),
          state: 'removing',
          rule: 'FIL-20',
          reason: 'Hotar en namngiven person.',
          decidedAt: NOW.toString(),
          registration: null,
        },
      ],
    });
    expect(await kv('find', '--municipality', 'ludvika', 'hej')).toMatchObject({ code: 1, stdout: '' });
  });

  it('history tells what was written, decided under which words, why, and what is ordered', async () => {
    const told = await kv('history', '--municipality', 'filipstad', '--ticket', '1');
    expect(told).toMatchObject({ code: 0 });
    expect(told.lines).toMatchObject([
      { ticket: 1, kind: 'written', version: 1, text: 'Hej!' },
      { kind: 'ticket-claimed' },
      {
        ...{ kind: 'removal-ordered', name: 'Anna Lind', verb: 'remove', rule: 'FIL-20', policy: '1' },
        ...{ quote: 'Vi tar bort', reason: 'Hotar en namngiven person.' },
      },
      { kind: 'effect-ordered', effect: 'delete-comment', state: 'pending' },
    ]);
  });

  it.each([
    ['history', '--ticket', 'hej'],
    ['history', '--ticket', '2'],
  ])('%s %s %s names no ticket, and ends with 1', async (...args) => {
    const { code, stdout, stderr } = await kv(...args, '--municipality', 'filipstad');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`filipstad has no ticket ${args.at(-1)}`);
  });
});
