import { Fault as LinkedInFault } from '../../../src/local/linkedin/refusal.ts';
import { sampleLinkedInPages } from '../../../src/local/linkedin/seed.ts';
import { type LinkedInSimulator, startLinkedIn } from '../../../src/local/linkedin/server.ts';
import { personUrn } from '../../../src/local/linkedin/state.ts';
import { createLinkedIn } from '../../../src/platforms/linkedin/acts.ts';
import type { Target } from '../../../src/ports/platform.ts';
import type { Dialect } from '../../contracts/dialect.ts';
import { type Fault, LIMITED_MS, PATIENT_MS, SLOW_MS, type Wired } from '../../contracts/wire.ts';

const [page] = sampleLinkedInPages();
if (page === undefined) throw new Error('no sample pages');
/** The sample Page's number. */
export const PAGE = page.number;
const AUTHOR = 'Kim Testsson';
/** The member who writes. */
export const AUTHOR_ID = personUrn(AUTHOR);
const MEDIA = /^\/media\//u;

/** The adapter on a simulator, with what a test changes. */
export const linkedInOn = (
  { url }: Pick<LinkedInSimulator, 'url'>,
  changed: Partial<Parameters<typeof createLinkedIn>[0]> = {},
) =>
  createLinkedIn({
    apiUrl: `${url}/rest`,
    version: '202610',
    applicationIdOf: () => '77',
    clientOf: () => null,
    now: () => Temporal.Instant.from('2026-11-29T21:30:00Z'),
    timeoutMs: PATIENT_MS,
    attachmentHosts: ['127.0.0.1'],
    tokenOf: (account) => (account === PAGE ? page.token : ''),
    ...changed,
  });

/** Somebody writes; it is aimed at as the webhook would have it. */
export function write(linkedin: LinkedInSimulator, text: string, more: object = {}): Target {
  const comment = linkedin.deed({ op: 'add', page: PAGE, author: AUTHOR, text, ...more });
  const share = linkedin.state.posts.find(({ activity }) => activity === comment.post)?.share;
  return { account: comment.page, externalId: comment.id, postId: `urn:li:share:${share}` };
}

/** A Page's subscription that stands for an hour more. */
export function subscribe(linkedin: LinkedInSimulator): void {
  const until = Temporal.Now.instant().add({ hours: 1 }).toString();
  for (const simulated of linkedin.state.pages) simulated.subscribedUntil = until;
}

const KINDS: Readonly<Record<Fault, object>> = {
  'rate-limited': { kind: 'quota', minutes: LIMITED_MS / 60_000 },
  'token-expired': { kind: 'token-expired' },
  permission: { kind: 'permission' },
  gone: { kind: 'gone' },
  transient: { kind: 'transient' },
  slow: { kind: 'slow', delayMs: SLOW_MS },
  'lost-answer': { kind: 'lost-answer' },
  'half-body': { kind: 'half-body' },
  garbled: { kind: 'garbled' },
  'other-page': { kind: 'other-page' },
};

/** A Page on its simulator, whose webhook is subscribed to. */
export const wiredLinkedIn: Wired = {
  name: 'linkedin',
  make: async (wire) => {
    const linkedin = await startLinkedIn();
    subscribe(linkedin);
    return {
      platform: linkedInOn(linkedin, wire),
      account: PAGE,
      authorId: AUTHOR_ID,
      now: Temporal.Now.instant(),
      write: (text, more) => write(linkedin, text, more),
      writeOwn: (text) => write(linkedin, text, { asPage: true }),
      picture: `${linkedin.url}/media/1.png`,
      meet: (fault, path) => {
        const match = MEDIA.test(path) ? { match: { path } } : {};
        linkedin.fault(LinkedInFault.parse({ ...KINDS[fault], ...match }));
      },
      performed: () => linkedin.state.acts.length,
      close: () => linkedin.close(),
    };
  },
};

const START = /\bstart=(\d+)/u;

/** Pages of comments, by where they start. */
export const LINKEDIN_PAGES: Dialect = {
  ...{ size: 50, beyond: 0 },
  isList: ({ pathname, search }) => pathname.endsWith('/comments') && START.test(search),
  firstOf: (url) => {
    url.search = url.search.replace(START, 'start=0');
    return url;
  },
  numberOf: ({ search }, size) => Number(START.exec(search)?.[1]) / size,
  isReplies: ({ pathname, search }) => pathname.endsWith('/comments') && START.test(search),
  itemsOf: (body) => (body as { elements: unknown[] }).elements,
  bodyOf: (_, { items, number, next }, size) => {
    const links = next === null ? [] : [{ rel: 'next', href: '/' }];
    return { elements: items, paging: { start: number * size, count: size, links } };
  },
};
