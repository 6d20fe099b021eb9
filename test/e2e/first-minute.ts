import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { samplePages } from '../../src/local/graph/seed.ts';
import { openPlayground } from './playground-page.ts';

/** What a newcomer does, and how long they may have to wait for each part. */
export interface Walk {
  /** The checkout in which the command is typed. */
  readonly checkout: string;
  /** As it stands in the README: `npm run local -- --municipality ludvika`. */
  readonly command: string;
  /** Until the addresses are printed; an installation belongs to it. */
  readonly startMs: number;
  /** Until a card stands in the channel; learning the examples belongs to it. */
  readonly cardMs: number;
}

/** What was written on the terminal. */
export interface Terminal {
  readonly out: string;
  readonly err: string;
}

const STOP_MS = 20_000;

/** The `npm run local` commands of a README, as they stand there in code; each once, in their order. */
export function localCommands(checkout: string): string[] {
  const readme = readFileSync(join(checkout, 'README.md'), 'utf8');
  const found = [...readme.matchAll(/(?:^|`)(npm run local(?: [^`#\n]*)?)/gmu)].map(([, command = '']) =>
    command.trim(),
  );
  return [...new Set(found)];
}

/**
 * Types the command, opens the Playground's address that it prints, looks whether the town's channel is there and a card
 * of that town in it, and presses Ctrl+C.
 * @throws Error with what stood on the terminal when any of it is missing, or when anything is left running
 */
export async function walkFirstMinute(walk: Walk): Promise<Terminal> {
  const terminal = { out: '', err: '' };
  const shell = typeIn(walk, terminal);
  try {
    const url = await printedUrl(shell, terminal, walk.startMs);
    await lookAtCards(walk, url);
    await pressCtrlC(shell);
    return terminal;
  } catch (cause) {
    const said = `${terminal.out}\n--- stderr\n${terminal.err}`;
    throw new Error(`${walk.command}: ${(cause as Error).message}\n${said}`, { cause });
  } finally {
    signalAll(shell, 'SIGKILL');
  }
}

/** In a process group of its own, as a terminal does it: Ctrl+C reaches everybody in it. */
function typeIn({ checkout, command }: Walk, terminal: { out: string; err: string }): ChildProcess {
  const shell = spawn(command, {
    shell: true,
    cwd: checkout,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: newcomersEnvironment(),
  });
  shell.stdout?.on('data', (chunk: Buffer) => (terminal.out += chunk.toString()));
  shell.stderr?.on('data', (chunk: Buffer) => (terminal.err += chunk.toString()));
  return shell;
}

/** Without what npm and vitest have set for this process and its children: another checkout must find its own. */
function newcomersEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(npm_|VITEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|TEST$|DEV$|PROD$)/iu;
  const path = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return { ...Object.fromEntries(kept), PATH: path.join(':') };
}

async function printedUrl(shell: ChildProcess, terminal: Terminal, withinMs: number): Promise<string> {
  const giveUp = AbortSignal.timeout(withinMs);
  while (!giveUp.aborted && shell.exitCode === null) {
    const url = /Agents Playground\)\s+(http:\S+)/u.exec(terminal.out)?.[1];
    if (url !== undefined) return url;
    await pause(100);
  }
  throw new Error(shell.exitCode === null ? `no address within ${withinMs} ms` : `ended: ${shell.exitCode}`);
}

async function lookAtCards({ command, cardMs }: Walk, url: string): Promise<void> {
  const wanted = /--municipality (\S+)/u.exec(command)?.[1] ?? 'filipstad';
  const town = samplePages().find(({ municipality }) => municipality === wanted)?.name;
  if (town === undefined) throw new Error(`no town for ${wanted}`);
  const teams = await openPlayground(url);
  try {
    await teams.channel('Moderering');
    await teams.page.getByRole('treeitem', { name: town }).first().waitFor();
    await teams.card(town).waitFor({ timeout: cardMs });
  } finally {
    await teams.close();
  }
}

async function pressCtrlC(shell: ChildProcess): Promise<void> {
  const ended = once(shell, 'exit', { signal: AbortSignal.timeout(STOP_MS) });
  signalAll(shell, 'SIGINT');
  await ended.catch(() => {
    throw new Error(`still running ${STOP_MS} ms after Ctrl+C`);
  });
  if (signalAll(shell, 0)) throw new Error('left something running after Ctrl+C');
}

/** False when nobody of the group is there any more. */
function signalAll({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
