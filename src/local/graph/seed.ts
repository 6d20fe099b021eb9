import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** An imagined Instagram account: its id and name, and what it has published. */
const SampleAccount = z.strictObject({
  id: z.string().regex(/^\d+$/),
  username: z.string(),
  media: z.array(z.strictObject({ hoursAgo: z.number().nonnegative(), caption: z.string() })).min(1),
});

/** A municipality's imagined Page: its id, its token on the simulator, its posts, and the Instagram account linked to it. */
export const SamplePage = z.strictObject({
  municipality: z.string(),
  id: z.string().regex(/^\d+$/),
  name: z.string(),
  token: z.string(),
  posts: z.array(z.strictObject({ hoursAgo: z.number().nonnegative(), message: z.string() })).min(1),
  instagram: SampleAccount.optional(),
});
export type SamplePage = z.infer<typeof SamplePage>;

/** The Pages of `pages.json`, one for each municipality with sample posts. */
export function samplePages(): SamplePage[] {
  const file = new URL('pages.json', import.meta.url);
  return z.array(SamplePage).parse(JSON.parse(readFileSync(file, 'utf8')));
}
