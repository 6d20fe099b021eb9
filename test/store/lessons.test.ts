import { describe, expect, it } from 'vitest';
import { questionChoices } from '../../src/store/lessons.ts';
import { openEmbedded } from '../fakes/databases.ts';
import { openTown } from './town.ts';

describe('what people teach by the way', () => {
  it('is kept once however often it is chosen, and for 90 days', async () => {
    const town = await openTown(openEmbedded);
    const at = Temporal.Instant.from('2026-04-14T08:00:00Z');
    const choice = { municipality: 'filipstad', question: 'ska den in nånstans?', rule: 'FIL-15' };
    await town.store.keepChoice(choice, at);
    await town.store.keepChoice(choice, at.add({ hours: 1 }));
    const other = { ...choice, rule: 'FIL-17' };
    await town.store.keepChoice(other, at.add({ hours: 24 * 89 }));
    expect(await questionChoices(town.database.kysely)).toEqual([choice, other]);
    await town.store.keepChoice(other, at.add({ hours: 24 * 91 }));
    expect(await questionChoices(town.database.kysely)).toEqual([other]);
  });
});
