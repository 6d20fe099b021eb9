import { z } from 'zod';

/** What can go wrong on the way, whatever the platform: the call is performed all the same. */
const ON_THE_WAY = ['slow', 'lost-answer', 'garbled', 'other-page', 'half-body'] as const;
type OnTheWay = (typeof ON_THE_WAY)[number];

/**
 * The fields of a fault to come, as `POST /_sim/faults` takes it, beside those of one platform: `refusals` are the names of
 * what it refuses with, whereupon nothing is done. `match.path` is a part of the path. `lost-answer` performs the call, then
 * cuts the connection, `half-body` when half of the answer is through; `garbled` performs it and answers a gateway's HTML,
 * `other-page` the same as if it were the answer, with 200; `slow` waits `delayMs`, then performs it.
 */
export const faultFields = <const Refusals extends readonly string[]>(refusals: Refusals) => ({
  match: z
    .strictObject({
      method: z.enum(['GET', 'POST', 'DELETE', 'PUT']).optional(),
      path: z.string().optional(),
    })
    .default({}),
  kind: z.enum([...ON_THE_WAY, ...refusals]),
  times: z.int().positive().default(1),
  delayMs: z.int().nonnegative().default(1000),
});

/** What every fault says. */
export interface AnyFault {
  readonly match: { readonly method?: string | undefined; readonly path?: string | undefined };
  readonly kind: string;
  times: number;
  readonly delayMs: number;
}

/** Is the call performed, whatever becomes of the answer? Otherwise the platform refuses it. */
export const isOnTheWay = (kind: string): kind is OnTheWay => ON_THE_WAY.some((one) => one === kind);

/** Faults in the order in which they were asked for. */
export class Faults<Fault extends AnyFault> {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that this call of the interface meets, used up once. */
  take(method: string, path: string): Fault | undefined {
    return this.#take(method, path);
  }

  /** The same for a file beside the interface: it meets only what names its path, and takes no fault from an act. */
  takeNamed(method: string, path: string): Fault | undefined {
    return this.#take(method, path, ({ match }) => match.path !== undefined);
  }

  #take(method: string, path: string, isMeant: (fault: Fault) => boolean = () => true): Fault | undefined {
    const fault = this.#waiting.find(
      (each) =>
        (each.match.method ?? method) === method && path.includes(each.match.path ?? '') && isMeant(each),
    );
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.#waiting = this.#waiting.filter((each) => each !== fault);
    return fault;
  }
}
