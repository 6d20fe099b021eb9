import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** Faults shown before the rest are only counted. */
const MOST_FAULTS = 20;

/**
 * Reads all of stdin as JSON lines; empty ones are passed over.
 * @param example a right line, shown where one is no JSON
 * @throws Error that names the line and the field of each fault: then nothing of the input counts
 */
export async function jsonLines<T>(schema: z.ZodType<T>, example: string): Promise<T[]> {
  const json = z.string().transform((line, context): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      context.addIssue(`expected JSON such as ${example}`);
      return z.NEVER;
    }
  });
  const read = json.pipe(schema as z.ZodType<T, unknown>);
  const values: T[] = [];
  const faults: string[] = [];
  for (const [index, line] of (await text(process.stdin)).split('\n').entries()) {
    if (line.trim() === '') continue;
    const { data, error } = read.safeParse(line);
    if (error === undefined) values.push(data as T);
    for (const { path, message } of error?.issues ?? [])
      faults.push(`${[`line ${index + 1}`, ...path].join(', ')}: ${message}`);
  }
  if (faults.length === 0) return values;
  const more = faults.length > MOST_FAULTS ? [`and ${faults.length - MOST_FAULTS} more`] : [];
  throw new Error([...faults.slice(0, MOST_FAULTS), ...more].join('\n'));
}
