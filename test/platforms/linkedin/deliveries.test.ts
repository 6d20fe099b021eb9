import { describe, expect, it } from 'vitest';
import type { UnreadReason } from '../../../src/core/inbox.ts';
import { parseLinkedIn } from '../../../src/platforms/linkedin/deliveries.ts';

const RECEIVED = Temporal.Instant.from('2026-11-29T12:00:00Z');
const AT = RECEIVED.subtract({ minutes: 1 }).epochMilliseconds;
const TYPE = 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS';
const PAGE = '96072893';
const THREAD = 'urn:li:activity:7094637247890620418';
const COMMENT = '7094977717598625792';
const LONG = `urn:li:comment:(${THREAD},${COMMENT})`;
const SHORT = `urn:li:comment:(activity:7094637247890620418,${COMMENT})`;

/** As LinkedIn has sent it, but for the words. */
const recorded = (more: object = {}): Record<string, unknown> => ({
  subscriber: 'urn:li:person:zLqTygBP8S',
  lastModifiedAt: AT,
  decoratedSourcePost: {
    owner: `urn:li:organization:${PAGE}`,
    mediaCategory: 'NONE',
    text: 'Nu öppnar den nya simhallen',
    entity: 'urn:li:share:7094637247487995904',
  },
  sourcePost: THREAD,
  decoratedGeneratedActivity: {
    comment: { owner: 'urn:li:person:Kim', text: 'När öppnar den?', entity: LONG, object: THREAD },
  },
  action: 'COMMENT',
  notificationId: 5603453321,
  organizationalEntity: `urn:li:organization:${PAGE}`,
  generatedActivity: SHORT,
  ...more,
});
const bodyOf = (...notifications: unknown[]) => Buffer.from(JSON.stringify({ type: TYPE, notifications }));
const read = (...notifications: unknown[]) => parseLinkedIn(bodyOf(...notifications), RECEIVED);
const itemsOf = (...notifications: unknown[]) => read(...notifications).items.map(({ item }) => item);
const keys = (...notifications: unknown[]) => new Set(itemsOf(...notifications).map(({ key }) => key));

describe('a notification', () => {
  it('of a comment is read as it was sent', () => {
    expect(read(recorded())).toMatchObject({
      unread: [],
      items: [
        {
          account: PAGE,
          item: {
            comment: {
              platform: 'linkedin',
              account: PAGE,
              externalId: COMMENT,
              postId: 'urn:li:share:7094637247487995904',
              parentId: undefined,
              author: { id: 'urn:li:person:Kim' },
              text: 'När öppnar den?',
              permalink: `https://www.linkedin.com/feed/update/${THREAD}/?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A7094637247890620418%2C${COMMENT}%29`,
              createdAt: Temporal.Instant.fromEpochMilliseconds(AT),
              writtenAt: Temporal.Instant.fromEpochMilliseconds(AT),
              own: false,
            },
          },
        },
      ],
    });
  });

  it.each<[string, object]>([
    ['entity', { entity: SHORT, text: 'Hej' }],
    ['commentUrn', { commentUrn: LONG, text: 'Hej' }],
    ['$URN', { $URN: LONG, text: 'Hej' }],
    ['a bare id', { id: COMMENT, text: 'Hej' }],
    ['a share in its URN', { entity: `urn:li:comment:(urn:li:share:1,${COMMENT})`, text: 'Hej' }],
    ['a ugcPost in its URN', { entity: `urn:li:comment:(urn:li:ugcPost:3,${COMMENT})`, text: 'Hej' }],
    ['no URN but the activity’s', { message: { text: 'Hej' } }],
  ])('has one id for a comment that is named by %s', (_, comment) => {
    const generatedActivity = Object.keys(comment).length > 1 ? null : SHORT;
    const [item] = itemsOf(recorded({ decoratedGeneratedActivity: { comment }, generatedActivity }));
    expect(item).toMatchObject({ comment: { externalId: COMMENT, text: 'Hej' } });
  });

  it('of a number beyond 2^53 keeps all its digits', () => {
    const text = JSON.stringify(
      recorded({ decoratedGeneratedActivity: { comment: { id: 0, text: 'Hej' } } }),
    );
    const body = text.replace('"id":0', `"id":${COMMENT}`).replace(`"${SHORT}"`, 'null');
    const { items } = parseLinkedIn(Buffer.from(`{"type":"${TYPE}","notifications":[${body}]}`), RECEIVED);
    expect(items[0]?.item).toMatchObject({ comment: { externalId: COMMENT } });
  });

  it('is known again under another notificationId, for another subscriber, and by another spelling', () => {
    const again = recorded({ notificationId: 7, subscriber: 'urn:li:person:Other', generatedActivity: LONG });
    expect(keys(recorded(), again).size).toBe(1);
    const edited = recorded({ action: 'COMMENT_EDIT' });
    const later = recorded({ lastModifiedAt: AT + 1 });
    expect(keys(recorded(), edited, later).size).toBe(3);
  });

  it('whose time makes no sense is read as of now, and told apart by what it says', () => {
    const [one, other] = ['Hej', 'Hej då'].map((text) =>
      recorded({ lastModifiedAt: 'i går', decoratedGeneratedActivity: { comment: { entity: LONG, text } } }),
    );
    const { items, unread } = read(one, other, { ...one, notificationId: 9 });
    expect(items[0]?.item).toMatchObject({ comment: { createdAt: RECEIVED } });
    expect(unread.map(({ why }) => why)).toEqual(['odd-field', 'odd-field', 'odd-field']);
    expect(new Set(items.map(({ item }) => item.key)).size).toBe(2);
  });

  it('of a reply names the comment above', () => {
    const comment = {
      owner: 'urn:li:person:Kim',
      text: 'Jo',
      entity: LONG,
      object: `urn:li:comment:(${THREAD},5)`,
    };
    expect(itemsOf(recorded({ decoratedGeneratedActivity: { comment } }))).toMatchObject([
      { comment: { parentId: '5' } },
    ]);
  });

  it.each<[string, object]>([
    ['ADMIN_COMMENT', { action: 'ADMIN_COMMENT' }],
    [
      'the Page as its owner',
      { decoratedGeneratedActivity: { comment: { owner: `urn:li:organization:${PAGE}`, text: 'Hej' } } },
    ],
  ])('by the Page itself is its own, and names nobody of its people: %s', (_, more) => {
    expect(itemsOf(recorded(more))).toMatchObject([{ comment: { own: true, author: { id: PAGE } } }]);
  });

  it('of a deletion takes the comment away, decorated or not', () => {
    const bare = { action: 'COMMENT_DELETE', decoratedGeneratedActivity: undefined };
    expect(itemsOf(recorded({ action: 'COMMENT_DELETE' }), recorded(bare))).toMatchObject([
      { change: { externalId: COMMENT, change: 'removed', at: Temporal.Instant.fromEpochMilliseconds(AT) } },
      { change: { externalId: COMMENT, change: 'removed' } },
    ]);
  });

  it('of a mention is somebody’s own post', () => {
    const share = { entity: 'urn:li:share:8', owner: 'urn:li:person:Kim', text: 'Bra jobbat' };
    const [item] = itemsOf(recorded({ action: 'SHARE_MENTION', decoratedGeneratedActivity: { share } }));
    expect(item).toMatchObject({
      comment: { kind: 'mention', externalId: 'urn:li:share:8', text: 'Bra jobbat', own: false },
    });
  });

  it.each<[string, object]>([
    ['without its decoration', { decoratedGeneratedActivity: undefined }],
    ['whose decoration has no words', { decoratedGeneratedActivity: { comment: { entity: LONG } } }],
    [
      'with empty words, which may be a picture',
      { decoratedGeneratedActivity: { comment: { entity: LONG, text: '' } } },
    ],
    ['of an edit without its decoration', { action: 'COMMENT_EDIT', decoratedGeneratedActivity: null }],
  ])('%s is no empty comment', (_, more) => {
    const { items, unread } = read(recorded(more));
    expect([items, unread.map(({ account, why }) => [account, why])]).toEqual([[], [[PAGE, 'no-text']]]);
  });

  it.each<[UnreadReason, unknown]>([
    ['reaction', recorded({ action: 'LIKE' })],
    ['reaction', recorded({ action: 'SHARE' })],
    ['unknown-verb', recorded({ action: 'COMMENT_PIN' })],
    ['unknown-verb', recorded({ action: 7 })],
    ['odd-change', recorded({ organizationalEntity: 'urn:li:person:x' })],
    ['odd-change', recorded({ generatedActivity: 'urn:li:activity:1', decoratedGeneratedActivity: {} })],
    ['odd-change', 'text'],
    ['odd-change', null],
  ])('is kept unread as %s', (why, notification) => {
    const { items, unread } = read(notification, recorded());
    expect(items).toHaveLength(1);
    expect(unread.map((one) => one.why)).toEqual([why]);
    expect(JSON.parse(unread[0]?.body.toString() ?? '')).toEqual({
      type: TYPE,
      notifications: [notification],
    });
  });
});

describe('a delivery', () => {
  it('for several Pages shows each municipality its own alone, as it was written', () => {
    const other = recorded({ organizationalEntity: 'urn:li:organization:2' });
    const { bodyFor, items } = read(recorded(), other);
    expect(items.map(({ account }) => account)).toEqual([PAGE, '2']);
    expect(bodyFor('2').toString()).toBe(`{"type":"${TYPE}","notifications":[${JSON.stringify(other)}]}`);
    expect(bodyFor(PAGE).toString()).not.toContain('organization:2"');
  });

  it('for one Page is archived as it came', () => {
    const body = Buffer.from(` ${bodyOf(recorded(), recorded({ action: 'LIKE' }))} `);
    expect(parseLinkedIn(body, RECEIVED).bodyFor(PAGE)).toBe(body);
  });

  it.each<[UnreadReason, string]>([
    ['no-json', '{"type":'],
    ['odd-delivery', '[]'],
    ['odd-delivery', `{"type":"${TYPE}"}`],
    ['odd-delivery', `{"type":"${TYPE}","notifications":{}}`],
    ['odd-delivery', `{"notifications":[${'1,'.repeat(1000)}1]}`],
    ['empty', `{"type":"${TYPE}","notifications":[]}`],
    ['other-object', '{"type":"LEAD_ACTION","notifications":[]}'],
  ])('of which nothing can be read is kept whole: %s', (why, text) => {
    const body = Buffer.from(text);
    expect(parseLinkedIn(body, RECEIVED)).toMatchObject({
      items: [],
      unread: [{ account: null, body, why }],
    });
  });
});
