import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { freePort } from './free-port.ts';

/** Somebody in the Playground's Teams. */
export interface PlaygroundPerson {
  /** The Entra object id. The Playground's own user id is the same, because it opens personal chats by that one. */
  readonly id: string;
  readonly name: string;
}

const person = (number: number, name: string): PlaygroundPerson => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  name,
});

/** The first is the one at the keyboard; the Playground wants exactly five others. */
export const PLAYGROUND_PEOPLE: readonly [PlaygroundPerson, PlaygroundPerson, ...PlaygroundPerson[]] = [
  person(1, 'Anna Lind'),
  person(2, 'Erik Berg'),
  person(3, 'Sara Nyström'),
  person(4, 'Åsa Öberg'),
  person(5, 'Mikael Sjögren'),
  person(6, 'Leila Håkansson'),
];

/** The tenant of everybody in the Playground. */
export const PLAYGROUND_TENANT = '00000000-0000-4000-8000-00000000aaaa';
/** The ids of its conversations, in the form that Teams gives them. */
export const PLAYGROUND_CONVERSATIONS = {
  general: '19:general@thread.tacv2',
  moderation: '19:moderering@thread.tacv2',
  personal: 'a:personlig-chatt',
  group: '19:gruppchatt@thread.v2',
} as const;

/** What the Playground shows and where it sends. */
export interface PlaygroundOptions {
  /** The bot's `/api/messages`. */
  readonly botEndpoint: string;
  /** Config and log file go here; made when missing. */
  readonly directory: string;
  readonly botName: string;
  readonly teamName: string;
  /** Default: a free port. */
  readonly port?: number;
  /** Who is at the keyboard; default: the first of PLAYGROUND_PEOPLE. The Playground cannot change it while it runs. */
  readonly currentUserId?: string;
}

/** A running Agents Playground. */
export interface Playground {
  /** The web page. */
  readonly url: string;
  /** The serviceUrl under which the bot reaches it. */
  readonly serviceUrl: string;
  /** Ends it, and nothing else. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 3_000;

/**
 * Starts Microsoft's Agents Playground on loopback, offline and without telemetry.
 * @throws Error with the reason from its log when it does not come up
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const configPath = join(options.directory, '.m365agentsplayground.yml');
  const logPath = join(options.directory, 'playground.log');
  await mkdir(options.directory, { recursive: true });
  await writeFile(configPath, stringify(configOf(options)));
  await writeFile(logPath, '');
  const serviceUrl = `${url}/_connector`;
  // It is given no folder of its own to run in: there it would resolve every relative path a second time.
  const child = spawn(process.execPath, commandOf(options.botEndpoint, port, serviceUrl), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: configPath,
      M365_AGENTS_PLAYGROUND_LOGFILE: logPath,
    },
  });
  const killWithUs = () => child.kill();
  process.once('exit', killWithUs);
  const stop = async () => {
    process.off('exit', killWithUs);
    await end(child);
  };
  try {
    await ready(child, url);
  } catch (cause) {
    await stop();
    const why = cause instanceof Error ? cause.message : String(cause);
    const reasons = await reasonsIn(logPath);
    throw new Error(`the Agents Playground did not start on port ${port}: ${why}\n${logPath}: ${reasons}`, {
      cause,
    });
  }
  return { url, serviceUrl, stop };
}

function commandOf(botEndpoint: string, port: number, serviceUrl: string): string[] {
  const cli = fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));
  const start = ['start', '--disable-telemetry', '--channel-id', 'msteams', '--app-endpoint', botEndpoint];
  return [
    ...['--import', import.meta.resolve('./loopback-only.ts')],
    ...['--import', import.meta.resolve('./playground-memory.ts')],
    cli,
    ...start,
    ...['--port', String(port), '--service-url', serviceUrl],
  ];
}

/** Its own schema, 0.1.1; a wrong file makes it exit with the reason in the log alone. */
function configOf(options: PlaygroundOptions): object {
  const current = PLAYGROUND_PEOPLE.find(({ id }) => id === options.currentUserId) ?? PLAYGROUND_PEOPLE[0];
  return {
    version: '0.1.1',
    tenantId: PLAYGROUND_TENANT,
    bot: { id: '28:kommentarsvakten', name: options.botName.slice(0, 42) },
    currentUser: userOf(current),
    users: PLAYGROUND_PEOPLE.filter((other) => other !== current).map(userOf),
    personalChat: { id: PLAYGROUND_CONVERSATIONS.personal },
    groupChat: { id: PLAYGROUND_CONVERSATIONS.group, name: 'Gruppchatt' },
    team: {
      id: PLAYGROUND_CONVERSATIONS.general,
      name: options.teamName.slice(0, 256),
      aadGroupId: '00000000-0000-4000-8000-00000000bbbb',
      channels: [{ id: PLAYGROUND_CONVERSATIONS.moderation, name: 'Moderering' }],
    },
  };
}

function userOf({ id, name }: PlaygroundPerson): object {
  const [givenName = name, surname = ''] = name.split(' ');
  const email = `${id}@example.com`;
  return { id, aadObjectId: id, name, userPrincipleName: email, givenName, surname, email };
}

/** @throws Error when the process ends first, or takes another port, or takes too long */
async function ready(child: ChildProcess, url: string): Promise<void> {
  const said: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const giveUp = AbortSignal.timeout(READY_WITHIN_MS);
  while (!giveUp.aborted) {
    if (child.exitCode !== null)
      throw new Error(`it ended with code ${child.exitCode}: ${said.join('').trim()}`);
    const taken = /Listening on (\d+)/.exec(said.join(''))?.[1];
    if (taken !== undefined && taken !== new URL(url).port) throw new Error('another program uses that port');
    const answer = taken === undefined ? null : await fetch(url, { signal: giveUp }).catch(() => null);
    if (answer?.ok) {
      said.length = 0;
      return;
    }
    await pause(100);
  }
  throw new Error(`no answer within ${READY_WITHIN_MS / 1_000} s: ${said.join('').trim()}`);
}

/** The log's lines of errors, which name the setting and what was expected. */
async function reasonsIn(logPath: string): Promise<string> {
  const log = await readFile(logPath, 'utf8');
  const errors = log.split('\n').filter((line) => line.startsWith('error '));
  return errors.join('\n') || log.trim() || '(empty)';
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
