import { parseArgs } from 'node:util';
import { startLocal } from './run.ts';

/** `npm run local`: the main job on this machine, with nothing to configure and no account anywhere. */
const USAGE = `npm run local -- [--municipality filipstad] [--port 3978] [--data ./data/local]`;

try {
  const { values } = parseArgs({
    options: {
      municipality: { type: 'string', default: 'filipstad' },
      port: { type: 'string', default: '3978' },
      data: { type: 'string', default: './data/local' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port: expected 0 to 65535');
  const local = await startLocal({
    municipality: values.municipality,
    port,
    dataDir: values.data,
    sampleEveryMs: 4000,
  });
  console.log(`
Kommentarsvakten is running. Nothing leaves this machine.

  Teams (Agents Playground)   ${local.playgroundUrl}
  The town's Facebook page    ${local.pageUrl}
  The bot                     ${local.botUrl}

1. Open the Playground and choose the channel Moderering: a card stands there for each comment that needs someone.
2. Press Svara, Ta bort or Låt stå on a card, fill in the form and send it.
3. Look at the Facebook page: the reply stands there, or the comment is hidden and then deleted.
4. Write a comment of your own on the page: its card comes within seconds.

Sample comments go on arriving for half a minute. In the Playground, though not in Teams, a new card closes a form that
is open; and its page forgets what it showed, so the bot posts the open cards again when it is loaded anew.

Stop with Ctrl+C. Everything is kept in ${values.data}; start again and go on.`);
  const stop = () => {
    local.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exit(1);
}
