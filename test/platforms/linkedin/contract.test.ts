import { expect } from 'vitest';
import { Fault } from '../../../src/local/linkedin/refusal.ts';
import { startLinkedIn } from '../../../src/local/linkedin/server.ts';
import type { Dialect } from '../../contracts/dialect.ts';
import { listing, type Script, withReplies } from '../../contracts/listing.ts';
import { wholeIn } from '../../contracts/paging.ts';
import { platformContract } from '../../contracts/platform.ts';
import type { Wired } from '../../contracts/wire.ts';
import { tellingLinkedIn } from './telling.ts';
import { AUTHOR_ID, LINKEDIN_PAGES, linkedInOn, PAGE, subscribe, wiredLinkedIn, write } from './wired.ts';

platformContract('LinkedIn, against its simulator', {
  make: async () => {
    const linkedin = await startLinkedIn();
    subscribe(linkedin);
    return {
      platform: linkedInOn(linkedin),
      account: PAGE,
      authorId: AUTHOR_ID,
      write: async (text) => write(linkedin, text),
      writeOwn: async (text) => write(linkedin, text, { asPage: true }),
      missing: { externalId: '404', postId: 'urn:li:activity:404' },
      failNext: async () => linkedin.fault(Fault.parse({ kind: 'refusal' })),
      setSubscribed: async (isOn) => {
        if (isOn) subscribe(linkedin);
        else for (const page of linkedin.state.pages) page.subscribedUntil = null;
      },
      performed: async () => linkedin.state.acts.length,
      close: () => linkedin.close(),
    };
  },
  wired: wiredLinkedIn,
  otherwise: {
    lacks: ['isBlocked'],
    ends: {
      // The role, what was told, the posts; and under a post that was taken away meanwhile no comments.
      'list gone': ['not-found', 'not-found', 'not-found', 'done'],
      // The role, then the subscription: without one nothing reaches us.
      'check gone': ['not-found', 'rejected'],
    },
  },
  telling: tellingLinkedIn,
  dialect: LINKEDIN_PAGES,
  traps: {
    // It has no cursors: a server that does not look at where to start answers what it has answered.
    'repeating cursor': (wired, dialect) =>
      refusedIn(2, wired, dialect, (_, all) => ({ items: all, next: 1 })),
    circle: (wired, dialect) =>
      refusedIn(3, wired, dialect, (at, all) => ({
        items: at % 2 === 0 ? all.slice(0, 3) : all.slice(3),
        next: at + 1,
      })),
    'partial replies': (wired, dialect) =>
      // The comment, and its replies.
      wholeIn(1 + 2, wired, dialect, { write: (world) => withReplies(world, 60) }),
    'total alone': (wired, dialect) => {
      const bodyOf: Dialect['bodyOf'] = (_, { items, number }, size) => ({
        elements: items,
        paging: { start: number * size, count: size, total: 6 },
      });
      const script: Script = (at, all) => ({ items: all.slice(3 * at, 3 * at + 3), next: null });
      return wholeIn(2, wired, { ...dialect, bodyOf }, { script, size: 3 });
    },
    // A full page may be followed by another, which is empty.
    'nothing that tells': (wired, dialect) => {
      const bodyOf: Dialect['bodyOf'] = (_, { items }) => ({ elements: items });
      const script: Script = (at, all) => ({ items: at === 0 ? all : [], next: null });
      return wholeIn(2, wired, { ...dialect, bodyOf }, { script, written: dialect.size });
    },
  },
  // It has no word for an account that it has stopped for a while.
  never: ['account-paused'],
});

/** Given up after so many pages, nothing of them listed twice. */
async function refusedIn(pages: number, wired: Wired, dialect: Dialect, script: Script): Promise<string> {
  const found = await listing(wired, dialect, { script });
  expect(found).toMatchObject({ code: 'rejected', pages });
  expect(new Set(found.ids).size).toBe(found.written);
  expect(found.ids).toHaveLength(found.written);
  return `${found.code} after ${pages} pages`;
}
