// The Graph simulator as a program of its own.
import { runProgram } from '../simulator/program.ts';
import { startGraph } from './server.ts';

const usage = `With --callback URL: META_APP_SECRET signs what is sent there.
node src/local/graph/main.ts [--callback URL]`;

function subscription(url: string) {
  const secret = process.env['META_APP_SECRET'] ?? '';
  if (!URL.canParse(url)) throw new Error('--callback: expected a URL');
  if (secret === '') throw new Error('META_APP_SECRET: expected the secret that signs what --callback gets');
  return { url, secret, verifyToken: process.env['META_VERIFY_TOKEN'] ?? 'unused' };
}

await runProgram({ usage, more: ['callback'] }, (options, { callback }) =>
  startGraph({ ...options, ...(callback === undefined ? {} : { subscription: subscription(callback) }) }),
);
