// The deployed bot as src/main.ts starts it, but for its rules and its clock, which stands still between the driver's jumps.
import { readFileSync } from 'node:fs';
import { startApp } from '../../src/app/start.ts';

const { YEAR_CLOCK = '', YEAR_RULES = '' } = process.env;
try {
  const clock = { now: () => Temporal.Instant.from(readFileSync(YEAR_CLOCK, 'utf8')) };
  const app = await startApp({ clock, rulesDir: YEAR_RULES });
  process.once('SIGTERM', () => {
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
// Nobody is left to stop it.
process.once('disconnect', () => process.exit(1));
