import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { vi } from 'vitest';
import { childEnvironment } from './child-environment.ts';

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

/** What a command came to. `lines`: its stdout, where each line is JSON. */
export interface KvAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: readonly unknown[];
}

/** Runs `kv` as a program of its own, with these settings and no others, in a folder that has no settings in it. */
export async function runKv(
  args: readonly string[],
  {
    settings = {},
    stdin,
    cwd = tmpdir(),
  }: { settings?: NodeJS.ProcessEnv; stdin?: string; cwd?: string } = {},
): Promise<KvAnswer> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...childEnvironment(), ...settings } });
  child.stdin.end(stdin);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr, lines: jsonLinesOf(stdout) };
}

/**
 * Runs one command of `kv` in this process, with these settings and no others: what it finds and says, at a fraction of
 * a start. What only the process has, each command's tests show with `runKv`. One at a time: the environment is everyone's.
 * @throws Error what `src/cli/main.ts` would print, and end with exit code 2
 */
export async function runKvHere(
  add: (program: Command) => void,
  args: readonly string[],
  settings: NodeJS.ProcessEnv = {},
): Promise<KvAnswer> {
  const written = { stdout: '', stderr: '' };
  const taking = (stream: 'stdout' | 'stderr') =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream] += chunk;
      return true;
    });
  const spies = [taking('stdout'), taking('stderr')];
  const { env, exitCode } = process;
  process.env = settings;
  process.exitCode = undefined;
  try {
    const program = new Command('kv').exitOverride();
    add(program);
    await program.parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode ?? 0), ...written, lines: jsonLinesOf(written.stdout) };
  } catch (error) {
    // Whoever refuses has printed no result.
    if (written.stdout !== '') throw new Error(`It printed ${written.stdout}`, { cause: error });
    throw error;
  } finally {
    process.env = env;
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
  }
}

const jsonLinesOf = (stdout: string): unknown[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
