import { describe, expect, it } from 'vitest';
import type { Listed, Platform } from '../../../src/ports/platform.ts';
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

const NOW = Temporal.Instant.from('2026-11-29T12:00:00Z');
const LISTING = { account: PAGE, since: NOW.subtract({ hours: 26 }), awaited: [], now: NOW };
const ROLES = 'GET /organizationAcls?';
const TOLD = 'GET /organizationalEntityNotifications?';
const POSTS = 'GET /posts?';
const under = (urn: string) => `GET /socialActions/${inPath(urn)}/comments?`;
const one = (thread: string, id: string) => `GET /socialActions/${inPath(thread)}/comments/${id}`;
const EMPTY: Scripted = { body: { elements: [], paging: { start: 0, count: 50, total: 0 } } };
const page = (...elements: unknown[]): Scripted => ({ body: { elements, paging: { start: 0, count: 50 } } });
const RECENT = NOW.subtract({ hours: 1 }).epochMilliseconds;
const post = (id: string, more: object = {}) => ({
  id,
  author: `urn:li:organization:${PAGE}`,
  commentary: 'Ny \\(större\\) simhall {hashtag|\\#|Ludvika} med @[Anna](urn:li:person:A)',
  createdAt: RECENT,
  lastModifiedAt: RECENT,
  lifecycleState: 'PUBLISHED',
  visibility: 'PUBLIC',
  ...more,
});
const told = (action: string, id: string, more: object = {}) => ({
  notificationId: 1,
  organizationalEntity: `urn:li:organization:${PAGE}`,
  action,
  sourcePost: ACTIVITY,
  generatedActivity: `urn:li:comment:(${ACTIVITY.slice(7)},${id})`,
  lastModifiedAt: RECENT,
  ...more,
});

async function all(linkedin: Platform, listing = LISTING): Promise<Listed['comment'][]> {
  const listed: Listed['comment'][] = [];
  for await (const part of linkedin.list(listing)) listed.push(...part.map(({ comment }) => comment));
  return listed;
}

describe('what stands on a Page', () => {
  it('is its posts, their comments and the replies under those, each by its number and kept under the post', async () => {
    const answered = commentNode(COMMENT, {
      commentsSummary: { totalFirstLevelComments: 1, aggregatedTotalComments: 1 },
    });
    const reply = commentNode(REPLY, {
      actor: `urn:li:organization:${PAGE}`,
      message: { text: 'Klockan tio.' },
      parentComment: `urn:li:comment:(${ACTIVITY},${COMMENT})`,
    });
    const { linkedin } = await scripted({
      [ROLES]: ROLE,
      [TOLD]: EMPTY,
      [POSTS]: page(post(SHARE)),
      [under(SHARE)]: page(answered),
      [under(`urn:li:comment:(${ACTIVITY},${COMMENT})`)]: page(reply),
    });
    const shown = (await all(linkedin)).map(({ externalId, postId, parentId, own, text }) => [
      externalId,
      postId,
      parentId,
      own,
      text,
    ]);
    expect(shown).toEqual([
      [SHARE, undefined, undefined, true, 'Ny (större) simhall #Ludvika med Anna'],
      [COMMENT, SHARE, undefined, false, 'När öppnar biblioteket?'],
      [REPLY, SHARE, COMMENT, true, 'Klockan tio.'],
    ]);
  });

  it('is also what was told of under a post that is older, read as it stands now', async () => {
    const { linkedin, heard } = await scripted({
      [ROLES]: ROLE,
      [TOLD]: page(
        told('COMMENT', COMMENT),
        told('COMMENT_EDIT', COMMENT, { decoratedSourcePost: { entity: SHARE } }),
        told('COMMENT_DELETE', REPLY),
        told('LIKE', '3'),
      ),
      [POSTS]: page(post('urn:li:share:1', { createdAt: 1e12, lastModifiedAt: 1e12 })),
      [one(ACTIVITY, COMMENT)]: { body: commentNode(COMMENT) },
    });
    expect((await all(linkedin)).map(({ externalId, postId }) => [externalId, postId])).toEqual([
      [COMMENT, SHARE],
    ]);
    const asked = heard.find(({ line }) => line.startsWith(TOLD))?.line;
    expect(asked).toContain(
      `organizationalEntity=urn%3Ali%3Aorganization%3A${PAGE}&actions=List(COMMENT,COMMENT_EDIT,COMMENT_DELETE,ADMIN_COMMENT,SHARE_MENTION)&timeRange=(start:${LISTING.since.epochMilliseconds},end:${NOW.epochMilliseconds})`,
    );
  });

  it('is read once where it was both told of and stands under a post of the window', async () => {
    const { linkedin, heard } = await scripted({
      [ROLES]: ROLE,
      [TOLD]: page(told('COMMENT', COMMENT)),
      [POSTS]: page(post(SHARE)),
      [under(SHARE)]: page(commentNode(COMMENT)),
    });
    expect((await all(linkedin)).map(({ externalId }) => externalId)).toEqual([SHARE, COMMENT]);
    expect(heard).toHaveLength(4);
  });

  it('is asked for no further back than LinkedIn tells', async () => {
    const { linkedin, heard } = await scripted({ [ROLES]: ROLE, [TOLD]: EMPTY, [POSTS]: EMPTY });
    await all(linkedin, { ...LISTING, since: NOW.subtract({ hours: 24 * 90 }) });
    const start = NOW.subtract({ hours: 24 * 60 }).epochMilliseconds;
    expect(heard.some(({ line }) => line.includes(`timeRange=(start:${start},`))).toBe(true);
  });

  it('is a mention, which nothing but the notification shows', async () => {
    const share = { entity: 'urn:li:share:8', owner: 'urn:li:person:Kim', text: 'Bra jobbat Ludvika' };
    const mention = told('SHARE_MENTION', '1', { decoratedGeneratedActivity: { share } });
    const { linkedin } = await scripted({ [ROLES]: ROLE, [TOLD]: page(mention), [POSTS]: EMPTY });
    expect(await all(linkedin)).toMatchObject([{ kind: 'mention', externalId: 'urn:li:share:8' }]);
  });

  it('never is nothing for a member who may not read: to them LinkedIn lists nothing with 200', async () => {
    const { linkedin } = await scripted({ [ROLES]: EMPTY, [TOLD]: EMPTY, [POSTS]: EMPTY });
    expect((await refusal(all(linkedin))).code).toBe('permission');
  });

  it('is read on where a page is empty or short, and to its end alone', async () => {
    const next = { links: [{ rel: 'next', href: '/x' }], start: 0, count: 50 };
    let asked = 0;
    const { linkedin } = await scripted({
      [ROLES]: ROLE,
      [TOLD]: EMPTY,
      [POSTS]: page(post(SHARE)),
      [under(SHARE)]: () => {
        asked += 1;
        if (asked === 1) return { body: { elements: [], paging: next } };
        return { body: { elements: [commentNode(COMMENT)], paging: { total: 51 } } };
      },
    });
    expect((await all(linkedin)).map(({ externalId }) => externalId)).toEqual([SHARE, COMMENT]);
    expect(asked).toBe(2);
  });

  it('leaves out what was taken away meanwhile, drafts, and what names itself in no spelling that is known', async () => {
    const { linkedin } = await scripted({
      [ROLES]: ROLE,
      [TOLD]: page(told('COMMENT', '9')),
      [POSTS]: page(post(SHARE), post('urn:li:share:2'), post('urn:li:share:3', { lifecycleState: 'DRAFT' })),
      [under(SHARE)]: refused(404),
      [under('urn:li:share:2')]: page(commentNode(COMMENT, { id: 'x', commentUrn: 'urn:li:fsd_comment:1' })),
    });
    expect((await all(linkedin)).map(({ externalId }) => externalId)).toEqual([SHARE, 'urn:li:share:2']);
  });

  it('is not listed where it is refused', async () => {
    const { linkedin } = await scripted({
      [ROLES]: ROLE,
      [TOLD]: EMPTY,
      [POSTS]: page(post(SHARE)),
      [under(SHARE)]: refused(403),
    });
    expect((await refusal(all(linkedin))).code).toBe('permission');
  });
});
