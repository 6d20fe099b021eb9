import { describe, expect, it } from 'vitest';
import { parseInstagram } from '../../../src/platforms/instagram/deliveries.ts';

const RECEIVED = Temporal.Instant.from('2026-04-24T03:10:00Z');
const TIME = 1_777_000_000;
const FROM = { id: '7001', username: 'kim.testsson' };
const VALUE = { id: '17900', text: 'När öppnar isbanan?', from: FROM, media: { id: '18000' } };

const parse = (entry: object) =>
  parseInstagram(
    Buffer.from(JSON.stringify({ object: 'instagram', entry: [{ id: '178414', time: TIME, ...entry }] })),
    RECEIVED,
  );
const changed = (value: object, field = 'comments') => parse({ changes: [{ field, value }] });
const commentOf = ({ items }: ReturnType<typeof parse>) => {
  const [first] = items;
  return first && 'comment' in first.item ? first.item.comment : undefined;
};
const keyOf = ({ items }: ReturnType<typeof parse>) => items[0]?.item.key;
const whyOf = ({ unread }: ReturnType<typeof parse>) => unread.map(({ why }) => why);

describe('what Instagram tells', () => {
  it.each(['comments', 'live_comments'])('is read of %s, with the arrival for its time', (field) => {
    expect(commentOf(changed({ ...VALUE, parent_id: '17899' }, field))).toEqual({
      platform: 'instagram',
      account: '178414',
      externalId: '17900',
      parentId: '17899',
      author: { id: '7001', name: 'kim.testsson' },
      text: 'När öppnar isbanan?',
      createdAt: RECEIVED,
      toAsk: true,
      writtenAt: Temporal.Instant.fromEpochMilliseconds(TIME * 1000),
      attachments: [],
      own: false,
    });
  });

  it('has one key in both envelopes, in both spellings of the id, and at another time', () => {
    const { id, ...rest } = VALUE;
    const told = [
      changed(VALUE),
      changed({ comment_id: id, ...rest }),
      parse({ field: 'comments', value: VALUE }),
      parse({ field: 'comments', value: VALUE, time: TIME + 40 }),
      parse({ changes: [{ field: 'comments', value: { ...VALUE, from: undefined } }] }),
    ];
    expect(new Set(told.map(keyOf)).size).toBe(1);
    expect(told.map((each) => commentOf(each)?.externalId)).toEqual(told.map(() => '17900'));
    expect(keyOf(changed({ ...VALUE, text: 'Nu då?' }))).not.toBe(keyOf(changed(VALUE)));
    expect(keyOf(changed({ ...VALUE, id: '17901' }))).not.toBe(keyOf(changed(VALUE)));
  });

  it('is read where nothing but the id and the text stands, or the id alone', () => {
    expect(commentOf(changed({ id: '17900', text: 'Hej' }))).toMatchObject({ text: 'Hej', author: {} });
    expect(commentOf(changed({ id: '17900' }))).toMatchObject({ text: '', own: false });
  });

  it("is the account's own by either of two signs", () => {
    const own = { ...FROM, self_ig_scoped_id: '99' };
    expect(commentOf(changed({ ...VALUE, from: own }))?.own).toBe(true);
    expect(commentOf(changed({ ...VALUE, from: { ...FROM, id: '178414' } }))?.own).toBe(true);
  });

  it('keeps an id beyond what a number can hold', () => {
    const body = `{"object":"instagram","entry":[{"id":17841400000000004,"time":${TIME},"changes":[{"field":"comments","value":{"id":179000000000000001234,"text":"Hej"}}]}]}`;
    expect(commentOf(parseInstagram(Buffer.from(body), RECEIVED))).toMatchObject({
      account: '17841400000000004',
      externalId: '179000000000000001234',
    });
  });

  it('is a mention by its ids alone, in a comment or in a caption', () => {
    expect(commentOf(changed({ media_id: '18000', comment_id: '17900' }, 'mentions'))).toMatchObject({
      kind: 'mention',
      externalId: '17900',
      postId: '18000',
      text: '',
    });
    expect(commentOf(changed({ media_id: '18000' }, 'mentions'))).toMatchObject({ externalId: '18000' });
  });

  it('is a private message, whatever it is told in, and each edit of it', () => {
    const at = { sender: { id: '7001' }, recipient: { id: '178414' }, timestamp: TIME * 1000 };
    const value = { ...at, message: { mid: 'aWdf', text: 'När öppnar isbanan?' } };
    for (const told of [parse({ messaging: [value] }), changed(value, 'messages')])
      expect(commentOf(told)).toMatchObject({ kind: 'message', externalId: 'aWdf', conversation: '7001' });
    expect(commentOf(changed(value, 'standby'))).toMatchObject({ inboxOnly: 'standby' });
    const edited = (text: string, after: number) => {
      const message_edit = { mid: 'aWdf', text, num_edit: after };
      return parse({ messaging: [{ ...at, timestamp: TIME * 1000 + after, message_edit }] });
    };
    const keys = [edited('Nu då?', 1), edited('Hej', 2), edited('Nu då?', 3)].map(keyOf);
    expect(new Set(keys).size).toBe(3);
  });

  it.each<[string, object, string[]]>([
    ['a field that nobody reads', { changes: [{ field: 'story_insights', value: {} }] }, ['unknown-field']],
    ['a field without a value', { changes: [{ field: 'comments' }] }, ['odd-change']],
    ['a comment without an id', { changes: [{ field: 'comments', value: { text: 'Hej' } }] }, ['odd-change']],
    [
      'a text that is none',
      { changes: [{ field: 'comments', value: { ...VALUE, text: {} } }] },
      ['odd-change'],
    ],
    ['a mention of nothing', { changes: [{ field: 'mentions', value: {} }] }, ['odd-change']],
    [
      'a private message of no time',
      { messaging: [{ sender: { id: '1' }, message: { mid: 'm' } }] },
      ['message'],
    ],
    ['no list of changes', { changed_fields: ['comments'] }, ['odd-entry']],
  ])('stands unread: %s', (_, entry, why) => {
    const read = parse(entry);
    expect(whyOf(read)).toEqual(why);
    expect(read.items).toEqual([]);
  });

  it('is read beside what makes no sense', () => {
    const odd = changed({ ...VALUE, from: { id: {} }, media: 'x' });
    expect(whyOf(odd)).toEqual(['odd-field']);
    expect(commentOf(odd)).toMatchObject({ externalId: '17900', text: VALUE.text });
  });

  it("leaves another object's delivery unread, whole", () => {
    const body = Buffer.from('{"object":"page","entry":[]}');
    expect(parseInstagram(body, RECEIVED)).toMatchObject({ items: [], unread: [{ why: 'other-object' }] });
  });

  it('keeps of each change what was brought of it alone, in an envelope that is read the same', () => {
    const read = parse({
      changes: [
        { field: 'comments', value: VALUE },
        { field: 'comments', value: { id: '2' } },
      ],
    });
    for (const { item } of read.items)
      expect(parseInstagram(item.raw, RECEIVED).items.map((each) => each.item.key)).toEqual([item.key]);
  });
});
