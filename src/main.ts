import { quietConsole } from './app/quiet-console.ts';
import { startApp } from './app/start.ts';

/** `npm start`: the deployed bot. Refuses to start, naming every missing or wrong setting. */
try {
  quietConsole();
  const app = await startApp();
  process.stderr.write(`Kommentarsvakten listens on ${app.url}\n`);
  let stopping = false;
  /** Asked twice, it ends at once: whatever was under way survives a kill. */
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  // Whatever may still be open, a bot that has refused to start must not live on.
  process.stderr.write(`${(error as Error).message}\n`, () => process.exit(1));
}
