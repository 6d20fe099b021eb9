import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../fakes/databases.ts';
import { openTown, type Town } from './town.ts';

describe.each(databases)('people on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());

  it('are known by the name that they acted under last, in the municipality where they acted', async () => {
    await town.store.rememberPerson('filipstad', { id: 'p1', name: 'Anna Lind' });
    await town.store.rememberPerson('filipstad', { id: 'p1', name: 'Anna Berg' });
    expect(await town.store.personName('filipstad', 'p1')).toBe('Anna Berg');
    expect(await town.store.personName('ludvika', 'p1')).toBeNull();
    expect(await town.store.personName('filipstad', 'p2')).toBeNull();
    expect(await town.store.municipalitiesOf('p1')).toEqual(['filipstad']);
  });
});
