import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { PendingChange } from './state.ts';

/** Where the feed's changes are sent and how they are signed; Instagram's go to `instagram` beside that address. */
export const Subscription = z.strictObject({
  url: z.url(),
  secret: z.string().min(1),
  verifyToken: z.string().min(1),
});
export type Subscription = z.infer<typeof Subscription>;

/**
 * How changes are delivered. `hold` keeps them back until it is off again, and loses what it has kept for too long as Meta
 * does; `reversed` sends what is waiting newest
 * first; each POST is sent `copies` times; `batch` puts so many changes in one POST.
 */
export const DeliveryMode = z.strictObject({
  hold: z.boolean().default(false),
  order: z.enum(['as-written', 'reversed']).default('as-written'),
  copies: z.int().min(1).max(10).default(1),
  batch: z.int().min(1).max(1000).default(1),
});
export type DeliveryMode = z.infer<typeof DeliveryMode>;

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 15_000;
/** So long Meta tries to deliver a change, by the simulated time; then it is gone. */
const GIVEN_UP_S = 36 * 60 * 60;

/** Sends the waiting changes to the subscriber, and again until it answers 200 or 36 hours have passed, as Meta does. */
export class WebhookSender {
  #subscription: Subscription | null = null;
  #mode: DeliveryMode = DeliveryMode.parse({});
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | null = null;
  #closed = false;
  readonly #pending: PendingChange[];
  readonly #now: () => Temporal.Instant;
  readonly #taken: () => void;

  /** `pending` is shared with the state; what was taken is removed from it, then `taken` is called. */
  constructor(pending: PendingChange[], { now, taken }: { now: () => Temporal.Instant; taken: () => void }) {
    this.#pending = pending;
    this.#now = now;
    this.#taken = taken;
  }

  /**
   * Verifies the callback as Meta does (`hub.challenge` must come back), then sends to it.
   * @throws {Error} when it does not answer the challenge.
   */
  async subscribe(subscription: Subscription): Promise<void> {
    const challenge = String(randomBytes(4).readUInt32BE());
    const url = new URL(subscription.url);
    url.searchParams.set('hub.mode', 'subscribe');
    url.searchParams.set('hub.challenge', challenge);
    url.searchParams.set('hub.verify_token', subscription.verifyToken);
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    if (response.status !== 200 || text !== challenge) {
      throw new Error(`the callback did not answer the challenge: HTTP ${response.status}`);
    }
    this.sendTo(subscription);
  }

  /** Sends to a callback without verifying it: for a subscriber that is not up yet. */
  sendTo(subscription: Subscription): void {
    this.#subscription = subscription;
    this.#retryMs = FIRST_RETRY_MS;
    this.wake();
  }

  deliver(mode: DeliveryMode): void {
    this.#mode = mode;
    this.wake();
  }

  /** Sends what is waiting, unless it is held or being sent. */
  wake(): void {
    if (this.#closed || this.#sending !== null || this.#mode.hold || this.#subscription === null) return;
    if (this.#pending.length === 0) return;
    clearTimeout(this.#timer);
    this.#sending = this.#sendAll(this.#subscription).finally(() => {
      this.#sending = null;
      if (this.#pending.length > 0 && !this.#closed)
        this.#timer = setTimeout(() => this.wake(), this.#retryMs);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#sending;
  }

  async #sendAll(subscription: Subscription): Promise<void> {
    const { order, batch, copies } = this.#mode;
    this.#keep((change) => !this.#isGivenUp(change));
    const waiting = order === 'reversed' ? this.#pending.toReversed() : [...this.#pending];
    for (const changes of postsOf(waiting, batch)) {
      if (this.#closed || this.#mode.hold) return;
      for (let copy = 0; copy < copies; copy += 1) {
        if (!(await post(subscription, changes, copy))) {
          this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
          return;
        }
      }
      this.#retryMs = FIRST_RETRY_MS;
      const taken = new Set(changes);
      this.#keep((change) => !taken.has(change));
    }
  }

  #keep(isKept: (change: PendingChange) => boolean): void {
    this.#pending.splice(0, this.#pending.length, ...this.#pending.filter(isKept));
    this.#taken();
  }

  /** Private messages are told in milliseconds. */
  #isGivenUp({ time, list }: PendingChange): boolean {
    const toldAt = list === 'messaging' ? time / 1000 : time;
    return this.#now().epochMilliseconds / 1000 - toldAt >= GIVEN_UP_S;
  }
}

/** What is sent together: never what belongs to different objects. */
function postsOf(waiting: readonly PendingChange[], batch: number): PendingChange[][] {
  const posts: PendingChange[][] = [];
  for (const change of waiting) {
    const last = posts.at(-1);
    const fits = last !== undefined && last.length < batch && !last[0]?.instagram === !change.instagram;
    if (fits) last.push(change);
    else posts.push([change]);
  }
  return posts;
}

async function post(
  { url, secret }: Subscription,
  changes: readonly PendingChange[],
  copy: number,
): Promise<boolean> {
  const isInstagram = changes[0]?.instagram !== undefined;
  const body = isInstagram ? instagramBody(changes, copy) : pageBody(changes);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'facebookexternalua',
    'x-hub-signature-256': `sha256=${signature}`,
  };
  try {
    const to = isInstagram ? new URL('instagram', url) : url;
    const response = await fetch(to, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Consecutive changes of one page at one time share an entry. */
function pageBody(changes: readonly PendingChange[]): Buffer {
  const entry: { id: string; time: number; changes?: unknown[]; messaging?: unknown[] }[] = [];
  for (const { page, time, list, value } of changes) {
    const last = entry.at(-1);
    const into = last?.id === page && last.time === time ? last : { id: page, time };
    if (into !== last) entry.push(into);
    into[list] = [...(into[list] ?? []), list === 'changes' ? { field: 'feed', value } : value];
  }
  return Buffer.from(escapeLikeMeta(JSON.stringify({ object: 'page', entry })));
}

/** Each change in an entry of its own, in either envelope; a message has its own list. What is told once more has another time. */
function instagramBody(changes: readonly PendingChange[], copy: number): Buffer {
  const entry = changes.map(({ page: id, time, list, value, instagram }) => {
    const change = { field: instagram?.field, value };
    const told = { id, time: time + copy };
    if (list === 'messaging') return { ...told, messaging: [value] };
    return instagram?.envelope === 'flat' ? { ...told, ...change } : { ...told, changes: [change] };
  });
  return Buffer.from(escapeLikeMeta(JSON.stringify({ object: 'instagram', entry })));
}

/** Meta's spelling, which is what it signs: everything beyond ASCII as lower-case \uXXXX, and / as \/. */
function escapeLikeMeta(json: string): string {
  return json
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
