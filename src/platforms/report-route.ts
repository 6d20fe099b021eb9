import { z } from 'zod';
import { MunicipalityId } from '../core/policy.ts';
import { reportPointers } from '../core/report-pointers.ts';
import { type Route, unsigned } from '../ports/http.ts';
import type { ReportStore } from '../ports/reports.ts';
import { IntakeError, intakeError } from './intake-error.ts';
import { type IntakeSenders, SIGNATURE_HEADER, speaksFor } from './intake-senders.ts';
import { parseWireJson } from './wire-json.ts';

/** What the route needs of its surroundings. */
export interface ReportParts {
  readonly store: Pick<ReportStore, 'reportable'>;
  /** Those who may post comments. */
  readonly senders: IntakeSenders;
  /**
   * Notes that the comment is reported; the number of its ticket, or null where it cannot be: it is gone. The same key again
   * notes nothing.
   */
  readonly note: (
    municipality: MunicipalityId,
    of: { readonly key: string; readonly comment: string },
  ) => Promise<number | null>;
}

const MAX_BYTES = 256 * 1024;

/** `externalId`: the mail's own, by which a second delivery is known. `text`: what it says, with the comment's link or its words in quotes. */
const Body = z.strictObject({
  municipality: MunicipalityId,
  externalId: z.string().min(1).max(1000),
  text: z.string().min(1).max(100_000),
});

/**
 * `POST /api/reports`: somebody has reported a comment to the municipality elsewhere, in a mail for instance; signed as the
 * intake. Answered with the number of the comment's card, for whoever thanks the sender. Nothing of the mail is kept: it is
 * registered and answered where it came. 404 where no comment is meant, or several may be, and 409 where it is gone: then a
 * person must read it.
 */
export const reportRoute = (parts: ReportParts): Route => ({
  method: 'post',
  path: '/api/reports',
  maxBytes: MAX_BYTES,
  handle: async (request) => {
    const municipalities = speaksFor(parts.senders, request);
    if (municipalities === null) return unsigned(SIGNATURE_HEADER);
    const { municipality, externalId, text } = bodyOf(request.body, municipalities);
    const comment = await meant(parts, municipality, text);
    if (comment === null) {
      const expected =
        'expected in text the link of one comment that has come in, or some of its words in quotes';
      return { status: 404, body: { outcome: 'not-found', expected } };
    }
    const number = await parts.note(municipality, { key: `reported-elsewhere:${externalId}`, comment });
    return number === null
      ? { status: 409, body: { outcome: 'gone' } }
      : { status: 200, body: { outcome: 'noted', number } };
  },
});

/** @throws IntakeError naming the field */
function bodyOf(body: Buffer, municipalities: readonly MunicipalityId[]): z.infer<typeof Body> {
  const { data, error } = Body.safeParse(parseWireJson(body));
  if (error) throw intakeError(error);
  if (municipalities.includes(data.municipality)) return data;
  throw new IntakeError(
    'municipality',
    `expected one that the signature speaks for: ${municipalities.join(', ')}`,
  );
}

/** The first that one of its links or quotes can only mean. */
async function meant(
  { store }: ReportParts,
  municipality: MunicipalityId,
  text: string,
): Promise<string | null> {
  for (const query of reportPointers(text)) {
    const comment = await store.reportable(municipality, query);
    if (comment !== null) return comment;
  }
  return null;
}
