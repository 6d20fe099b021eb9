import { z } from 'zod';

const Settings = z.object({
  KV_SOAK: z.enum(['short', 'full']).default('full'),
  KV_SOAK_SEED: z.coerce.number().int().min(0).max(1e9).default(1),
});
const settings = Settings.parse(process.env);

/** How much is played: everything, or (KV_SOAK=short) as much as CI can wait for. */
export const FORM = settings.KV_SOAK;

/** A number of runs for `npm test`, or as many times more as a soak can wait for. */
export const runsFor = (usual: number): number =>
  process.env['KV_SOAK'] === undefined ? usual : usual * (FORM === 'short' ? 5 : 20);

/**
 * Of what is long and asks little of the store: PostgreSQL in `npm test`, which is to end within six minutes, and the
 * embedded store, which takes twice as long, in the full form of `npm run soak`.
 */
export const inTurn = <T extends readonly [name: string, ...rest: unknown[]]>(stores: readonly T[]): T[] =>
  stores.filter(([name]) => (name === 'PostgreSQL') === (process.env['KV_SOAK'] === undefined));

/** The chance that is played with: the same in every run unless KV_SOAK_SEED says otherwise. */
export const SEED = settings.KV_SOAK_SEED;

/** Says in the run's output what is played, so that it can be played again. */
export function announce(what: string): void {
  console.log(`${what}: KV_SOAK=${FORM} KV_SOAK_SEED=${SEED}`);
}
