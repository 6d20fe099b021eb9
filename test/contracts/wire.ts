import type { PlatformName } from '../../src/core/platform.ts';
import { type Listed, type Platform, PlatformError, type Target } from '../../src/ports/platform.ts';

/** What can go wrong with a call over HTTP: what the platform refuses with, then what happens on the way to its answer. */
export const FAULTS = [
  'rate-limited',
  'token-expired',
  'permission',
  'gone',
  'transient',
  'slow',
  'lost-answer',
  'half-body',
  'garbled',
  'other-page',
] as const;
export type Fault = (typeof FAULTS)[number];

/** So long a limit lasts where the platform has a way of saying it. */
export const LIMITED_MS = 7 * 60_000;
/** So long an adapter waits in the test of what is slow, and so long the platform takes then. */
export const TIMEOUT_MS = 150;
export const SLOW_MS = 350;
/** So long it waits elsewhere, however busy the machine is. */
export const PATIENT_MS = 15_000;

/** An adapter on its simulator, with a citizen beside it. */
export interface WireWorld {
  readonly platform: Platform;
  readonly account: string;
  /** A citizen who can write and be blocked. */
  readonly authorId: string;
  readonly now: Temporal.Instant;
  /** The citizen writes a comment; `more` as the simulator's own deed has it. */
  write(text: string, more?: object): Target;
  /** A comment that the account may take away, where that is not the citizen's. */
  writeOwn?(text: string): Target;
  /** Somebody who has written to the account in private, by the platform's id of them. */
  readonly person?: string;
  /** The address of a picture that a citizen shows; where the platform has any. */
  readonly picture?: string;
  /** The next call, which is to that path, meets it. */
  meet(fault: Fault, path: string): void;
  /** How many acts the platform has performed, by its own record. */
  performed(): number;
  close(): Promise<void>;
}

/** How the adapter reaches its simulator. */
interface Wire {
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

/** A platform as the suite is run on it. */
export interface Wired {
  readonly name: PlatformName;
  make(wire: Wire): Promise<WireWorld>;
}

/** What an act rejects with; fails the test when it does not reject so. */
export async function refusal(act: Promise<unknown>): Promise<PlatformError> {
  const error = await act.then(
    () => new Error('the act was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlatformError)) throw error;
  return error;
}

/** Everything that is listed of the world's account, page after page. */
export async function listed({ platform, account, now }: WireWorld): Promise<Listed[]> {
  const since = now.subtract({ hours: 26 });
  return (await Array.fromAsync(platform.list({ account, since, awaited: [], now }))).flat();
}
