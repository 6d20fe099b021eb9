import { instantOf, localDay } from '../core/calendar.ts';
import { type Contact, type Digest, daysOffBefore, instantsOf, shareSpans } from '../core/digest.ts';
import type { DigestItem, DigestLines, DigestPage, DigestPlace, DigestTurn } from '../core/digest-lists.ts';
import type { Screening } from '../core/finding.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId, Policy, Rule } from '../core/policy.ts';
import { onRota, type Staff, seesToUnclaimed } from '../core/staff.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinesQuery, Period } from '../ports/digests.ts';
import { type Platform, PlatformError } from '../ports/platform.ts';
import type { Store } from '../ports/store.ts';
import type { AccountRow } from '../ports/tenants.ts';

/** What a digest is drawn up from. */
export interface DigestSources {
  readonly store: Store;
  readonly clock: Clock;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** `of`: of that account alone. */
  readonly staffOf: (municipality: MunicipalityId, of?: Pick<AccountRow, 'platform' | 'account'>) => Staff;
  /** Comments without a ticket have no screening that was kept. */
  readonly screen: (text: string, policy: Policy, hasAttachments: boolean) => Screening;
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
    waiting: await withSeers(sources, policy, facts.waiting),
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
function linesFrom(
  { categories, rules, law }: Policy,
  now: Temporal.Instant,
  after: DigestPlace | null,
): LinesQuery {
  const called = (wanted: Rule['severity']) =>
    [...rules, ...law].filter(({ severity }) => severity === wanted).map(({ id }) => id);
  const statutory = [...categories.values()].filter(({ deleteAtOnce }) => deleteAtOnce).map(({ id }) => id);
  const dayEnds = instantOf(localDay(now).add({ days: 1 }), '00:00');
  return {
    ...{ now, dayEnds, statutory },
    critical: called('critical'),
    high: called('high'),
    after,
    limit: LINES,
  };
}

/** What follows a line of the digest that spoke of that instant. */
export async function drawUpPage(
  sources: DigestSources,
  policy: Policy,
  { inflow, now, after }: Extract<DigestTurn, { to: 'lines' }>,
): Promise<DigestPage> {
  const waiting = await sources.store.digestLines(policy.municipality, linesFrom(policy, now, after));
  return { now, inflow, waiting: await withSeers(sources, policy, waiting) };
}

/** The lines, where nobody has one with whoever sees to its account, if that is not whoever sees to the municipality's. */
async function withSeers(
  { store, staffOf, clock }: DigestSources,
  { municipality }: Policy,
  lines: DigestLines,
): Promise<DigestLines> {
  const today = localDay(clock.now());
  const usual = seesToUnclaimed(staffOf(municipality), today);
  const items = lines.items.map(async (item): Promise<DigestItem> => {
    if (item.owner !== null || item.closed) return item;
    const account = { platform: item.platform, account: item.accountId };
    const person = seesToUnclaimed(staffOf(municipality, account), today);
    if (person === null || person === usual) return item;
    return { ...item, seesTo: (await store.personName(municipality, person)) ?? '' };
  });
  return { ...lines, items: await Promise.all(items) };
}
