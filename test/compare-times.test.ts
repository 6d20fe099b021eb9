import { expect, it } from 'vitest';

const at = Temporal.Instant.from('2026-04-02T13:30:00Z');
const day = Temporal.PlainDate.from('2026-04-02');

it('an assertion tells times apart, in whatever they stand', () => {
  expect({ at, day, more: 1 }).toMatchObject({ at: Temporal.Instant.from('2026-04-02T15:30+02:00'), day });
  expect({ at }).not.toMatchObject({ at: at.add({ seconds: 1 }) });
  expect([{ day }]).not.toMatchObject([{ day: day.add({ days: 1 }) }]);
});
