import { lstat, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { exampleOf, type NumberShape } from '../../core/number-shape.ts';
import type { MunicipalityId, Policy } from '../../core/policy.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AwaitedNumber, HandoverStore } from '../../ports/handovers.ts';
import type { NumberOutcome, RegisterStore } from '../../ports/register.ts';
import type { HandoverSettings } from './hand-over.ts';
import { say } from './say.ts';

/** What answers in folders are read with. */
export interface AnswerParts {
  readonly store: Pick<HandoverStore, 'awaitedNumbers'> & Pick<RegisterStore, 'giveNumber'>;
  readonly clock: Clock;
  readonly settingsOf: (municipality: MunicipalityId) => HandoverSettings;
  readonly policies: ReadonlyMap<MunicipalityId, Pick<Policy, 'language'>>;
  readonly shapeOf: (municipality: MunicipalityId) => NumberShape | null;
  /** Called when a number has been given: a card says it. */
  readonly wake: () => void;
}

const EVERY_MS = 15_000;
/** Far more than a number takes. */
const MOST_BYTES = 4096;
const ANSWERS = ['svar.json', 'dnr.txt'];
const FAULT = 'svar-fel.txt';
const Answer = z.object({ number: z.string().min(1) });

/**
 * Looks for the diary numbers that were put in the folders of entries: `svar.json` with `{"number": …}`, or `dnr.txt` with the
 * number alone. What cannot be used is answered with `svar-fel.txt` beside it, and read again once it has changed.
 */
export function createAnswers(parts: AnswerParts): () => Promise<boolean> {
  const answered = new Map<string, number>();
  let nextAt: Temporal.Instant | null = null;
  return async () => {
    const now = parts.clock.now();
    if (nextAt && Temporal.Instant.compare(now, nextAt) < 0) return false;
    nextAt = now.add({ milliseconds: EVERY_MS });
    let found = false;
    for (const awaited of await parts.store.awaitedNumbers())
      if (await answerOf(parts, awaited, answered, now)) found = true;
    if (found) parts.wake();
    return found;
  };
}

async function answerOf(
  parts: AnswerParts,
  { municipality, reference }: AwaitedNumber,
  answered: Map<string, number>,
  now: Temporal.Instant,
): Promise<boolean> {
  const { folder, secretFolder } = parts.settingsOf(municipality);
  for (const out of [folder, secretFolder].filter((one) => one !== undefined)) {
    const own = join(out, municipality, reference);
    for (const path of ANSWERS.map((name) => join(own, name))) {
      const file = await lstat(path).catch(() => null);
      if (!file?.isFile() || answered.get(path) === file.mtimeMs) continue;
      const number = file.size > MOST_BYTES ? null : await numberIn(path);
      const given = { reference, number: number ?? '', by: 'folder', shape: parts.shapeOf(municipality) };
      const outcome = number && (await parts.store.giveNumber(municipality, now, given));
      if (outcome === 'given' || outcome === 'same') return true;
      answered.set(path, file.mtimeMs);
      await tellFault(parts, municipality, own, outcome || 'unreadable');
    }
  }
  return false;
}

async function numberIn(path: string): Promise<string | null> {
  const text = (await readFile(path, 'utf8').catch(() => '')).replace(/^\uFEFF/u, '').trim();
  if (path.endsWith('.txt')) return text.split(/\r?\n/u)[0]?.trim() || null;
  try {
    return Answer.parse(JSON.parse(text)).number;
  } catch {
    return null;
  }
}

/** Whoever wrote the answer looks there. That it cannot be told holds up nothing. */
async function tellFault(
  { policies, shapeOf }: AnswerParts,
  municipality: MunicipalityId,
  own: string,
  outcome: Exclude<NumberOutcome, 'given' | 'same'> | 'unreadable',
): Promise<void> {
  if (outcome === 'unknown') return;
  const expected = outcome === 'bad-number' ? exampleOf(shapeOf(municipality)) : {};
  const key = expected.example === undefined ? (`answer.${outcome}` as const) : 'answer.bad-number.example';
  const text = say(policies.get(municipality)?.language ?? 'sv', key, expected);
  await writeFile(join(own, FAULT), `${text}\n`).catch(() => {});
}
