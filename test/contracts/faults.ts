import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/ports/platform.ts';
import { ACT_NAMES, type ActName, actOf, lackOf, targetFor } from './acts.ts';
import { fill } from './cells.ts';
import { Saboteur } from './saboteur.ts';
import { FAULTS, type Fault, LIMITED_MS, PATIENT_MS, refusal, TIMEOUT_MS, type Wired } from './wire.ts';

/** How a call ends for whoever asked for it. */
type End = PlatformError['code'] | 'done';

/** By act and fault: for each of the act's calls, or in turn. */
type Ends = Partial<Record<`${ActName} ${Fault}`, End | readonly End[]>>;

/** What a platform answers otherwise than the others. */
export interface Otherwise {
  /** What it has no interface for, of what the table of platforms does not speak of. */
  readonly lacks: readonly ActName[];
  readonly ends: Ends;
}

interface Outcome {
  readonly end: End;
  readonly retryAfterMs: number | null;
  /** How often the platform has done it. */
  readonly times: number;
  /** Did a read-back show what the answer left open? Null where nothing was left open. */
  readonly settled: boolean | null;
  /** The method of every call. */
  readonly calls: readonly string[];
}

const REFUSED: Partial<Record<Fault, End>> = {
  'rate-limited': 'rate-limited',
  'token-expired': 'token-expired',
  permission: 'permission',
  gone: 'not-found',
  transient: 'transient',
};

/** What ends otherwise everywhere. A file's host knows nothing of the interface: a limit of its own is none of the account's. */
const EVERYWHERE: Ends = {
  'read gone': 'done',
  'fetchAttachment rate-limited': 'transient',
  'fetchAttachment token-expired': 'not-found',
  'fetchAttachment permission': 'not-found',
};

/** Every act under every fault, on each of the calls that it makes, by what the platform itself has recorded. */
export function faultContract(wired: Wired, otherwise: Otherwise): void {
  const { name: platform } = wired;
  describe.each(ACT_NAMES)('%s', (act) => {
    const lack = lackOf(platform, act, otherwise.lacks);
    let healthy: Promise<Outcome> | undefined;
    it.for(FAULTS)('under %s', async (fault, { task }) => {
      await fill(task, { platform, part: 'faults', row: act, column: fault }, async () => {
        if (lack !== null) return lacking(wired, act, fault, lack);
        healthy ??= tryAct(wired, act, null, 0);
        return eachCall(wired, otherwise, { act, fault, well: await healthy });
      });
    });
  });
}

/** Each of the calls that the act makes while all is well meets the fault, in a world of its own. */
async function eachCall(
  wired: Wired,
  otherwise: Otherwise,
  { act, fault, well: { calls, ...well } }: { act: ActName; fault: Fault; well: Outcome },
): Promise<string> {
  const changes = actOf(act).settled !== undefined;
  expect(well).toEqual({ end: 'done', retryAfterMs: null, times: changes ? 1 : 0, settled: null });
  const outcomes = await Promise.all(calls.map((_, at) => tryAct(wired, act, fault, at + 1)));
  for (const [at, { calls: _, settled, ...outcome }] of outcomes.entries()) {
    const wanted = expected(act, fault, { at, method: calls[at] ?? '' }, otherwise);
    expect(outcome, `${act}, call ${at + 1} of ${calls.length}`).toEqual(wanted);
    expect(settled).toBe(wanted.end === 'no-answer' ? !otherwise.lacks.includes(readBackOf(act)) : null);
  }
  return said(outcomes, changes);
}

/** By what a lost answer is settled, where a platform may lack it. */
const readBackOf = (act: ActName): ActName => (act === 'block' || act === 'unblock' ? 'isBlocked' : 'read');

function expected(
  act: ActName,
  fault: Fault,
  { at, method }: { at: number; method: string },
  { ends }: Otherwise,
): Omit<Outcome, 'calls' | 'settled'> {
  const other = ends[`${act} ${fault}`] ?? EVERYWHERE[`${act} ${fault}`];
  const usual = REFUSED[fault] ?? (method === 'GET' ? 'transient' : 'no-answer');
  const end = (typeof other === 'string' ? other : other?.[at]) ?? usual;
  const isLimited = fault === 'rate-limited' && end !== 'done';
  return { end, retryAfterMs: isLimited ? LIMITED_MS : null, times: end === 'no-answer' ? 1 : 0 };
}

/** One act in a world of its own, where its call of that number meets the fault. */
async function tryAct(wired: Wired, name: ActName, fault: Fault | null, at: number): Promise<Outcome> {
  const act = actOf(name);
  const saboteur = new Saboteur();
  const timeoutMs = fault === 'slow' ? TIMEOUT_MS : PATIENT_MS;
  const world = await wired.make({ fetch: saboteur.fetch, timeoutMs });
  try {
    const tried = { world, target: targetFor(name, world) };
    await act.prepare?.(tried);
    const before = world.performed();
    if (fault === null) saboteur.rest();
    else saboteur.strike(at, fault, world);
    const error = await act.perform(tried).then(() => null, refused);
    const { calls } = saboteur;
    saboteur.rest();
    const isOpen = error?.code === 'no-answer';
    // What is slow is still being done.
    if (isOpen) await expect.poll(() => world.performed() - before).toBeGreaterThan(0);
    const settled = isOpen ? await isSettled(act.settled?.(tried)) : null;
    const end = error?.code ?? 'done';
    const times = world.performed() - before;
    return { end, retryAfterMs: error?.retryAfterMs ?? null, times, settled, calls };
  } finally {
    await world.close();
  }
}

function refused(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  throw error;
}

/** What cannot be asked leaves it open. */
const isSettled = async (asked: Promise<boolean> | undefined): Promise<boolean> => {
  try {
    return (await asked) ?? false;
  } catch (error) {
    if (refused(error).code === 'unsupported') return false;
    throw error;
  }
};

/** What a platform has no interface for is not asked of it, whatever would have become of it. */
async function lacking(wired: Wired, act: ActName, fault: Fault, lack: 'refused' | 'no-method') {
  const saboteur = new Saboteur();
  const world = await wired.make({ fetch: saboteur.fetch, timeoutMs: PATIENT_MS });
  try {
    const tried = { world, target: targetFor(act, world) };
    saboteur.strike(1, fault, world);
    if (lack === 'no-method') expect(world.platform.messages).toBeUndefined();
    else expect((await refusal(actOf(act).perform(tried))).code).toBe('unsupported');
    expect(saboteur.calls).toEqual([]);
    expect(world.performed()).toBe(0);
    return 'unsupported';
  } finally {
    await world.close();
  }
}

const SHORT: Partial<Record<End, string>> = {
  'rate-limited': 'limited',
  'token-expired': 'token',
  'not-found': 'gone',
};

/** What the act's own call came to, which is its last; of what only reads, everything that its calls came to. */
function said(outcomes: readonly Outcome[], changes: boolean): string {
  const words = outcomes.map(({ end, retryAfterMs, times, settled }) => {
    const what = settled === null ? (SHORT[end] ?? end) : settled ? 'settled' : 'unsettled';
    const wait = retryAfterMs === null ? '' : ` ${retryAfterMs / 60_000}m`;
    return `${changes ? `${times}× ` : ''}${what}${wait}`;
  });
  return changes ? (words.at(-1) ?? '') : [...new Set(words)].join('/');
}
