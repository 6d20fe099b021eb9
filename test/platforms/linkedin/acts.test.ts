import { describe, expect, it } from 'vitest';
import type { PlatformError } from '../../../src/ports/platform.ts';
import { refusal } from '../../contracts/wire.ts';
import {
  ACTIVITY,
  COMMENT,
  commentNode,
  inPath,
  PAGE,
  REPLY,
  ROLE,
  refused,
  type Scripted,
  SHARE,
  scripted,
} from './scripted.ts';

const TARGET = { account: PAGE, externalId: COMMENT, postId: SHARE };
const THREAD = `urn:li:comment:(${ACTIVITY},${COMMENT})`;
const READ = `GET /socialActions/${inPath(SHARE)}/comments/${COMMENT}`;
const WRITE = `POST /socialActions/${inPath(THREAD)}/comments`;
const made = (id: string): Scripted => ({ status: 201, headers: { 'x-restli-id': id } });

describe('what is sent to LinkedIn', () => {
  it('has the version, the protocol and the token in its headers, and URNs encoded in its path', async () => {
    const { linkedin, heard } = await scripted({ [READ]: { body: commentNode(COMMENT) } });
    expect(await linkedin.read(TARGET)).toMatchObject({
      text: 'När öppnar biblioteket?',
      authorId: 'urn:li:person:Kim',
    });
    expect(heard).toHaveLength(1);
    expect(heard[0]?.line).toBe(READ);
    expect(heard[0]?.headers).toMatchObject({
      'linkedin-version': '202610',
      'x-restli-protocol-version': '2.0.0',
      authorization: 'Bearer a-token',
    });
  });

  it('is a reply under the comment, as the Page, in the spelling that the comment itself has', async () => {
    const { linkedin, heard } = await scripted({
      [READ]: { body: commentNode(COMMENT) },
      [WRITE]: made(REPLY),
    });
    expect(await linkedin.reply(TARGET, 'Klockan tio.')).toEqual({ externalId: REPLY });
    expect(JSON.parse(heard[1]?.body ?? '')).toEqual({
      actor: `urn:li:organization:${PAGE}`,
      object: ACTIVITY,
      parentComment: THREAD,
      message: { text: 'Klockan tio.' },
    });
  });

  it('is an answer to a reply under the comment above both, where its own replies are then found', async () => {
    const reply = commentNode(REPLY, { parentComment: `urn:li:comment:(${ACTIVITY},${COMMENT})` });
    const own = {
      actor: `urn:li:organization:${PAGE}`,
      message: { text: 'Svar' },
      created: { time: 1_795_075_300_000 },
    };
    const { linkedin, heard } = await scripted({
      [`GET /socialActions/${inPath(SHARE)}/comments/${REPLY}`]: { body: reply },
      [WRITE]: made('5'),
      [`GET /socialActions/${inPath(THREAD)}/comments?`]: {
        body: { elements: [reply, commentNode('5', own)], paging: { start: 0, count: 50, total: 2 } },
      },
    });
    const target = { ...TARGET, externalId: REPLY };
    await linkedin.reply(target, 'Svar');
    expect(heard.at(-1)?.line).toBe(WRITE);
    expect(await linkedin.ownReplies(target)).toMatchObject([{ externalId: '5', text: 'Svar' }]);
  });

  it.each([
    REPLY,
    `urn:li:comment:(${ACTIVITY},${REPLY})`,
    `urn:li:comment:(activity:1,${REPLY})`,
    inPath(`urn:li:comment:(${ACTIVITY},${REPLY})`),
  ])('is made known by the one id of the reply, however it is spelled: %s', async (id) => {
    const { linkedin } = await scripted({ [READ]: { body: commentNode(COMMENT) }, [WRITE]: made(id) });
    expect(await linkedin.reply(TARGET, 'Svar')).toEqual({ externalId: REPLY });
  });

  it('may have been done where the answer names no reply', async () => {
    const { linkedin } = await scripted({ [READ]: { body: commentNode(COMMENT) }, [WRITE]: { status: 201 } });
    expect((await refusal(linkedin.reply(TARGET, 'Svar'))).code).toBe('no-answer');
  });

  it('is no call at all for what LinkedIn has no interface for, or where no post is known', async () => {
    const { linkedin, heard } = await scripted({});
    for (const act of ['hide', 'unhide'] as const)
      expect((await refusal(linkedin[act](TARGET))).code).toBe('unsupported');
    for (const act of ['block', 'unblock', 'isBlocked'] as const)
      expect((await refusal(linkedin[act](PAGE, 'urn:li:person:Kim'))).code).toBe('unsupported');
    expect((await refusal(linkedin.read({ ...TARGET, postId: null }))).code).toBe('unsupported');
    expect((await refusal(linkedin.read({ ...TARGET, externalId: '404_404' }))).code).toBe('unsupported');
    expect(heard).toEqual([]);
  });

  it('is a deletion as the Page; somebody else’s comment is refused', async () => {
    const path = `DELETE /socialActions/${inPath(SHARE)}/comments/${COMMENT}`;
    const { linkedin, heard } = await scripted({ [path]: { status: 204 } });
    await linkedin.delete(TARGET);
    expect(heard[0]?.line).toBe(`${path}?actor=${inPath(`urn:li:organization:${PAGE}`)}`);
    const other = await scripted({ [path]: refused(403) });
    expect((await refusal(other.linkedin.delete(TARGET))).code).toBe('permission');
  });
});

describe('a comment that is read', () => {
  it('has no author where LinkedIn gives none, and is a picture where it has no words', async () => {
    const { actor: _, ...anonymous } = commentNode(COMMENT, {
      message: { text: '' },
      content: [{ type: 'IMAGE', url: 'https://media.licdn.com/x.jpg' }, { type: 'IMAGE' }],
    });
    const { linkedin } = await scripted({ [READ]: { body: anonymous } });
    expect(await linkedin.read(TARGET)).toEqual({
      text: '',
      hidden: false,
      canHide: false,
      canRemove: false,
      authorId: null,
      permalink: `https://www.linkedin.com/feed/update/${ACTIVITY}/?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A7094637247890620418%2C${COMMENT}%29`,
      attachments: [{ type: 'image', url: 'https://media.licdn.com/x.jpg' }],
    });
  });

  it.each<[string, Scripted, PlatformError['code'] | 'gone']>([
    ['LinkedIn’s own 404', refused(404), 'gone'],
    [
      'a path that its version does not have',
      refused(404, { message: 'No virtual resource found' }),
      'permission',
    ],
    ['404 of a gateway', { status: 404, body: '<html>not found</html>' }, 'transient'],
    ['consent that is gone', refused(401), 'token-expired'],
    ['a role that is gone', refused(403), 'permission'],
    ['a version that is no longer taken', refused(426, { code: 'NONEXISTENT_VERSION' }), 'permission'],
    ['a version that never was', refused(400, { code: 'VERSION_MISSING' }), 'permission'],
    ['anything else', refused(400, { code: 'ILLEGAL_ARGUMENT' }), 'rejected'],
    ['an error of theirs', refused(500), 'transient'],
  ])('%s', async (_, answer, expected) => {
    const { linkedin } = await scripted({ [READ]: answer });
    if (expected === 'gone') expect(await linkedin.read(TARGET)).toBeNull();
    else expect((await refusal(linkedin.read(TARGET))).code).toBe(expected);
  });

  const DATE = { date: 'Sun, 29 Nov 2026 21:30:00 GMT' };
  it.each<[string, object, Record<string, string>, number]>([
    [
      'the quota of a day until midnight UTC',
      { message: 'Resource level throttle APPLICATION DAY limit' },
      DATE,
      150,
    ],
    ['writing comments a minute', { message: 'Comment create throttled: creation rate limit' }, DATE, 1],
    ['as long as it says', { message: 'MEMBER DAY limit' }, { ...DATE, 'retry-after': '420' }, 7],
    ['of which it says nothing', {}, DATE, 5],
  ])('a limit: %s', async (_, more, headers, minutes) => {
    const { linkedin } = await scripted({ [READ]: refused(429, more, headers) });
    const error = await refusal(linkedin.read(TARGET));
    expect([error.code, error.retryAfterMs]).toEqual(['rate-limited', minutes * 60_000]);
  });

  it('is told of without what LinkedIn wrote, or the token', async () => {
    const { linkedin } = await scripted({ [READ]: refused(403, { message: 'a-token Kim skrev hej' }) });
    expect((await refusal(linkedin.read(TARGET))).message).not.toMatch(/a-token|Kim/);
  });
});

describe('whether comments reach us', () => {
  const ROLES = 'GET /organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED';
  const KEY = `(developerApplication:${inPath('urn:li:developerApplication:77')},user:${inPath('urn:li:person:zLqTygBP8S')},entity:${inPath(`urn:li:organization:${PAGE}`)},eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS)`;
  const standing = (expiresAt: number): Scripted => ({
    headers: { date: 'Sun, 29 Nov 2026 21:30:00 GMT' },
    body: { webhook: 'https://bot.example.se/webhooks/linkedin', expiresAt },
  });
  const at = Temporal.Instant.from('2026-11-29T21:30:00Z').epochMilliseconds;

  it.each<[string, Scripted, PlatformError['code'] | null]>([
    ['an administrator', ROLE, null],
    ['another role', { body: { elements: [] } }, 'permission'],
    [
      'the administrator of another Page',
      { body: { elements: [{ organization: 'urn:li:organization:1', roleAssignee: 'x' }] } },
      'permission',
    ],
  ])('by listing, to %s', async (_, answer, expected) => {
    const { linkedin } = await scripted({ [ROLES]: answer });
    if (expected === null) await linkedin.check(PAGE);
    else expect((await refusal(linkedin.check(PAGE))).code).toBe(expected);
  });

  it.each<[string, Scripted, PlatformError['code'] | null]>([
    ['stands', standing(at + 1000), null],
    ['has expired', standing(at), 'rejected'],
    ['is gone', refused(404), 'rejected'],
    ['cannot be read', refused(403), 'permission'],
  ])('by a subscription that %s', async (_, answer, expected) => {
    const answers = { [ROLES]: ROLE, [`GET /eventSubscriptions/${KEY}`]: answer };
    const { linkedin } = await scripted(answers, { applicationIdOf: () => '77' });
    if (expected === null) await linkedin.check(PAGE);
    else expect((await refusal(linkedin.check(PAGE))).code).toBe(expected);
  });
});
