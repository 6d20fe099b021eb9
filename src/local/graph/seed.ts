import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A municipality's imagined Page: its id, its token on the simulator, and its posts. */
export const SamplePage = z.strictObject({
  municipality: z.string(),
  id: z.string().regex(/^\d+$/),
  name: z.string(),
  token: z.string(),
  posts: z.array(z.strictObject({ hoursAgo: z.number().nonnegative(), message: z.string() })).min(1),
});
export type SamplePage = z.infer<typeof SamplePage>;

/** The Pages of `pages.json`, one for each municipality with sample posts. */
export function samplePages(): SamplePage[] {
  const file = new URL('pages.json', import.meta.url);
  return z.array(SamplePage).parse(JSON.parse(readFileSync(file, 'utf8')));
}
