import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnreadReason } from '../../../src/core/inbox.ts';
import { parseFacebook } from '../../../src/platforms/facebook/deliveries.ts';

const PAGE = '1001';
const TOLD = 1_777_000_100;
const told = Temporal.Instant.fromEpochMilliseconds(TOLD * 1000);
const RECEIVED = told.add({ seconds: 5 });
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
const parse = (bytes: Buffer) => parseFacebook(bytes, RECEIVED);
const parseOne = (changed: Record<string, unknown>) =>
  parse(body(entry(feed(value(changed))))).items[0]?.item;

const plain = {
  kind: 'comment',
  platform: 'facebook',
  account: PAGE,
  externalId: '55_66',
  postId: '1001_55',
  parentId: undefined,
  author: { id: '7001', name: 'Åsa Öst' },
  text: 'Hej på er',
  permalink: 'https://www.facebook.com/1001/posts/55?comment_id=66',
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
  [
    'a reply to a comment',
    { parent_id: '55_60' },
    {
      comment: {
        ...plain,
        parentId: '55_60',
        permalink: 'https://www.facebook.com/1001/posts/55?comment_id=60&reply_comment_id=66',
      },
    },
  ],
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
    const { key, raw: _, ...content } = parseOne(changed) ?? { key: '', raw: null };
    expect(content).toEqual(expected);
    expect(key).toMatch(/^facebook:1001:[0-9a-f]{64}$/);
  });

  it.each([TOLD, TOLD * 1000, String(TOLD)])(
    'reads the entry time %s in seconds and in milliseconds',
    (time) => {
      const item = parse(body(entry(feed(value({ verb: 'remove' })), { time }))).items[0]?.item;
      expect(item !== undefined && 'change' in item && item.change.at.equals(told)).toBe(true);
    },
  );

  it('gives the same key to a repeated delivery, whatever its spelling, and another to another time', () => {
    const keyOf = (bytes: Buffer) => parse(bytes).items[0]?.item.key;
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
        const { items } = parse(
          Buffer.from(text.replaceAll('"ID"', spelled(id)).replaceAll('"PAGE"', spelled(page))),
        );
        const item = items[0]?.item;
        expect(items[0]?.account).toBe(page);
        expect(item).toMatchObject({ comment: { account: page, externalId: `55_${id}`, author: { id } } });
      }),
    );
  });

  it('cuts out of a body what each item alone was told with, byte for byte', () => {
    const spelled = [
      '{ "field" : "feed", "value": {"item":"comment","verb":"add","comment_id":90071992547409931234,"post_id":"1001_55",\n' +
        '  "message":"\\ud83d\\ude00 \\u00e5 \\/ å 😀 <X>","message":"tva g\\u00e5nger", "likes":1.50e+2 } }',
      '{"value":{"post_id":"1001_55","comment_id":"55_67","verb":"remove","item":"comment"},"field":"feed"}',
    ];
    const bytes = Buffer.from(
      `\ufeff{"entry":[{"time": ${TOLD} , "changes" : [ ${spelled.join(' , ')} ],"id":"${PAGE}"}],"object":"page"}`,
    );
    bytes[bytes.indexOf('<X>') + 1] = 0xff;
    const { items } = parse(bytes);
    expect(items).toHaveLength(2);
    for (const [index, { item }] of items.entries()) {
      const cut = bytes.subarray(bytes.indexOf(spelled[index]?.slice(0, 20) ?? ''));
      const change = cut.subarray(0, Buffer.byteLength(spelled[index] ?? ''));
      expect(item.raw.includes(change)).toBe(true);
      expect(item.raw.includes(spelled[1 - index]?.slice(0, 30) ?? '')).toBe(false);
      expect(parse(item.raw).items.map((one) => ({ ...one.item, raw: null }))).toEqual([
        { ...item, raw: null },
      ]);
    }
  });

  it('groups by page; what speaks of one page alone is the body itself', () => {
    const raw = body(entry(feed(value())), entry(feed(value({ comment_id: '55_67' }))));
    const delivery = parse(raw);
    expect(delivery.items.map(({ account }) => account)).toEqual([PAGE, PAGE]);
    expect(delivery.bodyFor(PAGE)).toBe(raw);
  });

  it('has for each page its own entries alone when the body speaks of several', () => {
    const other = entry(feed(value({ message: 'Hemligt för 1002' })), { id: '1002' });
    const third = entry(feed(value({ comment_id: '55_68' })));
    const delivery = parse(body(entry(feed(value())), other, third));
    expect(delivery.items.map(({ account }) => account)).toEqual([PAGE, PAGE, '1002']);
    expect(delivery.bodyFor(PAGE).toString()).not.toContain('Hemligt');
    expect(JSON.parse(delivery.bodyFor('1002').toString())).toEqual({ object: 'page', entry: [other] });
    const again = parse(delivery.bodyFor(PAGE));
    expect(again.items.map(({ item }) => item.key)).toEqual(
      delivery.items.slice(0, 2).map(({ item }) => item.key),
    );
  });

  /** Between five good comments, in one entry. */
  const amongGood = (odd: unknown) => {
    const good = [1, 2, 3, 4, 5].map((number) => value({ comment_id: `55_${number}` }));
    return body(entry([...feed(...good.slice(0, 3)), odd, ...feed(...good.slice(3))]));
  };
  const idsOf = (bytes: Buffer) =>
    parse(bytes).items.map(({ item }) => ('comment' in item ? item.comment : item.change).externalId);
  const GOOD = ['55_1', '55_2', '55_3', '55_4', '55_5'];
  const whysOf = (bytes: Buffer) => parse(bytes).unread.map(({ why }) => why);

  it.each<[string, Record<string, unknown>]>([
    ['from.name', { from: { id: '7', name: null } }],
    ['from.id', { from: { id: null, name: 'Kim' } }],
    ['from', { from: 'Kim' }],
    ['from as a list', { from: [] }],
    ['sender_id', { sender_id: null }],
    ['sender_name', { sender_name: {} }],
    ['parent_id', { parent_id: null }],
    ['post_id', { post_id: true }],
    ['created_time', { created_time: null }],
    ['created_time in words', { created_time: 'i går' }],
    ['created_time beyond every number', { created_time: -1 }],
    ['post.permalink_url', { post: { permalink_url: null } }],
    ['post', { post: 7 }],
    ['permalink_url that is no address', { post: { permalink_url: 'nej' } }],
  ])(
    'reads a comment whose %s makes no sense without it, and keeps it raw beside the good ones',
    (_, odd) => {
      const bytes = amongGood(feed(value(odd))[0]);
      expect(idsOf(bytes).toSorted()).toEqual([...GOOD, '55_66']);
      expect(whysOf(bytes)).toEqual(['odd-field']);
      const raw = JSON.parse(parse(bytes).unread[0]?.body.toString() ?? '');
      expect(raw).toEqual({ object: 'page', entry: [entry(feed(value(odd)))] });
    },
  );

  it.each([
    [{ comment_id: '66' }, { externalId: '55_66', parentId: undefined }],
    [
      { comment_id: 66, post_id: 55, parent_id: '1001_55' },
      { externalId: '55_66', parentId: undefined },
    ],
    [
      { comment_id: '55_66', parent_id: '60' },
      { externalId: '55_66', parentId: '55_60' },
    ],
    [
      { comment_id: '55_66', post_id: undefined },
      { externalId: '55_66', postId: '1001_55' },
    ],
    [
      { comment_id: '66', post_id: undefined, parent_id: undefined },
      { externalId: '66', postId: undefined },
    ],
  ])('spells every id alike, however Meta does: %j', (changed, expected) => {
    expect(parseOne(changed)).toMatchObject({ comment: expected });
  });

  it.each(['post', 'status', 'photo', 'video', 'share', 'link', 'album'])(
    'reads that a %s was removed, by the page or by the visitor who wrote it',
    (item) => {
      const told = { item, post_id: '1001_55', from: { id: '9' } };
      for (const verb of ['remove', 'delete']) {
        const { items, unread } = parse(body(entry(feed({ ...told, verb }))));
        expect(items.map((one) => one.item)).toMatchObject([
          { change: { externalId: '1001_55', change: 'post-removed' } },
        ]);
        expect(unread).toEqual([]);
      }
      expect(whysOf(body(entry(feed({ item, verb: 'remove' }))))).toEqual(['odd-change']);
    },
  );

  const link = (permalink_url: unknown) => ({ post: { permalink_url } });
  const POST = 'https://www.facebook.com/1001_55?comment_id=66';
  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['without the post’s address', { post: undefined }, POST],
    [
      'of a reply without it',
      { post: null, parent_id: '60' },
      `${POST.replace('66', '60')}&reply_comment_id=66`,
    ],
    ['with its id alone', { post: undefined, post_id: undefined }, POST],
    ['of a post of unknown id', { ...without('post', 'post_id', 'parent_id'), comment_id: '66' }, undefined],
    [
      'of a photo',
      link('https://www.facebook.com/photo.php?fbid=7&set=a.1'),
      'https://www.facebook.com/photo.php?fbid=7&set=a.1&comment_id=66',
    ],
    [
      'that names another comment',
      link('https://m.facebook.com/story.php?story_fbid=55&id=1001&comment_id=1#x'),
      'https://m.facebook.com/story.php?story_fbid=55&id=1001&comment_id=66#x',
    ],
  ])('leads to the comment itself from a change %s', (_, changed, permalink) => {
    expect(parseOne(changed)).toMatchObject({ comment: { permalink } });
  });

  it.each([
    'https://facebook.com@evil.example/',
    'https://www.facebook.com:8443/1001/posts/55',
    'https://kim@www.facebook.com/1001/posts/55',
    'https://www.facebook.com.evil.example/1001',
    'https://evilfacebook.com/1001',
    'https://l.facebook.com/l.php?u=https://evil.example',
    'https://www.facebook.com/l.php?u=https://evil.example',
    'https://www.facebook.com/%6c.php?u=https://evil.example',
    'https://apps.facebook.com/spel',
    'https://www.instagram.com/p/abc',
    'http://www.facebook.com/1001/posts/55',
    'http://127.0.0.1/1001/posts/55',
    'https://www.facebook.com./1001/posts/55',
    'javascript://www.facebook.com/%0aalert(1)',
    `https://www.facebook.com/${'a'.repeat(4000)}`,
  ])('does not believe the post’s address %s, and counts it', (address) => {
    expect(parseOne(link(address))).toMatchObject({ comment: { permalink: POST } });
    expect(whysOf(body(entry(feed(value(link(address))))))).toEqual(['odd-field']);
  });

  it('takes a number for the text or the name that it spells', () => {
    expect(parseOne({ message: 4, from: { id: 7001, name: 12 } })).toMatchObject({
      comment: { text: '4', author: { id: '7001', name: '12' } },
    });
  });

  it.each<[UnreadReason, string, unknown]>([
    ['odd-change', 'no value', { field: 'feed' }],
    ['odd-change', 'a value that is null', feed(null)[0]],
    ['odd-change', 'no field', { value: value() }],
    ['odd-change', 'a change that is a text', 'feed'],
    ['odd-change', 'a change that is null', null],
    ['odd-change', 'no comment_id', feed(value({ comment_id: undefined }))[0]],
    ['odd-change', 'comment_id null', feed(value({ comment_id: null, verb: 'remove' }))[0]],
    ['odd-change', 'comment_id of 201 characters', feed(value({ comment_id: '1'.repeat(201) }))[0]],
    ['odd-change', 'a message that is an object', feed(value({ message: { text: 'Hej' } }))[0]],
    ['odd-change', 'an edit with a message that is a list', feed(value({ verb: 'edited', message: [] }))[0]],
    ['odd-change', 'an item that is a number', feed(value({ item: 4 }))[0]],
    ['unknown-verb', 'no verb', feed(value({ verb: undefined }))[0]],
    ['unknown-verb', 'a new verb', feed(value({ verb: 'mute' }))[0]],
    ['unknown-verb', 'a verb from the prototype', feed(value({ verb: 'constructor' }))[0]],
    ['unknown-item', 'a new item', feed(value({ item: 'hologram' }))[0]],
    ['unknown-field', 'another field', { field: 'ratings', value: {} }],
    ['odd-change', 'a mention without an id', { field: 'mention', value: { item: 'comment', verb: 'add' } }],
    ['reaction', 'a reaction', feed({ item: 'reaction', verb: 'add', reaction_type: 'like' })[0]],
    [
      'odd-change',
      "a visitor's post without an id",
      feed({ item: 'status', verb: 'add', from: { id: '9' } })[0],
    ],
    [
      'odd-change',
      "the page's own post without an id",
      feed({ item: 'post', verb: 'add', from: { id: PAGE } })[0],
    ],
  ])('keeps as %s %s, beside five comments that are read', (why, _, odd) => {
    const bytes = amongGood(odd);
    expect(idsOf(bytes)).toEqual(GOOD);
    const [kept, ...more] = parse(bytes).unread;
    expect([kept?.why, kept?.account, more]).toEqual([why, PAGE, []]);
    expect(JSON.parse(kept?.body.toString() ?? '')).toEqual({ object: 'page', entry: [entry([odd])] });
    // What is kept is read again as it was read here.
    expect(whysOf(kept?.body ?? Buffer.alloc(0))).toEqual([why]);
  });

  const spelledOdd = (odd: string) => Buffer.from(amongGood('ODD').toString().replace('"ODD"', odd));
  const nested = `${'['.repeat(50_000)}1${']'.repeat(50_000)}`;

  it.each<[string, string, readonly string[], readonly UnreadReason[]]>([
    ['broken inside its own brackets', '{"field":"feed",,}', GOOD, ['odd-change']],
    ['a text that escapes nothing known', '{"field":"fe\\x"}', GOOD, ['odd-change']],
    ['nested 50,000 deep', `{"field":"feed","value":${nested}}`, GOOD, ['odd-change']],
    ['a number beyond all numbers', '{"field":"feed","value":{"item":1e400}}', GOOD, ['odd-change']],
    [
      'a number beyond all numbers that nobody reads',
      JSON.stringify(feed(value())[0]).replace('"item"', '"likes":1e400,"item"'),
      [...GOOD, '55_66'],
      [],
    ],
    [
      'a name that is half a surrogate pair',
      JSON.stringify(feed(value())[0]).replace('"item"', '"\\ud800":1,"item"'),
      [...GOOD, '55_66'],
      [],
    ],
    [
      'a name that is there twice, the last of which counts',
      JSON.stringify(feed(value())[0]).replace('"comment_id":', '"comment_id":null,"comment_id":'),
      [...GOOD, '55_66'],
      [],
    ],
    ['empty', '{}', GOOD, ['odd-change']],
  ])('is not kept from the others by a change that is %s', (_, odd, ids, whys) => {
    const bytes = spelledOdd(odd);
    expect(idsOf(bytes).toSorted()).toEqual(ids);
    expect(whysOf(bytes)).toEqual(whys);
  });

  const written = (change: unknown) => {
    const [read] = parse(amongGood(change)).items.filter(
      ({ item }) => 'comment' in item && item.comment.kind !== 'comment',
    );
    if (!read || !('comment' in read.item)) throw new Error('nothing of another kind was read');
    return read.item.comment;
  };

  it('reads posts on the wall: the page’s own are known as such, a visitor’s are not', () => {
    const post = {
      item: 'status',
      verb: 'add',
      post_id: `${PAGE}_55`,
      message: 'Badet öppnar',
      created_time: 1_795_000_000,
    };
    const own = written(feed({ ...post, from: { id: PAGE, name: 'Kommunen' } })[0]);
    expect(own).toMatchObject({ kind: 'post', own: true, externalId: `${PAGE}_55`, text: 'Badet öppnar' });
    expect(own.postId).toBeUndefined();
    expect(own.permalink).toBe(`https://www.facebook.com/${PAGE}_55`);
    expect(written(feed({ ...post, from: { id: '9', name: 'Kim' } })[0])).toMatchObject({
      own: false,
      author: { id: '9' },
    });
  });

  it('reads a mention on somebody else’s page', () => {
    const value = {
      item: 'comment',
      verb: 'add',
      post_id: '9_1',
      comment_id: '9_2',
      message: 'Se @kommunen',
      created_time: 1_795_000_000,
    };
    expect(written({ field: 'mention', value })).toMatchObject({
      kind: 'mention',
      externalId: '9_2',
      own: false,
      text: 'Se @kommunen',
    });
  });

  it('reads both lists of changes where an entry has two', () => {
    const [first, second] = [feed(value({ comment_id: '55_1' })), feed(value({ comment_id: '55_2' }))];
    const twice = `{"id":"${PAGE}","time":${TOLD},"changes":${JSON.stringify(first)},"changes":${JSON.stringify(second)}}`;
    const bytes = Buffer.from(
      `{"object":"page","entry":[${twice}],"entry":[${JSON.stringify(entry(feed(value())))}]}`,
    );
    expect(idsOf(bytes)).toEqual(['55_1', '55_2', '55_66']);
  });

  it('reads the flat form, with one change on the entry itself', () => {
    const flat = { id: PAGE, time: TOLD, ...feed(value())[0] };
    expect(idsOf(body(flat))).toEqual(['55_66']);
  });

  it.each<[string, unknown]>([
    ['absent', undefined],
    ['null', null],
    ['in words', 'nyss'],
    ['of the year 2100', 4_102_444_800],
    ['of 1970', 0],
    ['before every calendar', -1e18],
  ])('reads the changes of an entry whose time is %s as told when they were received', (_, time) => {
    const bytes = body(entry(feed(value(), value({ verb: 'remove' })), { time }));
    const [comment, removal] = parse(bytes).items.map(({ item }) => item);
    expect(comment).toMatchObject({ comment: plain });
    expect(removal).toMatchObject({ change: { change: 'removed', at: RECEIVED } });
    expect(whysOf(bytes)).toEqual(['odd-field']);
  });

  it.each<[string, unknown]>([
    ['of the year 2030', 1_893_456_000],
    ['of the year 9999', '9999-12-31T23:59:59+0000'],
    ['of 1970', 0],
    ['of the first day of 2002', 1_009_843_200],
    ['of the year 1', '0001-01-01T00:00:00+0000'],
    ['two days ahead', TOLD + 2 * 86_400],
  ])('a comment written at a time %s counts as written when it was told', (_, time) => {
    const bytes = body(entry(feed(value({ created_time: time }))));
    expect(parse(bytes).items[0]?.item).toMatchObject({
      comment: { ...plain, createdAt: told, writtenAt: told },
    });
    expect(whysOf(bytes)).toEqual(['odd-field']);
  });

  it('takes the time of a clock that goes an hour ahead of ours', () => {
    const ahead = told.add({ hours: 1 });
    expect(parseOne({ created_time: TOLD + 3600 })).toMatchObject({ comment: { createdAt: ahead } });
  });

  it.each<[string, unknown, UnreadReason[]]>([
    ['without id', entry(feed(value()), { id: undefined }), ['odd-entry']],
    ['with an id that is null', entry(feed(value()), { id: null }), ['odd-entry']],
    ['that is a text', 'entry', ['odd-entry']],
    ['that is null', null, ['odd-entry']],
    ['whose changes are null', entry([], { changes: null }), ['odd-entry']],
    ['with neither changes nor messages', { id: PAGE, time: TOLD, changed_fields: ['feed'] }, ['odd-entry']],
    [
      'of private messages, also of those that another app handles',
      {
        id: PAGE,
        time: TOLD * 1000,
        messaging: [{ sender: { id: '1' } }, {}],
        standby: [{ message: { mid: 'm' } }],
      },
      ['message', 'message', 'message'],
    ],
  ])('keeps an entry %s beside one that is read', (_, odd, whys) => {
    const bytes = body(odd, entry(feed(value())));
    expect(idsOf(bytes)).toEqual(['55_66']);
    expect(whysOf(bytes)).toEqual(whys);
    for (const { body: kept } of parse(bytes).unread) expect(whysOf(kept)).toHaveLength(1);
    // What nobody knows the owner of stands in nobody's archive.
    expect(parse(bytes).bodyFor(PAGE).toString()).not.toContain('"entry":["entry"');
  });

  it.each<[UnreadReason, string, Buffer]>([
    ['no-json', 'half a body', Buffer.from('{"object":')],
    ['no-json', 'half an entry', body(entry(feed(value()))).subarray(0, -3)],
    ['no-json', 'nothing', Buffer.alloc(0)],
    ['no-json', 'words', Buffer.from('hej på er')],
    ['no-json', 'two values', Buffer.from('{} {}')],
    ['odd-delivery', 'bytes of no alphabet', Buffer.from([0xff, 0xfe, 0x00, 0xe5])],
    ['no-json', 'brackets that never end', Buffer.alloc(1_000_000, '[')],
    ['odd-delivery', 'null', Buffer.from('null')],
    ['odd-delivery', 'a number', Buffer.from('1e400')],
    ['odd-delivery', 'a list', Buffer.from(JSON.stringify([entry([])]))],
    ['odd-delivery', 'no entries', Buffer.from('{"object":"page"}')],
    ['odd-delivery', 'entries that are null', Buffer.from('{"object":"page","entry":null}')],
    ['odd-delivery', 'one entry that stands in no list', Buffer.from('{"object":"page","entry":{"id":"1"}}')],
    [
      'other-object',
      'a person',
      Buffer.from(JSON.stringify({ object: 'user', entry: [entry(feed(value()))] })),
    ],
    ['other-object', 'no object', Buffer.from('{"entry":[]}')],
    ['empty', 'no entry', body()],
    ['empty', 'an entry of nothing', body(entry([]))],
  ])('keeps whole as %s a delivery that is %s', (why, _, bytes) => {
    const { items, unread } = parse(bytes);
    expect(items).toEqual([]);
    expect(unread).toEqual([{ account: null, body: bytes, why }]);
  });

  it('reads a comment with bytes that are no UTF-8, each as the sign for what is unreadable', () => {
    const bytes = body(entry(feed(value({ message: 'hejX' }))));
    bytes[bytes.indexOf('hejX') + 3] = 0xff;
    expect(parse(bytes).items[0]?.item).toMatchObject({ comment: { text: 'hej\uFFFD' } });
  });

  it('takes time linear in the body, whatever it holds', () => {
    const most = 2 * 1024 * 1024;
    const bodies = [
      '['.repeat(most),
      `${'{"a":'.repeat(most / 6)}1${'}'.repeat(most / 6)}`,
      '"'.repeat(most),
      '\\"'.repeat(most / 3),
      `${'1,'.repeat(most / 2)}1`,
      ' '.repeat(most),
    ];
    for (const text of bodies) {
      const odd = Buffer.from(`{"object":"page","entry":[{"id":"1","time":1,"changes":[${text}]}]}`);
      const begins = performance.now();
      expect(parse(odd).items).toEqual([]);
      expect(performance.now() - begins).toBeLessThan(5000);
    }
  });
});
