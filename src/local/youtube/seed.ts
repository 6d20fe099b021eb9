import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A municipality's imagined channel: its id, the refresh token that speaks for it, and its videos, newest first. */
export const SampleChannel = z.strictObject({
  municipality: z.string(),
  id: z.string().regex(/^UC[\w-]{22}$/),
  title: z.string(),
  refreshToken: z.string(),
  videos: z.array(
    z.strictObject({ daysAgo: z.number().nonnegative(), title: z.string(), description: z.string() }),
  ),
});
export type SampleChannel = z.infer<typeof SampleChannel>;

/** The OAuth client that the simulated Google knows. */
export const SIMULATED_CLIENT = { id: 'SIM-client.apps.example', secret: 'SIM-client-secret' };

/** The channels of `channels.json`. */
export function sampleChannels(): SampleChannel[] {
  const file = new URL('channels.json', import.meta.url);
  return z.array(SampleChannel).parse(JSON.parse(readFileSync(file, 'utf8')));
}
