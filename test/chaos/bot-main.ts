// The deployed bot as src/main.ts starts it, but for its clock, which CHAOS_ORIGIN and CHAOS_SPEED set.

import { startApp } from '../../src/app/start.ts';
import { fastClock } from './fast-clock.ts';

const { CHAOS_ORIGIN, CHAOS_SPEED } = process.env;
try {
  const clock = fastClock(Temporal.Instant.from(CHAOS_ORIGIN ?? ''), Number(CHAOS_SPEED));
  const app = await startApp({ clock });
  const stop = () => {
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
// Nobody is left to stop it.
process.once('disconnect', () => process.exit(1));
