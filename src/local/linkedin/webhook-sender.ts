import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { linkedInSignature } from '../../platforms/linkedin/routes.ts';
import { hmacHex } from '../../platforms/signature.ts';
import { notificationNode } from './nodes.ts';
import { personUrn, type SimNotification } from './state.ts';
import type { Wall } from './wall.ts';

/** Where notifications are sent, and the client secret that signs them. */
export const Subscription = z.strictObject({ url: z.url(), secret: z.string().min(1) });
export type Subscription = z.infer<typeof Subscription>;

/**
 * How notifications are delivered. `hold` keeps them back until it is off again, or they are given up; `reversed` sends what is waiting newest
 * first; each is told to so many `subscribers`, under a number of its own; `batch` puts so many in one POST.
 */
export const DeliveryMode = z.strictObject({
  hold: z.boolean().default(false),
  order: z.enum(['as-written', 'reversed']).default('as-written'),
  subscribers: z.int().min(1).max(5).default(1),
  batch: z.int().min(1).max(10).default(10),
});
export type DeliveryMode = z.infer<typeof DeliveryMode>;

const CHALLENGED = { hours: 2 };
const MOST_FAILURES = 3;
const RETRIED = { minutes: 5 };
const GIVEN_UP = { hours: 8 };
/** LinkedIn wants its answer within three seconds. */
const ANSWER_MS = 3000;
/** So often by the machine's time it is looked what the simulated time has made due. */
const LOOK_MS = 200;

/** Challenges the endpoint and sends what is waiting, as LinkedIn does by the simulated time. */
export class WebhookSender {
  readonly #wall: Wall;
  readonly #timer: NodeJS.Timeout;
  #subscription: Subscription | null = null;
  #mode: DeliveryMode = DeliveryMode.parse({});
  #working: Promise<void> | null = null;
  #again = false;
  #closed = false;

  constructor(wall: Wall) {
    this.#wall = wall;
    this.#timer = setInterval(() => this.wake(), LOOK_MS).unref();
  }

  /** Subscribes every Page for a year, once the endpoint has answered the challenge. @throws Error when it does not */
  async subscribe(subscription: Subscription): Promise<void> {
    if (!(await isAnswered(subscription))) throw new Error('the webhook did not answer the challenge');
    const { endpoint } = this.#wall.state;
    Object.assign(endpoint, { challengedAt: this.#wall.now().toString(), failures: 0, blocked: false });
    this.#subscription = subscription;
    const until = this.#wall
      .now()
      .add({ hours: 365 * 24 })
      .toString();
    for (const page of this.#wall.state.pages) page.subscribedUntil ??= until;
    this.#wall.saveChanges();
  }

  deliver(mode: DeliveryMode): void {
    this.#mode = mode;
    this.wake();
  }

  /** Does what is due. */
  wake(): void {
    if (this.#closed || this.#subscription === null) return;
    this.#again = this.#working !== null;
    this.#working ??= this.#work(this.#subscription).finally(() => {
      this.#working = null;
      if (this.#again) this.wake();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#working;
  }

  async #work(subscription: Subscription): Promise<void> {
    await this.#challenge(subscription);
    this.#giveUp();
    const { state, now } = this.#wall;
    if (state.endpoint.blocked || this.#mode.hold) return;
    const { order, batch } = this.#mode;
    const due = state.notifications.filter(
      ({ sendAt }) => sendAt !== null && Temporal.Instant.compare(Temporal.Instant.from(sendAt), now()) <= 0,
    );
    const waiting = order === 'reversed' ? due.toReversed() : due;
    for (let start = 0; start < waiting.length && !this.#closed; start += batch)
      await this.#send(subscription, waiting.slice(start, start + batch));
  }

  async #challenge(subscription: Subscription): Promise<void> {
    const { state, now, saveChanges } = this.#wall;
    const { endpoint } = state;
    const last = endpoint.challengedAt === null ? null : Temporal.Instant.from(endpoint.challengedAt);
    if (endpoint.blocked || (last && Temporal.Instant.compare(last.add(CHALLENGED), now()) > 0)) return;
    endpoint.challengedAt = now().toString();
    endpoint.failures = (await isAnswered(subscription)) ? 0 : endpoint.failures + 1;
    endpoint.blocked = endpoint.failures >= MOST_FAILURES;
    saveChanges.call(this.#wall);
  }

  async #send({ url, secret }: Subscription, told: readonly SimNotification[]): Promise<void> {
    const { now } = this.#wall;
    const body = Buffer.from(JSON.stringify(bodyOf(this.#wall, told, this.#mode)));
    const headers = { 'content-type': 'application/json', 'x-li-signature': linkedInSignature(secret, body) };
    const isTaken = await isOk(
      fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_MS) }),
    );
    for (const one of told) one.sendAt = isTaken ? null : now().add(RETRIED).toString();
    this.#wall.saveChanges();
  }

  /** What nobody has taken for eight hours is sent no more. */
  #giveUp(): void {
    const { state, now } = this.#wall;
    for (const one of state.notifications) {
      if (one.sendAt === null) continue;
      if (Temporal.Instant.compare(Temporal.Instant.from(one.at).add(GIVEN_UP), now()) > 0) continue;
      one.sendAt = null;
      state.endpoint.lost += 1;
    }
  }
}

function bodyOf(wall: Wall, told: readonly SimNotification[], { subscribers }: DeliveryMode): object {
  const { decorated } = wall.state;
  const notifications = told.flatMap((one) => {
    const page = wall.page(one.page);
    return Array.from({ length: page ? subscribers : 0 }, (_, index) =>
      notificationNode(page as NonNullable<typeof page>, one, {
        decorated,
        ...(index > 0 && { subscriber: personUrn(`subscriber ${index}`), id: one.id + index * 1_000_000 }),
      }),
    );
  });
  return { type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS', notifications };
}

async function isAnswered({ url, secret }: Subscription): Promise<boolean> {
  const challengeCode = randomUUID();
  const asked = new URL(url);
  asked.searchParams.set('challengeCode', challengeCode);
  try {
    const response = await fetch(asked, { signal: AbortSignal.timeout(ANSWER_MS) });
    const answer = (await response.json()) as { challengeCode?: unknown; challengeResponse?: unknown };
    const isRight = answer.challengeResponse === hmacHex(secret, challengeCode);
    return response.status === 200 && answer.challengeCode === challengeCode && isRight;
  } catch {
    return false;
  }
}

async function isOk(sent: Promise<Response>): Promise<boolean> {
  try {
    const response = await sent;
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
