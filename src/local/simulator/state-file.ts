import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * What the file holds, as `State` has it; null when there is none.
 * @throws {Error} that names the file and what is wrong in it.
 */
export function loadState<T>(path: string | undefined, State: z.ZodType<T>): T | null {
  if (path === undefined || !existsSync(path)) return null;
  try {
    return State.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${path}: expected the simulator's state; remove the file to start afresh. ${what}`);
  }
}

const DELAY_MS = 200;

/** Writes the state, which is plain JSON, shortly after changes, never leaving half a file. Without a path it does nothing. */
export class StateFile {
  readonly #path: string | undefined;
  readonly #state: object;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined, state: object) {
    this.#path = path;
    this.#state = state;
  }

  changed(): void {
    if (this.#path !== undefined) this.#timer ??= setTimeout(() => this.save(), DELAY_MS);
  }

  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#path === undefined) return;
    writeFileSync(`${this.#path}.part`, JSON.stringify(this.#state));
    renameSync(`${this.#path}.part`, this.#path);
  }
}
