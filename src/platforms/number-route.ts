import { z } from 'zod';
import { exampleOf, type NumberShape } from '../core/number-shape.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { Clock } from '../ports/clock.ts';
import { type Route, unsigned } from '../ports/http.ts';
import type { NumberOutcome, RegisterStore } from '../ports/register.ts';
import { IntakeError, intakeError } from './intake-error.ts';
import { type IntakeSenders, SIGNATURE_HEADER, speaksFor } from './intake-senders.ts';
import { parseWireJson } from './wire-json.ts';

/** What the route needs of its surroundings. */
export interface NumberParts {
  readonly store: Pick<RegisterStore, 'giveNumber'>;
  readonly clock: Clock;
  /** Those who may post comments. */
  readonly senders: IntakeSenders;
  /** What the municipality's numbers look like; null: anything. */
  readonly shapeOf: (municipality: MunicipalityId) => NumberShape | null;
  /** Called when a number has been given. */
  readonly wake: () => void;
}

const MAX_BYTES = 16 * 1024;

/** The signature covers the body alone: so the body says of which entry it speaks, and fits no other address. */
const Body = z.strictObject({
  municipality: z.string(),
  reference: z.string(),
  number: z.string().trim().min(1),
});

const STATUS: Readonly<Record<NumberOutcome, number>> = {
  given: 200,
  same: 200,
  conflict: 409,
  returned: 409,
  unknown: 404,
  'bad-number': 400,
};

/**
 * `POST /api/registrations/<municipality>/<reference>/number`: the diary number of an entry, from the system that keeps the
 * diary; signed as the intake. The same number again changes nothing; another is refused (409), and so is what does not look
 * like the municipality's numbers (400, with the example that its accounts file gives).
 */
export const numberRoute = (parts: NumberParts): Route => ({
  method: 'post',
  path: '/api/registrations/:municipality/:reference/number',
  maxBytes: MAX_BYTES,
  handle: async (request) => {
    const { municipality = '', reference = '' } = request.params;
    // Who may not speak for a municipality is not told what it has.
    if (!speaksFor(parts.senders, request)?.includes(municipality)) return unsigned(SIGNATURE_HEADER);
    const outcome = await give(parts, request.body, { municipality, reference });
    if (outcome === 'given') parts.wake();
    const expected = outcome === 'bad-number' ? exampleOf(parts.shapeOf(municipality)) : {};
    return { status: STATUS[outcome], body: { outcome, ...expected } };
  },
});

/** @throws IntakeError naming the field */
async function give(
  { store, clock, shapeOf }: NumberParts,
  body: Buffer,
  { municipality, reference }: { municipality: string; reference: string },
): Promise<NumberOutcome> {
  const { data: told, error } = Body.safeParse(parseWireJson(body));
  if (error) throw intakeError(error);
  if (told.municipality !== municipality)
    throw new IntakeError('municipality', 'expected that of the address');
  if (told.reference !== reference) throw new IntakeError('reference', 'expected that of the address');
  const given = { reference, number: told.number, by: 'api', shape: shapeOf(municipality) };
  return store.giveNumber(municipality, clock.now(), given);
}
