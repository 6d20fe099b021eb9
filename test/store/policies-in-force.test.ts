import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policiesInForce, policyOfVersion } from '../../src/store/policies-in-force.ts';
import { databases } from '../fakes/databases.ts';
import { NOW, openTown, type Town } from './town.ts';

describe.each(databases)('rules in force on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  const rules = (version: string) => [
    { municipality: 'filipstad', version, body: { undoMinutes: Number(version) } },
  ];
  const put = (version: string, minutes: number) =>
    town.store.putPoliciesInForce(rules(version), NOW.add({ minutes }));

  it('are kept in every version, and a change of them is journalled once', async () => {
    await put('1', 0);
    await town.ticket();
    await put('1', 1);
    await put('2', 2);
    await put('1', 3);
    const journal = await town.rows(
      `SELECT data FROM journal WHERE kind = 'policy-in-force' ORDER BY seq`,
      [],
    );
    expect(journal).toEqual([
      { data: { version: '2', before: '1' } },
      { data: { version: '1', before: '2' } },
    ]);
    expect(await policiesInForce(town.database.kysely)).toEqual(rules('1'));
    expect(await policyOfVersion(town.database.kysely, 'filipstad', '2')).toEqual(rules('2')[0]);
    expect(await policyOfVersion(town.database.kysely, 'filipstad', '3')).toBeNull();
  });
});
