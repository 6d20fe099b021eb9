import { instantOf, localDay } from '../core/calendar.ts';
import { type Contact, type Digest, daysOffBefore, instantsOf, shareSpans } from '../core/digest.ts';
import type { DigestPage, DigestPlace, DigestTurn, Unposted, UnpostedPage } from '../core/digest-lists.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import { onRota, type Staff } from '../core/staff.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinesQuery, Period, StoredUnposted } from '../ports/digests.ts';
import { type Platform, PlatformError } from '../ports/platform.ts';
import type { Store } from '../ports/store.ts';
import type { AccountRow } from '../ports/tenants.ts';

/** What a digest is drawn up from. */
export interface DigestSources {
  readonly store: Store;
  readonly clock: Clock;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly staffOf: (municipality: MunicipalityId) => Staff;
  /** May the text stand in a card? Comments without a ticket have no screening that was kept. */
  readonly mayShow: (text: string, policy: Policy, hasAttachments: boolean) => boolean;
}

/** What is wanted in a digest beside its lists. `inflow.until` is otherwise the instant that it speaks of. */
export interface DigestWish {
  readonly inflow: Pick<Period, 'from'> & Partial<Period>;
  /** The chart of the answers that came in time. */
  readonly share: boolean;
  /** Are the platforms asked, which takes its time, or is what is known of them told? */
  readonly ask: boolean;
  readonly repeated: boolean;
}

/** No card holds more lines than this: it stays light enough for Teams. */
const LINES = 15;
const UNPOSTED = 10;

/** Asks the platforms and the store, and puts together what the digest says, as of one instant. */
export async function drawUpDigest(
  sources: DigestSources,
  policy: Policy,
  wish: DigestWish,
): Promise<Digest> {
  const { municipality, clock: calendar } = policy;
  const contacts = await contactsOf(sources, municipality, wish.ask);
  const now = sources.clock.now();
  const today = localDay(now);
  const inflow = { until: now, ...wish.inflow };
  const daysOff = daysOffBefore(today, calendar);
  const spans = wish.share ? shareSpans(today, calendar) : [];
  const staff = sources.staffOf(municipality);
  const person = onRota(staff, today);
  const off = daysOff && instantsOf(daysOff);
  const { name, ...facts } = await sources.store.digestFacts(municipality, {
    ...linesFrom(policy, now, null),
    inflow,
    daysOff: off,
    blocks: spans.map(instantsOf),
    person,
  });
  return {
    now,
    waiting: facts.waiting,
    inflow: { ...facts.inflow, since: inflow.from, until: inflow.until },
    unseen: facts.unseen,
    daysOff: daysOff &&
      off &&
      facts.daysOff && { ...daysOff, ...facts.daysOff, since: off.from, until: off.until },
    contacts,
    hasDuty: staff.duty !== null,
    onRota: person === null ? null : (name ?? ''),
    share: wish.share
      ? spans.map((span, place) => ({ ...span, ...(facts.blocks[place] ?? { due: 0, inTime: 0 }) }))
      : null,
    repeated: wish.repeated,
    head: facts.head,
  };
}

async function contactsOf(
  { store, platforms, clock }: DigestSources,
  municipality: MunicipalityId,
  ask: boolean,
): Promise<Contact[]> {
  const accounts = await store.contacts(municipality);
  return Promise.all(
    accounts.map(async ({ municipality: of, account: id, name, trial, ...contact }) => {
      const account = { municipality: of, platform: contact.platform, account: id, name, trial };
      const known = { ...contact, account: name };
      const platform = platforms.get(account.platform);
      if (!ask || !platform) return { ...known, alive: null };
      if (!(await isAlive(platform, account))) return { ...known, alive: false };
      const now = clock.now();
      await store.contacted(account, now);
      return { ...known, alive: true, lastAt: now };
    }),
  );
}

/** A platform that stumbles is asked once more: the digest must not cry wolf. */
async function isAlive(platform: Platform, { account }: AccountRow): Promise<boolean> {
  for (const isLast of [false, true]) {
    try {
      await platform.check(account);
      return true;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (isLast || (error.code !== 'transient' && error.code !== 'no-answer')) return false;
    }
  }
  return false;
}

/** Which lines are wanted of the digest that spoke of that instant. */
function linesFrom({ categories }: Policy, now: Temporal.Instant, after: DigestPlace | null): LinesQuery {
  const statutory = [...categories.values()].filter(({ deleteAtOnce }) => deleteAtOnce).map(({ id }) => id);
  const dayEnds = instantOf(localDay(now).add({ days: 1 }), '00:00');
  return { now, dayEnds, statutory, after, limit: LINES };
}

/** What follows a line of the digest that spoke of that instant. */
export async function drawUpPage(
  { store }: DigestSources,
  policy: Policy,
  { inflow, now, after }: Extract<DigestTurn, { to: 'lines' }>,
): Promise<DigestPage> {
  const waiting = await store.digestLines(policy.municipality, linesFrom(policy, now, after));
  return { now, inflow, waiting };
}

/** The comments of the period that got no card, after that one. */
export async function drawUpUnposted(
  { store, clock, mayShow }: DigestSources,
  policy: Policy,
  { inflow, after }: Extract<DigestTurn, { to: 'unposted' }>,
): Promise<UnpostedPage> {
  const period = { from: inflow.since, until: inflow.until };
  const found = await store.unposted(policy.municipality, { period, after, limit: UNPOSTED });
  const show = ({ attachments, author, text, ...comment }: StoredUnposted): Unposted => ({
    ...comment,
    shown: mayShow(text, policy, attachments) ? { text, author } : null,
  });
  return {
    ...found,
    now: clock.now(),
    inflow,
    comments: found.comments.map(show),
  };
}
