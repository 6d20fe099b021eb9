import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A municipality's imagined Page: its number, its administrator's token on the simulator, and its posts in LinkedIn's markup. */
export const SamplePage = z.strictObject({
  municipality: z.string(),
  number: z.string().regex(/^\d+$/),
  name: z.string(),
  token: z.string(),
  posts: z.array(z.strictObject({ hoursAgo: z.number().nonnegative(), commentary: z.string() })).min(1),
});
export type SamplePage = z.infer<typeof SamplePage>;

/** The Pages of `pages.json`. */
export function sampleLinkedInPages(): SamplePage[] {
  const file = new URL('pages.json', import.meta.url);
  return z.array(SamplePage).parse(JSON.parse(readFileSync(file, 'utf8')));
}
