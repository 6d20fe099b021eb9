import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault, type REFUSALS } from '../../../src/local/linkedin/refusal.ts';
import { sampleLinkedInPages } from '../../../src/local/linkedin/seed.ts';
import { type LinkedInSimulator, startLinkedIn } from '../../../src/local/linkedin/server.ts';
import { personUrn } from '../../../src/local/linkedin/state.ts';
import { createLinkedIn } from '../../../src/platforms/linkedin/acts.ts';
import type { Platform, PlatformError, Target } from '../../../src/ports/platform.ts';
import { platformContract, refusal } from '../../contracts/platform.ts';

const [page] = sampleLinkedInPages();
if (page === undefined) throw new Error('no sample pages');
const AUTHOR = 'Kim Testsson';
const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');

const adapter = (url: string, more: Partial<Parameters<typeof createLinkedIn>[0]> = {}) =>
  createLinkedIn({
    apiUrl: `${url}/rest`,
    version: '202610',
    applicationIdOf: () => '77',
    timeoutMs: 2000,
    attachmentHosts: ['127.0.0.1'],
    clientOf: () => null,
    now: () => NOW,
    tokenOf: (account) => (account === page.number ? page.token : ''),
    ...more,
  });

/** Somebody writes; it is aimed at as the webhook would have it. */
function write(linkedin: LinkedInSimulator, text: string, more: object = {}): Target {
  const comment = linkedin.deed({ op: 'add', page: page?.number ?? '', author: AUTHOR, text, ...more });
  const share = linkedin.state.posts.find(({ activity }) => activity === comment.post)?.share;
  return { account: comment.page, externalId: comment.id, postId: `urn:li:share:${share}` };
}

const FAULT_OF: Record<string, object> = {
  'token-expired': { kind: 'token-expired' },
  permission: { kind: 'permission' },
  'rate-limited': { kind: 'quota' },
  'not-found': { kind: 'gone' },
  rejected: { kind: 'refusal' },
  transient: { kind: 'transient' },
};

platformContract(
  'LinkedIn, against its simulator',
  async () => {
    const linkedin = await startLinkedIn();
    const [simulated] = linkedin.state.pages;
    const subscribed = Temporal.Now.instant().add({ hours: 1 }).toString();
    if (simulated) simulated.subscribedUntil = subscribed;
    return {
      platform: adapter(linkedin.url),
      account: page.number,
      authorId: personUrn(AUTHOR),
      write: async (text) => write(linkedin, text),
      writeOwn: async (text) => write(linkedin, text, { asPage: true }),
      missing: { externalId: '404', postId: 'urn:li:activity:404' },
      failNext: async (code, retryAfterMs) => {
        await fetch(`${linkedin.url}/_sim/faults`, { method: 'DELETE' });
        const minutes = retryAfterMs === undefined ? {} : { minutes: retryAfterMs / 60_000 };
        if (code !== 'no-answer') return linkedin.fault(Fault.parse({ ...FAULT_OF[code], ...minutes }));
        for (const method of ['POST', 'DELETE'])
          linkedin.fault(Fault.parse({ kind: 'lost-answer', match: { method } }));
      },
      setSubscribed: async (isOn) => {
        if (simulated) simulated.subscribedUntil = isOn ? subscribed : null;
      },
      performed: async () => linkedin.state.acts.length,
      close: () => linkedin.close(),
    };
  },
  // It has no word for an account that it has stopped for a while.
  ['account-paused'],
);

describe('LinkedIn, as it is simulated', () => {
  let linkedin: LinkedInSimulator;
  let platform: Platform;
  let now: Temporal.Instant;
  beforeEach(async () => {
    now = NOW;
    linkedin = await startLinkedIn({ now: () => now });
    platform = adapter(linkedin.url, { timeoutMs: 300 });
  });
  afterEach(() => linkedin.close());
  const listing = () => ({ account: page.number, since: NOW.subtract({ hours: 24 }), awaited: [], now });
  const list = async () => {
    const listed = [];
    for await (const part of platform.list(listing())) listed.push(...part);
    return listed.map(({ comment }) => comment);
  };

  describe('each act, under each fault', () => {
    const READS: Record<string, (target: Target) => Promise<unknown>> = {
      read: (target) => platform.read(target),
      list: () => list(),
      ownReplies: (target) => platform.ownReplies(target),
      check: () => platform.check(page.number),
      'reply, while it reads': (target) => platform.reply(target, 'Svar'),
    };
    const WRITES: Record<string, { method: string; act: (target: Target) => Promise<unknown> }> = {
      reply: { method: 'POST', act: (target) => platform.reply(target, 'Svar') },
      delete: { method: 'DELETE', act: (target) => platform.delete(target) },
    };
    const CODES: Record<keyof typeof REFUSALS, PlatformError['code']> = {
      'token-expired': 'token-expired',
      permission: 'permission',
      gone: 'not-found',
      version: 'permission',
      quota: 'rate-limited',
      throttle: 'rate-limited',
      refusal: 'rejected',
      transient: 'transient',
      error: 'transient',
    };
    const ON_THE_WAY = ['lost-answer', 'garbled', 'slow'] as const;
    const refusals = Object.entries(CODES) as [keyof typeof REFUSALS, PlatformError['code']][];
    const fail = (kind: string, method: string) =>
      linkedin.fault(Fault.parse({ kind, match: { method }, delayMs: 600 }));

    it.each(
      Object.keys(READS).flatMap((act) => [
        ...refusals.map(([kind, code]) => [act, kind, code] as const),
        ...ON_THE_WAY.map((kind) => [act, kind, 'transient'] as const),
      ]),
    )('%s that meets %s: %s, and nothing is done', async (act, kind, code) => {
      const target = write(linkedin, 'Hej');
      fail(kind, 'GET');
      const done = READS[act]?.(target) ?? Promise.reject(new Error(act));
      if (act === 'read' && kind === 'gone') expect(await done).toBeNull();
      else expect((await refusal(done)).code).toBe(code);
      expect(linkedin.state.acts).toEqual([]);
    });

    it.each(
      Object.keys(WRITES).flatMap((act) => [
        ...refusals.map(([kind, code]) => [act, kind, kind === 'error' ? 'no-answer' : code, 0] as const),
        ...ON_THE_WAY.map((kind) => [act, kind, 'no-answer', 1] as const),
      ]),
    )('%s that meets %s: %s, done %i times', async (act, kind, code, times) => {
      const target = write(linkedin, 'Hej', { asPage: true });
      const { method, act: perform } = WRITES[act] ?? {};
      fail(kind, method ?? '');
      expect((await refusal(perform?.(target) ?? Promise.reject(new Error(act)))).code).toBe(code);
      if (kind === 'slow') await new Promise((resolve) => setTimeout(resolve, 500));
      expect(linkedin.state.acts).toHaveLength(times);
    });
  });

  it('lists what was written in every spelling of a URN, each once and by one id', async () => {
    const written = ['a', 'b', 'c', 'd', 'e'].map((text) => write(linkedin, text).externalId);
    const reply = write(linkedin, 'f', { parent: written[1] }).externalId;
    const listed = (await list()).filter(({ kind }) => kind !== 'post');
    expect(listed.map(({ externalId }) => externalId).sort()).toEqual([...written, reply].sort());
    expect(listed.find(({ externalId }) => externalId === reply)?.parentId).toBe(written[1]);
    expect(new Set(listed.map(({ postId }) => postId)).size).toBe(1);
  });

  it('lists more than a page of comments', async () => {
    for (let count = 0; count < 120; count += 1) write(linkedin, `${count}`);
    expect((await list()).filter(({ kind }) => kind !== 'post')).toHaveLength(120);
  });

  it('lists what is written under a post that is older than the window', async () => {
    const old = linkedin.state.posts.at(-1)?.activity;
    const target = write(linkedin, 'Hej', { post: old });
    now = NOW.add({ hours: 2 });
    expect((await list()).map(({ externalId }) => externalId)).toContain(target.externalId);
  });

  it('says that a member may not read, where LinkedIn says 200 and nothing', async () => {
    const target = write(linkedin, 'Hej');
    const [simulated] = linkedin.state.pages;
    if (simulated) simulated.role = 'RECRUITING_POSTER';
    expect((await refusal(list())).code).toBe('permission');
    expect((await refusal(platform.check(page.number))).code).toBe('permission');
    expect((await refusal(platform.read(target))).code).toBe('permission');
  });

  it('refuses to take away what others wrote, and reads a comment without an author', async () => {
    const target = write(linkedin, 'Hej', { anonymous: true });
    expect((await refusal(platform.delete(target))).code).toBe('permission');
    expect(await platform.read(target)).toMatchObject({ authorId: null, text: 'Hej', canRemove: false });
  });

  it('answers a reply under the comment above both', async () => {
    const top = write(linkedin, 'Hej');
    const reply = write(linkedin, 'Jag med', { parent: top.externalId });
    const { externalId } = await platform.reply(reply, 'Svar');
    expect(linkedin.state.comments.find(({ id }) => id === externalId)?.parent).toBe(top.externalId);
    expect(await platform.ownReplies(reply)).toMatchObject([{ externalId, text: 'Svar' }]);
  });

  it('fetches a picture', async () => {
    const target = write(linkedin, '', { photo: true });
    const [picture] = (await platform.read(target))?.attachments ?? [];
    expect(picture?.type).toBe('image');
    const { contentType } = await platform.fetchAttachment(picture?.url ?? '');
    expect(contentType).toBe('image/png');
  });

  it('says for how long a limit lasts by LinkedIn’s clock, and when its version is no longer taken', async () => {
    now = Temporal.Instant.from('2026-11-20T22:00:00Z');
    const target = write(linkedin, 'Hej');
    linkedin.fault(Fault.parse({ kind: 'quota' }));
    expect((await refusal(platform.read(target))).retryAfterMs).toBe(2 * 3_600_000);
    now = Temporal.Instant.from('2027-10-01T00:00:00Z');
    const error = await refusal(platform.read(target));
    expect([error.code, error.message]).toEqual(['permission', expect.stringContaining('LINKEDIN_VERSION')]);
  });
});
