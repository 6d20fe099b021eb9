import type { Clock } from '../ports/clock.ts';
import { type Platform, PlatformError } from '../ports/platform.ts';
import type { DuePoll, PollEnd, PollStore } from '../ports/polls.ts';
import { platformOf } from './index.ts';
import { type ListedPlatform, type ListParts, listAll } from './list-account.ts';

/** A configured account. */
interface PolledAccount extends Pick<DuePoll, 'municipality' | 'platform' | 'account'> {
  /** How many days back a first poll goes. */
  readonly backfillDays: number;
  /** Default: as its platform's spec says. */
  readonly pollMinutes?: number | undefined;
}

/** What polling needs of its surroundings. */
export interface PollParts extends ListParts {
  readonly store: ListParts['store'] & PollStore;
  readonly clock: Clock;
  readonly platforms: ReadonlyMap<Platform['name'], Platform>;
  readonly accounts: readonly PolledAccount[];
  /** Told why an account could not be listed; of no answer, or a passing fault, only where it lasts. */
  readonly onFailed: (account: Pick<DuePoll, 'platform' | 'account'>, error: PlatformError) => void;
}

/** A poller that has not asked for the next page for so long has vanished; what it listed is listed again. */
const LEASE_MS = 2 * 60_000;
const PROLONGED_EVERY_MS = 20_000;
/** Listed again each time: what was told of late, edited, hidden or taken away meanwhile. */
const OVERLAP = { hours: 26 };
/** The whole window is listed so often: an older comment too may be edited, or go. */
const SWEEP_MS = 24 * 60 * 60_000;
/** So many failures in a row are no passing fault. */
const LASTING = 2;
/** Within so long, a platform that tells of what is written has told of it. */
const TOLD_WITHIN = { minutes: 10 };
/** The longest pause of an account that cannot be listed. */
const MOST_MINUTES = 6 * 60;

/**
 * Lists one account that is due, whatever its webhooks have told: archives what is new or has changed, notices what has
 * gone, and journals for how long the platform was not heard.
 * @returns false when none is due
 */
export async function pollOne(parts: PollParts, taken: () => void): Promise<boolean> {
  const { store, clock } = parts;
  const now = clock.now();
  const listed = parts.accounts.filter(({ platform }) => parts.platforms.has(platform));
  const poll = await store.claimPoll(listed, now, LEASE_MS);
  const platform = poll && parts.platforms.get(poll.platform);
  if (!poll || !platform) return false;
  taken();
  const settings = settingsOf(parts, poll);
  const minutes = settings?.pollMinutes ?? platformOf(poll.platform).api?.pollMinutes ?? MOST_MINUTES;
  try {
    const span = spanOf(poll, settings?.backfillDays ?? 0, now);
    const news = await listAll(parts, prolonging(store, poll, platform), poll, span.since, now);
    const silence = silenceOf(poll, { ...span, now, minutes });
    const covered = { to: now, swept: span.isSweep };
    const untold = silence === null ? untoldOf(poll, news, now) : null;
    const dueAt = now.add({ milliseconds: minutes * 60_000 });
    await store.pollEnded(poll, { now, dueAt, covered, silence, untold });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // A list that is soon read again is no news.
    if (error.code !== 'transient' || poll.failures >= LASTING) parts.onFailed(poll, error);
    const waits = Math.max(error.retryAfterMs ?? 0, pauseMinutes(minutes, poll.failures) * 60_000);
    const dueAt = now.add({ milliseconds: waits });
    await store.pollEnded(poll, { now, dueAt, covered: null, silence: null, untold: null });
  }
  return true;
}

/** The platform, whose lists keep the poll's lease while they are read: a list of thousands takes minutes. */
function prolonging(store: PollStore, poll: DuePoll, platform: Platform): ListedPlatform {
  let keptAt = performance.now();
  async function* prolonged<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
    for await (const page of pages) {
      yield page;
      if (performance.now() - keptAt < PROLONGED_EVERY_MS) continue;
      await store.pollGoesOn(poll, LEASE_MS);
      keptAt = performance.now();
    }
  }
  const { messages } = platform;
  return {
    read: (target) => platform.read(target),
    list: (listing) => prolonged(platform.list(listing)),
    ...(messages && { messages: { list: (of) => prolonged(messages.list(of)) } }),
  };
}

const settingsOf = ({ accounts }: PollParts, { platform, account }: DuePoll): PolledAccount | undefined =>
  accounts.find((one) => one.platform === platform && one.account === account);

/** Twice as long after each failure. */
const pauseMinutes = (minutes: number, failures: number): number =>
  Math.min(minutes * 2 ** Math.min(failures, 10), Math.max(minutes, MOST_MINUTES));

interface Span {
  readonly since: Temporal.Instant;
  readonly isSweep: boolean;
}

/** From a day before what has been covered; once a day, and at first, the whole window. */
function spanOf({ coveredTo, sweptAt }: DuePoll, days: number, now: Temporal.Instant): Span {
  const window = now.subtract({ hours: 24 * days });
  const isSweep =
    coveredTo === null || sweptAt === null || now.since(sweptAt).total('milliseconds') >= SWEEP_MS;
  const overlap = coveredTo?.subtract(OVERLAP) ?? window;
  return { since: isSweep || Temporal.Instant.compare(overlap, window) < 0 ? window : overlap, isSweep };
}

/** The time in which the platform was not asked with success for longer than it should; null at first. */
function silenceOf(
  { coveredTo, failures }: DuePoll,
  { since, now, minutes }: { since: Temporal.Instant; now: Temporal.Instant; minutes: number },
): PollEnd['silence'] {
  if (coveredTo === null) return null;
  if (failures === 0 && now.since(coveredTo).total('minutes') <= 2 * minutes) return null;
  const isLost = Temporal.Instant.compare(coveredTo, since) < 0;
  return { from: coveredTo, to: now, lostTo: isLost ? since : null };
}

/** What was written since the last list, and that only this one has shown, on a platform that tells of it by itself. */
function untoldOf(
  { platform, coveredTo }: DuePoll,
  news: readonly Temporal.Instant[],
  now: Temporal.Instant,
): PollEnd['untold'] {
  if (coveredTo === null || !platformOf(platform).api?.read) return null;
  const late = now.subtract(TOLD_WITHIN);
  const [oldestAt, ...more] = news
    .filter((at) => Temporal.Instant.compare(coveredTo, at) < 0 && Temporal.Instant.compare(at, late) < 0)
    .toSorted(Temporal.Instant.compare);
  return oldestAt ? { count: 1 + more.length, oldestAt } : null;
}
