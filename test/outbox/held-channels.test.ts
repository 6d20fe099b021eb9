import { expect, it } from 'vitest';
import { createHeldChannels } from '../../src/outbox/held-channels.ts';

it('holds a conversation until there is room, and no other', () => {
  let now = Temporal.Instant.from('2026-04-02T08:00:00Z');
  const held = createHeldChannels({ now: () => now });
  held.hold('a', now.add({ seconds: 2 }));
  held.hold('b', now.add({ seconds: 5 }));
  expect(held.now()).toEqual(['a', 'b']);
  now = now.add({ seconds: 2 });
  expect(held.now()).toEqual(['b']);
});
