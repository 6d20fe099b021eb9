import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPolicyDiff } from '../../src/cli/policy-diff.ts';
import { loadPolicies, storedPolicies } from '../../src/rules/load-policies.ts';
import { databases } from '../fakes/databases.ts';
import { runKv, runKvHere } from '../fakes/kv.ts';
import { NOW, noted, openTown, type Town } from '../store/town.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const [, [, openPostgres]] = databases as [unknown, (typeof databases)[number]];

/** What the CLI reads of what the bot has kept, while the bot runs. */
describe('kv on a PostgreSQL that the bot uses', () => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(openPostgres);
  });
  afterAll(() => town.database.close());

  const settings = () => {
    const { databaseUrl: DATABASE_URL = '', dataDir: DATA_DIR } = town.database.options;
    return { DATABASE_URL, DATA_DIR };
  };
  const kv = (...args: string[]) => runKv(args, { settings: settings() });

  it('policy diff says where the files differ from the rules that were in force last', async () => {
    const stored = storedPolicies(loadPolicies(join(ROOT, 'rules')));
    const before = stored.map((one) => ({
      ...one,
      version: 'before',
      body: { ...one.body, undoMinutes: 5 },
    }));
    await town.store.putPoliciesInForce(before, NOW);
    expect(await kv('policy', 'diff', '--municipality', 'eslov')).toMatchObject({
      code: 0,
      lines: [{ municipality: 'eslov', from: 'before', path: 'undoMinutes', before: 5, after: 10 }],
    });
    await town.store.putPoliciesInForce(stored, NOW.add({ minutes: 1 }));
    expect(await kv('policy', 'diff')).toMatchObject({ code: 0, lines: [] });
    expect((await kv('policy', 'diff', '--municipality', 'eslov', '--from', 'before')).lines).toHaveLength(1);
  });

  it('policy diff refuses with exit code 2', async () => {
    const { code, stderr } = await kv('policy', 'diff', '--municipality', 'eslov', '--from', 'abc');
    const why = '--from: no rules of eslov with the version abc';
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  it.each([
    [['--municipality', 'atlantis'], '--municipality: expected one of'],
    [['--from', 'abc'], '--from: expected --municipality too'],
  ])('policy diff %j is refused and says why', async (args, why) => {
    await expect(runKvHere(addPolicyDiff, ['policy', 'diff', ...args], settings())).rejects.toThrow(why);
  });

  it('examples prints what staff judged otherwise than screening, with the text that they judged', async () => {
    const findings = [
      { rule: 'FIL-20', category: 'defamation-personal-attack', score: 0.9, hard: false, evidence: [] },
    ];
    const judged = await town.ticket([], 'filipstad', 'judged');
    await town.ticket([], 'filipstad', 'unjudged');
    await town.decide({ ticket: judged.ticket }, ({ ticket }) => {
      if (!ticket) throw new Error('No ticket');
      const screening = { ...ticket.screening, findings };
      const dismissal = { by: 'anna', at: NOW.toString(), reason: 'bot-was-wrong' as const };
      return { ...noted, ticket: { ...ticket, screening, dismissal } };
    });
    expect(await kv('examples')).toMatchObject({
      code: 0,
      lines: [
        {
          municipality: 'filipstad',
          text: 'Hej!',
          because: 'let-stand',
          proposed: ['FIL-20'],
          categories: [],
        },
      ],
    });
  });

  it('verify exits 1 and names the row that is not as it was written', async () => {
    const before = await kv('verify');
    expect(before).toMatchObject({ code: 0, lines: [{ municipality: 'filipstad', records: [] }] });
    await town.rows(`UPDATE comment_version SET text = 'Något annat'
      WHERE comment = (SELECT id FROM comment WHERE external_id = 'judged')`);
    expect(await kv('verify')).toMatchObject({
      code: 1,
      lines: [{ municipality: 'filipstad', records: [{ table: 'comment_version', why: 'changed' }] }],
    });
  });
});
