import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnvironment } from '../fakes/child-environment.ts';

/** A program that is to be killed: its file with what follows it, and its settings. */
export interface Victim {
  readonly program: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  /** Has its work begun? What comes before is reading modules and opening the database. */
  readonly begun: () => boolean;
}

/**
 * Runs it, and kills it with -9 `ms` after its work has begun. @returns how long its work went on, and whether it was killed
 * before it had ended by itself. @throws Error when it ended with a fault
 */
export async function killedAfter(
  { program, settings, begun }: Victim,
  ms: number,
): Promise<{ killed: boolean; workedMs: number }> {
  const child = spawn(process.execPath, program, {
    cwd: tmpdir(),
    env: { ...childEnvironment(), ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  while (!isOver() && !begun()) await pause(1);
  const begunAt = performance.now();
  await Promise.race([ended, pause(ms, undefined, { ref: false })]);
  if (!isOver()) child.kill('SIGKILL');
  await ended;
  if (child.signalCode !== 'SIGKILL' && child.exitCode !== 0)
    throw new Error(`${program.join(' ')}: ended with ${child.exitCode ?? child.signalCode}`);
  return { killed: child.signalCode === 'SIGKILL', workedMs: performance.now() - begunAt };
}
