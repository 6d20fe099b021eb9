import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFacebook } from '../../src/platforms/facebook-intake.ts';
import { IntakeError } from '../../src/platforms/intake-error.ts';

const PAGE = '1001';
const TOLD = 1_777_000_100;
const told = Temporal.Instant.fromEpochMilliseconds(TOLD * 1000);
const created = Temporal.Instant.fromEpochMilliseconds(1_777_000_000_000);

/** A comment as Meta sends it; fields given as undefined are left out. */
const value = (changed: Record<string, unknown> = {}) => ({
  item: 'comment',
  verb: 'add',
  comment_id: '55_66',
  post_id: '1001_55',
  parent_id: '1001_55',
  from: { id: '7001', name: 'Åsa Öst' },
  created_time: 1_777_000_000,
  message: 'Hej på er',
  post: { permalink_url: 'https://www.facebook.com/1001/posts/55' },
  ...changed,
});
const feed = (...values: unknown[]) => values.map((each) => ({ field: 'feed', value: each }));
const entry = (changes: unknown[], changed: Record<string, unknown> = {}) => ({
  id: PAGE,
  time: TOLD,
  changes,
  ...changed,
});
const body = (...entries: unknown[]) => Buffer.from(JSON.stringify({ object: 'page', entry: entries }));
const parseOne = (changed: Record<string, unknown>) =>
  parseFacebook(body(entry(feed(value(changed))))).items[0]?.item;

function refused(act: () => unknown): IntakeError {
  try {
    act();
  } catch (error) {
    if (error instanceof IntakeError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const plain = {
  platform: 'facebook',
  account: PAGE,
  externalId: '55_66',
  postId: '1001_55',
  parentId: undefined,
  author: { id: '7001', name: 'Åsa Öst' },
  text: 'Hej på er',
  permalink: 'https://www.facebook.com/1001/posts/55',
  createdAt: created,
  writtenAt: created,
  attachments: [],
  own: false,
};
const change = (kind: string) => ({
  change: { platform: 'facebook', account: PAGE, externalId: '55_66', change: kind, at: told },
});
const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
const photo = 'https://scontent.xx.fbcdn.net/a.jpg?oh=1';

const SHAPES: [string, Record<string, unknown>, object][] = [
  ['a new top-level comment', {}, { comment: plain }],
  ['a reply to a comment', { parent_id: '55_60' }, { comment: { ...plain, parentId: '55_60' } }],
  ['an edited comment', { verb: 'edited' }, { comment: { ...plain, writtenAt: told } }],
  ['an edited comment, the other spelling', { verb: 'edit' }, { comment: { ...plain, writtenAt: told } }],
  [
    'an edit without created_time',
    { verb: 'edited', ...without('created_time') },
    { comment: { ...plain, createdAt: told, writtenAt: told } },
  ],
  ['a removed comment', { verb: 'remove' }, change('removed')],
  [
    'a removal that lacks nearly all',
    { verb: 'remove', ...without('message', 'created_time', 'from') },
    change('removed'),
  ],
  ['a removed comment, the other spelling', { verb: 'delete' }, change('removed')],
  ['a hidden comment, told as from the page', { verb: 'hide', from: { id: PAGE } }, change('hidden')],
  ['a comment shown again', { verb: 'unhide', from: { id: PAGE } }, change('unhidden')],
  [
    'a photo without words',
    { photo, ...without('message') },
    { comment: { ...plain, text: '', attachments: [{ type: 'photo', url: photo }] } },
  ],
  [
    'a video and a link',
    { video: 'https://v.fbcdn.net/v.mp4', link: 'https://example.org/' },
    {
      comment: {
        ...plain,
        attachments: [
          { type: 'video', url: 'https://v.fbcdn.net/v.mp4' },
          { type: 'link', url: 'https://example.org/' },
        ],
      },
    },
  ],
  ['an attachment that is no address', { photo: '' }, { comment: plain }],
  [
    'the legacy shape of the author',
    { ...without('from'), sender_id: 7001, sender_name: 'Åsa Öst' },
    { comment: plain },
  ],
  [
    'an unknown author',
    without('from'),
    { comment: { ...plain, author: { id: undefined, name: undefined } } },
  ],
  [
    "the page's own comment",
    { from: { id: PAGE, name: 'Kommunen' } },
    { comment: { ...plain, author: { id: PAGE, name: 'Kommunen' }, own: true } },
  ],
  ['created_time as text', { created_time: '2026-04-24T03:06:40+0000' }, { comment: plain }],
  [
    'characters that no database takes',
    { message: 'a\0b\ud800c' },
    { comment: { ...plain, text: 'a\uFFFDb\uFFFDc' } },
  ],
];

describe('parseFacebook', () => {
  it.each(SHAPES)('reads %s', (_name, changed, expected) => {
    const { key, ...content } = parseOne(changed) ?? { key: '' };
    expect(content).toEqual(expected);
    expect(key).toMatch(/^facebook:1001:[0-9a-f]{64}$/);
  });

  it.each([
    ['a post', entry(feed({ item: 'status', verb: 'add', post_id: '1001_55' }))],
    ['a reaction', entry(feed({ item: 'reaction', verb: 'add', reaction_type: 'like' }))],
    ['a verb that it does not know', entry(feed(value({ verb: 'mute' })))],
    ['another field', entry([{ field: 'mention', value: { item: 'comment', verb: 'add' } }])],
    [
      'a private message',
      { id: PAGE, time: TOLD * 1000, messaging: [{ sender: { id: '1' }, message: { mid: 'm' } }] },
    ],
  ])('skips and counts %s', (_name, each) => {
    const delivery = parseFacebook(body(each));
    expect(delivery.items).toEqual([]);
    expect(delivery.ignored).toBe(1);
    expect(delivery.accounts).toEqual([PAGE]);
  });

  it.each([TOLD, TOLD * 1000, String(TOLD)])(
    'reads the entry time %s in seconds and in milliseconds',
    (time) => {
      const item = parseFacebook(body(entry(feed(value({ verb: 'remove' })), { time }))).items[0]?.item;
      expect(item !== undefined && 'change' in item && item.change.at.equals(told)).toBe(true);
    },
  );

  it('gives the same key to a repeated delivery, whatever its spelling, and another to another time', () => {
    const keyOf = (bytes: Buffer) => parseFacebook(bytes).items[0]?.item.key;
    const first = keyOf(body(entry(feed(value()))));
    const escaped = Buffer.from(
      JSON.stringify({ entry: [{ time: TOLD, changes: feed(value()), id: PAGE }], object: 'page' })
        .replaceAll('/', '\\/')
        .replaceAll('å', '\\u00e5')
        .replaceAll('Å', '\\u00c5'),
    );
    expect(keyOf(escaped)).toBe(first);
    expect(keyOf(body(entry(feed(value()), { time: TOLD + 1 })))).not.toBe(first);
    expect(keyOf(body(entry(feed(value()), { id: '1002' })))).not.toBe(first);
  });

  it('keeps every digit of an id of 17 to 25 digits, quoted or bare', () => {
    const digits = fc
      .tuple(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 24 }),
      )
      .map(([first, rest]) => `${first}${rest.join('')}`);
    fc.assert(
      fc.property(digits, digits, fc.boolean(), (id, page, bare) => {
        const spelled = (text: string) => (bare ? text : `"${text}"`);
        const text = body(
          entry(feed(value({ comment_id: 'ID', from: { id: 'ID' } })), { id: 'PAGE' }),
        ).toString();
        const { items } = parseFacebook(
          Buffer.from(text.replaceAll('"ID"', spelled(id)).replaceAll('"PAGE"', spelled(page))),
        );
        const item = items[0]?.item;
        expect(items[0]?.account).toBe(page);
        expect(item).toMatchObject({ comment: { account: page, externalId: id, author: { id } } });
      }),
    );
  });

  it('groups by page and archives the raw bytes when the body speaks of one page alone', () => {
    const raw = body(entry(feed(value())), entry(feed(value({ comment_id: '55_67' }))));
    const delivery = parseFacebook(raw);
    expect(delivery.items.map(({ account, entry: own }) => [account, own])).toEqual([
      [PAGE, entry(feed(value()))],
      [PAGE, entry(feed(value({ comment_id: '55_67' })))],
    ]);
    expect(delivery.bodyFor(PAGE)).toBe(raw);
  });

  it('archives for each page its own entries alone when the body speaks of several', () => {
    const other = entry(feed(value({ message: 'Hemligt för 1002' })), { id: '1002' });
    const third = entry(feed(value({ comment_id: '55_68' })));
    const delivery = parseFacebook(body(entry(feed(value())), other, third));
    expect(delivery.items.map(({ account }) => account)).toEqual([PAGE, PAGE, '1002']);
    expect(delivery.bodyFor(PAGE).toString()).not.toContain('Hemligt');
    expect(JSON.parse(delivery.bodyFor('1002').toString())).toEqual({ object: 'page', entry: [other] });
    const again = parseFacebook(delivery.bodyFor(PAGE));
    expect(again.items.map(({ item }) => item.key)).toEqual(
      delivery.items.slice(0, 2).map(({ item }) => item.key),
    );
  });

  it.each<[string, string, Buffer]>([
    ['body', 'expected JSON in UTF-8', Buffer.from('{"object":')],
    ['body', 'expected JSON in UTF-8', Buffer.from([0x22, 0xe5, 0x22])],
    ['body', 'expected object, received null', Buffer.from('null')],
    ['object', 'expected "page"', Buffer.from('{"object":"user","entry":[]}')],
    ['entry', 'expected array, received undefined', Buffer.from('{"object":"page"}')],
    ['entry[0].time', 'expected seconds since 1970 or an ISO 8601 instant', body({ id: PAGE, changes: [] })],
    ['entry[0].id', 'expected an id: text or a whole number', body({ time: 1 })],
    [
      'entry[0].changes[2].value.comment_id',
      'expected an id: text or a whole number',
      body(entry(feed(value(), value(), value({ comment_id: undefined })))),
    ],
    [
      'entry[1].changes[0].value.verb',
      'expected string, received undefined',
      body(entry([]), entry(feed({ item: 'comment' }))),
    ],
    [
      'entry[0].changes[0].value.message',
      'expected string, received number',
      body(entry(feed(value({ message: 4 })))),
    ],
    [
      'entry[0].changes[0].value.created_time',
      'expected seconds since 1970 or an ISO 8601 instant',
      body(entry(feed(value({ created_time: 'i går' })))),
    ],
  ])('names %s: %s', (field, expected, bytes) => {
    const error = refused(() => parseFacebook(bytes));
    expect(error).toMatchObject({ field, expected, status: 400, message: `${field}: ${expected}` });
  });
});
