import { createRandom, type Random } from '../chaos/random.ts';
import type { Kind } from './citizens.ts';
import { dateOf, type Office } from './office.ts';

/** What a person does with a ticket, so long after what was done before. */
export interface Step {
  readonly afterMs: number;
  readonly verb: string;
  /** Another person than the one who has begun. */
  readonly other?: true;
  /** The form's fields, at the instant of the press. */
  readonly inputs?: (nowMs: number) => Readonly<Record<string, unknown>>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const CARE = {
  quick: 26,
  late: 16,
  claimed: 12,
  given: 5,
  snoozed: 12,
  holding: 10,
  direct: 8,
  standing: 8,
  slow: 2,
  never: 0.3,
} as const;

/** What becomes of the ticket of comment `number`: the same for the same seed, whatever the bot does. */
export function planSteps(seed: number, number: number, kind: Kind, office: Office): Step[] {
  const random = createRandom(seed * 100_003 + number);
  const after = (from: number, to: number) => ({ afterMs: Math.floor(random.between(from, to)) });
  const steps = chosen(random, office, after);
  const removes = kind === 'secret' || (kind !== 'question' && random.next() < 0.6);
  if (!removes) return steps;
  const { afterMs } = steps[0] ?? after(0, DAY_MS);
  const removed: Step = { afterMs, verb: 'remove' };
  return kind === 'case'
    ? [removed, { ...after(0, 3 * DAY_MS), verb: 'conclude', inputs: () => ({ because: 'no-reply-needed' }) }]
    : [removed];
}

type After = (from: number, to: number) => { afterMs: number };

function chosen(random: Random, office: Office, after: After): Step[] {
  const answer = { verb: 'reply', inputs: () => ({ form: 'fritt', 'text-fritt': 'Hej! Klockan 10.' }) };
  const stand = { verb: 'dismiss', inputs: () => ({ because: 'within-rules' }) };
  const inDays = (count: number) => (nowMs: number) => {
    const today = dateOf(nowMs);
    const ahead = office.days.filter(({ date }) => date > today);
    return ahead[count]?.date ?? '';
  };
  switch (random.weighted(CARE)) {
    case 'quick':
      return [{ ...after(0, 8 * HOUR_MS), ...answer }];
    case 'late':
      return [{ ...after(DAY_MS, 4 * DAY_MS), ...answer }];
    case 'claimed':
      return [
        { ...after(0, DAY_MS), verb: 'claim' },
        { ...after(0, 3 * DAY_MS), ...answer },
      ];
    case 'given':
      return [
        { ...after(0, DAY_MS), verb: 'claim' },
        { ...after(0, 29 * MINUTE_MS), verb: 'release' },
        { ...after(0, 2 * DAY_MS), ...stand, other: true },
      ];
    case 'snoozed': {
      const until = random.pick(['hour', 'morning', 'day'] as const);
      const late = random.next() < 0.7 ? 'Väntar på förvaltningen' : '';
      const day = inDays(Math.floor(random.between(0, 5)));
      return [
        {
          ...after(0, 2 * DAY_MS),
          verb: 'snooze',
          inputs: (nowMs) => ({ until, late, 'morning-of': until === 'day' ? day(nowMs) : '' }),
        },
        { ...after(0, 5 * DAY_MS), ...answer },
      ];
    }
    case 'holding': {
      const day = inDays(Math.floor(random.between(1, 7)));
      return [
        {
          ...after(0, DAY_MS),
          verb: 'reply',
          inputs: (nowMs) => ({
            form: 'holding',
            'text-holding': 'Hej! Vi återkommer senast {dag}.',
            'return-holding': day(nowMs),
          }),
        },
        { ...after(DAY_MS, 12 * DAY_MS), ...answer },
      ];
    }
    case 'direct':
      return [
        { ...after(0, 2 * DAY_MS), verb: 'direct' },
        { ...after(DAY_MS, 4 * DAY_MS), ...stand },
      ];
    case 'standing':
      return [{ ...after(0, 2 * DAY_MS), ...stand, other: true }];
    case 'slow':
      return [{ ...after(4 * DAY_MS, 20 * DAY_MS), ...stand }];
    default:
      return [];
  }
}
