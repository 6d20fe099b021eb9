import type { Child } from './child.ts';
import { type Line, quantile, spreadOf } from './figures.ts';
import type { Pressable, Surroundings } from './surroundings.ts';

const AT_ONCE = 20;

/** Each ticket is pressed once. */
const MIX = [
  { verb: 'claim', inputs: {} },
  { verb: 'reply', inputs: { form: 'fritt', 'text-fritt': 'Hej! Öppettiderna står på vår webbplats.' } },
  { verb: 'dismiss', inputs: { because: 'no-reply-needed' } },
];

/** A member of staff; the same number is the same person. */
export const staff = (number: number) => ({
  id: `29:${number}`,
  name: `Person ${number}`,
  aadObjectId: `bbbbbbbb-0000-4000-8000-${String(number).padStart(12, '0')}`,
});

/** 20 people press at once, each on another ticket, again and again until no ticket is left. */
export async function measurePresses(
  around: Surroundings,
  bare: Child,
  tickets: readonly Pressable[],
  goal: { readonly atMost: number },
): Promise<Line[]> {
  const p50: number[] = [];
  const p95: number[] = [];
  const bareP95: number[] = [];
  const busy: number[] = [];
  for (let first = 0; first + AT_ONCE <= tickets.length; first += AT_ONCE) {
    const inserted = await bare.ask<number[]>('insert', { clients: AT_ONCE, count: AT_ONCE });
    bareP95.push(quantile(inserted, 0.95));
    const busyBefore = await around.bot.ask<number>('busyMs');
    const pressed = await Promise.all(
      tickets.slice(first, first + AT_ONCE).map(async (ticket, index) => {
        const { verb, inputs } = MIX[index % MIX.length] ?? { verb: 'claim', inputs: {} };
        return around.press(ticket, verb, staff(index), inputs);
      }),
    );
    busy.push((await around.bot.ask<number>('busyMs')) - busyBefore);
    const tookMs = pressed.map((one) => one.tookMs);
    p50.push(quantile(tookMs, 0.5));
    p95.push(quantile(tookMs, 0.95));
  }
  return [
    { name: '20 presses at once: answered, p50', unit: 'ms', figure: spreadOf(p50) },
    {
      name: '20 presses at once: answered, p95',
      unit: 'ms',
      figure: spreadOf(p95),
      baseline: { name: '20 bare inserts at once, p95', figure: spreadOf(bareP95) },
      goal,
    },
    { name: '20 presses at once: the bot is busy for', unit: 'ms', figure: spreadOf(busy) },
  ];
}
