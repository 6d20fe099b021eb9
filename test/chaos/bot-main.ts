// The deployed bot as src/main.ts starts it, but for its clock, which CHAOS_TIME sets: no restart turns it back.

import { startApp } from '../../src/app/start.ts';
import { simulatedClock } from '../../src/local/simulated-clock.ts';

try {
  const { from, origin, speed } = JSON.parse(process.env['CHAOS_TIME'] ?? '');
  const clock = simulatedClock({
    ...{ from: Temporal.Instant.from(from), origin: Temporal.Instant.from(origin) },
    speed,
  });
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
