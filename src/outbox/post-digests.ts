import { localDay } from '../core/calendar.ts';
import {
  type Digest,
  digestTime,
  isFirstOfWeek,
  mayPost,
  nextDigestDay,
  previousWorkingDay,
} from '../core/digest.ts';
import { DIGEST_LISTS, type DigestPage, type DigestTurn, type UnpostedPage } from '../core/digest-lists.ts';
import type { JournalNote } from '../core/journal.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import { type CardMessage, type Chat, ChatError } from '../ports/chat.ts';
import type { ClaimedDigest, Period } from '../ports/digests.ts';
import { type DigestSources, drawUpDigest, drawUpPage } from './draw-up-digest.ts';
import { drawUpUnposted } from './draw-up-unposted.ts';
import type { Keep } from './work-loop.ts';

type Language = Policy['language'];

/** What digests are drawn up from, when they are due, and what they look like. */
export interface DigestParts extends DigestSources {
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  /** Longer than a check of every account, one after the other's failure, and the post together. */
  readonly leaseMs: number;
  readonly render: {
    /** `language`: the policy's for a channel, or that of the one reader. */
    digest(policy: Policy, digest: Digest, language: Language): CardMessage;
    page(policy: Policy, page: DigestPage, language: Language): CardMessage;
    unposted(policy: Policy, page: UnpostedPage, language: Language): CardMessage;
  };
}

/** The daily digests: one a working day and municipality, and the same on demand. */
export interface Digests {
  /** A job for a work loop: plans what is to come, then posts one that is due. False when none was. */
  postOne(chat: Chat, taken: () => void, keep: Keep): Promise<boolean>;
  /** How things stand now, with the chart. `language`: the municipality's, unless one person reads it. */
  summary(municipality: MunicipalityId, language?: Language): Promise<CardMessage>;
  /** What a button of a digest leads to, for the presser's eyes. */
  turn(municipality: MunicipalityId, to: DigestTurn, language?: Language): Promise<CardMessage>;
}

/** A channel that refuses the digest for good is tried again all the same: silence would be taken for calm. */
const REFUSED_MS = 10 * 60_000;

/** Milliseconds before a post is repeated that Teams was too busy for, or did not answer: at most 10 minutes. */
const backOff = (attempts: number): number => Math.min(2_500 * 2 ** attempts, REFUSED_MS);

/** @throws for a municipality without rules, in `postOne`, `summary` and `turn` alike */
export function createDigests(parts: DigestParts): Digests {
  const { store, clock } = parts;
  let isFresh = true;
  return {
    postOne: async (chat, taken, keep) => {
      await planAhead(parts, isFresh);
      isFresh = false;
      const claimed = await store.claimDigest(clock.now(), parts.leaseMs);
      if (!claimed) return false;
      taken();
      const digestPosted: typeof store.digestPosted = (...note) => keep(() => store.digestPosted(...note));
      const kept = { ...parts, store: { ...store, digestPosted } };
      await post(kept, chat, policyOf(parts, claimed.municipality), claimed);
      return true;
    },
    summary: (municipality, language) => onDemand(parts, policyOf(parts, municipality), null, language),
    turn: async (municipality, to, own) => {
      const policy = policyOf(parts, municipality);
      const language = own ?? policy.language;
      switch (to.to) {
        case 'beginning':
          return onDemand(parts, policy, { from: to.inflow.since, until: to.inflow.until }, language);
        case 'lines':
          return parts.render.page(policy, await drawUpPage(parts, policy, to), language);
        case 'unposted':
          return parts.render.unposted(policy, await drawUpUnposted(parts, policy, to), language);
      }
    },
  };
}

function policyOf({ policies }: DigestParts, municipality: MunicipalityId): Policy {
  const policy = policies.get(municipality);
  if (!policy) throw new Error(`No rules of ${municipality}`);
  return policy;
}

/** Plans the next digest where none is planned; the first time after a start also where one is. */
async function planAhead(parts: DigestParts, isFresh: boolean): Promise<void> {
  const now = parts.clock.now();
  // The calendar may have changed since. Nobody may see that nothing is planned meanwhile.
  for (const { municipality, last } of await parts.store.undigested(isFresh ? now : null)) {
    const { clock: calendar } = policyOf(parts, municipality);
    const day = nextDigestDay(last, now, calendar);
    const dueAt = digestTime(day, calendar);
    const since = digestTime(previousWorkingDay(day, calendar), calendar);
    await parts.store.planDigest(municipality, { day, dueAt, since }, now);
  }
}

/** How things stand now, and what came in during the period; null: since the latest digest was due. */
async function onDemand(
  parts: DigestParts,
  policy: Policy,
  period: Period | null,
  language: Language = policy.language,
): Promise<CardMessage> {
  const now = parts.clock.now();
  const digest = await drawUpDigest(parts, policy, {
    inflow: period ?? { from: latestHour(now, policy) },
    share: period === null || isFirstOfWeek(localDay(now), policy.clock),
    ask: period === null,
    repeated: false,
  });
  return parts.render.digest(policy, digest, language);
}

async function post(parts: DigestParts, chat: Chat, policy: Policy, claimed: ClaimedDigest): Promise<void> {
  const { store, clock } = parts;
  if (await isOutOfHours(parts, policy, claimed)) return;
  const digest = await drawUpDigest(parts, policy, {
    inflow: { from: claimed.since },
    share: isFirstOfWeek(claimed.day, policy.clock),
    ask: true,
    repeated: claimed.repeated,
  });
  // The platforms may have taken their time.
  if (await isOutOfHours(parts, policy, claimed)) return;
  if (!(await store.holdDigest(claimed, parts.leaseMs))) return;
  try {
    await chat.post(claimed.conversation, parts.render.digest(policy, digest, policy.language));
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    const waitMs = waitAfter(error, claimed);
    const retryAt = clock.now().add({ milliseconds: waitMs });
    await store.digestFailed(claimed, { unknown: error.code === 'no-answer', retryAt, waitMs });
    return;
  }
  await store.digestPosted(claimed, digest.now, noteOf(claimed, digest));
}

/** Nothing is posted outside office hours: what comes too late is left out, what comes too early waits. */
async function isOutOfHours(
  { store, clock }: DigestParts,
  policy: Policy,
  claimed: ClaimedDigest,
): Promise<boolean> {
  const now = clock.now();
  if (mayPost(claimed.day, now, policy.clock)) return false;
  const hour = digestTime(claimed.day, policy.clock);
  const waitMs = now.until(hour).total('milliseconds');
  if (waitMs > 0) await store.digestFailed(claimed, { unknown: false, retryAt: hour, waitMs });
  else await store.digestSkipped(claimed);
  return true;
}

function waitAfter({ code, retryAfterMs }: ChatError, { attempts }: ClaimedDigest): number {
  if (code !== 'busy' && code !== 'no-answer') return REFUSED_MS;
  return Math.round(retryAfterMs ?? backOff(attempts));
}

/** When the digest before now was due. */
function latestHour(now: Temporal.Instant, { clock }: Policy): Temporal.Instant {
  const tomorrow = localDay(now).add({ days: 1 });
  const today = digestTime(previousWorkingDay(tomorrow, clock), clock);
  if (Temporal.Instant.compare(today, now) < 0) return today;
  return digestTime(previousWorkingDay(localDay(now), clock), clock);
}

const noteOf = (
  { day, repeated }: ClaimedDigest,
  { waiting, inflow, head }: Digest,
): JournalNote['data'] => ({
  day: day.toString(),
  ...Object.fromEntries(DIGEST_LISTS.map((name) => [name, waiting.counts[name].total])),
  arrived: inflow.arrived,
  posted: inflow.posted,
  repeated,
  head: head?.hash ?? null,
});
