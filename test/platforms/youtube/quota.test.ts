import { expect, it } from 'vitest';
import { quotaOfEach } from '../../../src/platforms/youtube/quota.ts';

const NOW = Temporal.Instant.from('2026-06-10T11:00:00Z');

it('what one Google project has used up is left to the channels of another', () => {
  const quotaOf = quotaOfEach(
    (channel) => (channel === 'UC3' ? 'own' : 'shared'),
    () => NOW,
  );
  quotaOf('UC1').exhaust();
  expect(() => quotaOf('UC2').spend(1, true)).toThrow('kept for acts');
  expect(() => quotaOf('UC3').spend(1, true)).not.toThrow();
});
