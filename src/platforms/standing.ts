import type { Standing, StandingFault } from '../core/standing.ts';
import { PlatformError } from '../ports/platform.ts';

/** Nothing else can be asked: this is what there is to say. */
export const onlyFault = (code: StandingFault, ...names: readonly string[]): Standing => ({
  faults: [{ code, names }],
  ends: [],
  untold: [],
});

/** A fault where something is missing; none where nothing is. */
export const missing = (code: StandingFault, names: readonly string[]): Standing['faults'] =>
  names.length > 0 ? [{ code, names }] : [];

/** What stands in `answers` for the code of a refusal. @throws what is no refusal, or has no answer there */
export async function unlessRefused<T, Answer>(
  asked: Promise<T>,
  answers: Partial<Readonly<Record<PlatformError['code'], Answer>>>,
): Promise<T | Answer> {
  try {
    return await asked;
  } catch (error) {
    const code = error instanceof PlatformError ? error.code : null;
    if (code === null || !(code in answers)) throw error;
    return answers[code] as Answer;
  }
}
