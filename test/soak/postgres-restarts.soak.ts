import { expect, it } from 'vitest';
import { type Mode, outliveRestarts } from '../scenarios/outlive-restarts.ts';

const TIMES = 10;

it(`outlives ${TIMES} restarts of PostgreSQL under load`, async () => {
  const modes = Array.from({ length: TIMES }, (_, count): Mode => (count % 2 === 0 ? 'fast' : 'immediate'));
  const outlived = await outliveRestarts(modes);
  const { comments, presses, refused, readyMs } = outlived;
  console.log(
    `${TIMES} restarts: ${comments} comments and ${presses} presses answered, ${refused} requests sent again, ` +
      `ready after ${readyMs.join(', ')} ms`,
  );
  expect(outlived).toMatchObject({ lost: [], doubled: [], recordsAreSound: true });
  expect(outlived.awayStatus).toEqual(modes.map(() => 503));
  for (const ms of readyMs) expect(ms).toBeLessThan(1000);
}, 600_000);
