// The Graph simulator as a program of its own: prints {"url": …} when it listens, and stops on SIGTERM or SIGINT.
import { parseArgs } from 'node:util';
import { readSimulatedTime, simulatedClock } from '../simulated-clock.ts';
import { type GraphOptions, startGraph } from './server.ts';

const USAGE = `node src/local/graph/main.ts [--port 0] [--host 127.0.0.1] [--state FILE] [--callback URL]
  [--now 2026-04-02T15:30+02:00] [--speed 60] [--since INSTANT]
With --callback: META_APP_SECRET signs what is sent there. --since: when by the machine's time it is --now.`;

function options(): GraphOptions {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      state: { type: 'string' },
      callback: { type: 'string' },
      now: { type: 'string' },
      speed: { type: 'string' },
      since: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port: expected 0 to 65535');
  return {
    host: values.host,
    port,
    ...(values.state === undefined ? {} : { stateFile: values.state }),
    ...(values.callback === undefined ? {} : { subscription: subscription(values.callback) }),
    now: simulatedClock(readSimulatedTime(values)).now,
  };
}

function subscription(url: string) {
  const secret = process.env['META_APP_SECRET'] ?? '';
  if (!URL.canParse(url)) throw new Error('--callback: expected a URL');
  if (secret === '') throw new Error('META_APP_SECRET: expected the secret that signs what --callback gets');
  return { url, secret, verifyToken: process.env['META_VERIFY_TOKEN'] ?? 'unused' };
}

try {
  const graph = await startGraph(options());
  console.log(JSON.stringify({ url: graph.url }));
  const stop = () => void graph.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
