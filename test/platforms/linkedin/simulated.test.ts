import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault, type REFUSALS } from '../../../src/local/linkedin/refusal.ts';
import { type LinkedInSimulator, startLinkedIn } from '../../../src/local/linkedin/server.ts';
import type { Platform, PlatformError, Target } from '../../../src/ports/platform.ts';
import { refusal } from '../../contracts/wire.ts';
import { linkedInOn, PAGE, write } from './wired.ts';

const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');

describe('LinkedIn, as it is simulated', () => {
  let linkedin: LinkedInSimulator;
  let platform: Platform;
  let now: Temporal.Instant;
  beforeEach(async () => {
    now = NOW;
    linkedin = await startLinkedIn({ now: () => now });
    platform = linkedInOn(linkedin);
  });
  afterEach(() => linkedin.close());
  const listing = () => ({ account: PAGE, since: NOW.subtract({ hours: 24 }), awaited: [], now });
  const list = async () => {
    const listed = [];
    for await (const part of platform.list(listing())) listed.push(...part);
    return listed.map(({ comment }) => comment);
  };

  describe('each act, under what the contract suite has no column for', () => {
    const READS: Record<string, (target: Target) => Promise<unknown>> = {
      read: (target) => platform.read(target),
      list: () => list(),
      ownReplies: (target) => platform.ownReplies(target),
      check: () => platform.check(PAGE),
      'reply, while it reads': (target) => platform.reply(target, 'Svar'),
    };
    const WRITES: Record<string, { method: string; act: (target: Target) => Promise<unknown> }> = {
      reply: { method: 'POST', act: (target) => platform.reply(target, 'Svar') },
      delete: { method: 'DELETE', act: (target) => platform.delete(target) },
    };
    const CODES = {
      version: 'permission',
      throttle: 'rate-limited',
      refusal: 'rejected',
      error: 'transient',
    } as const satisfies Partial<Record<keyof typeof REFUSALS, PlatformError['code']>>;
    const refusals = Object.entries(CODES) as [keyof typeof CODES, PlatformError['code']][];
    const fail = (kind: string, method: string) => linkedin.fault(Fault.parse({ kind, match: { method } }));

    it.each(Object.keys(READS).flatMap((act) => refusals.map(([kind, code]) => [act, kind, code] as const)))(
      '%s that meets %s: %s, and nothing is done',
      async (act, kind, code) => {
        const target = write(linkedin, 'Hej');
        fail(kind, 'GET');
        const done = READS[act]?.(target) ?? Promise.reject(new Error(act));
        expect((await refusal(done)).code).toBe(code);
        expect(linkedin.state.acts).toEqual([]);
      },
    );

    it.each(
      Object.keys(WRITES).flatMap((act) =>
        refusals.map(([kind, code]) => [act, kind, kind === 'error' ? 'no-answer' : code] as const),
      ),
    )('%s that meets %s: %s, and nothing is done', async (act, kind, code) => {
      const target = write(linkedin, 'Hej', { asPage: true });
      const { method, act: perform } = WRITES[act] ?? {};
      fail(kind, method ?? '');
      expect((await refusal(perform?.(target) ?? Promise.reject(new Error(act)))).code).toBe(code);
      expect(linkedin.state.acts).toEqual([]);
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
    expect((await refusal(platform.check(PAGE))).code).toBe('permission');
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
