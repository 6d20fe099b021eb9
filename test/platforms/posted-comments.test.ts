import { describe, expect, it } from 'vitest';
import { parseComments } from '../../src/platforms/posted-comments.ts';

const comment = (changed: Record<string, unknown> = {}) => ({
  municipality: 'filipstad',
  platform: 'instagram',
  account: '17841400000000001',
  externalId: '18000000000000001',
  author: { id: '9', name: 'kim' },
  text: 'Hej',
  createdAt: '2026-04-02T15:30:00+02:00',
  ...changed,
});
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
/** As if sent for Filipstad and Ludvika, a minute after it was written. */
const parse = (body: Buffer) =>
  parseComments(body, {
    municipalities: ['filipstad', 'ludvika'],
    municipalityOf: (platform, account) => ACCOUNTS[`${platform} ${account}`],
    receivedAt: createdAt.add({ minutes: 1 }),
  });
const ACCOUNTS: Record<string, string> = {
  'instagram 17841400000000001': 'filipstad',
  'facebook 1001': 'filipstad',
  'youtube UC1': 'ludvika',
  'linkedin 5': 'eslov',
  'linkedin 6': 'ludvika',
};
const createdAt = Temporal.Instant.from('2026-04-02T13:30:00Z');

describe('parseComments', () => {
  it('reads one comment', () => {
    expect(parse(bytes(comment()))).toEqual([
      {
        municipality: 'filipstad',
        item: {
          key: expect.stringMatching(/^instagram:17841400000000001:[0-9a-f]{64}$/),
          raw: bytes(comment()),
          comment: {
            platform: 'instagram',
            account: '17841400000000001',
            externalId: '18000000000000001',
            author: { id: '9', name: 'kim' },
            text: 'Hej',
            createdAt,
            writtenAt: createdAt,
            attachments: [],
            own: false,
          },
        },
      },
    ]);
  });

  it('reads an array, keeps its order, and gives equal comments equal keys', () => {
    const parsed = parse(bytes([comment(), comment({ text: 'Hej igen' }), comment()]));
    const keys = parsed.map(({ item }) => item.key);
    expect(keys[2]).toBe(keys[0]);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it.each<[string, string]>([
    ['its array', ''],
    ['a byte order mark', '\ufeff'],
  ])('keeps the bytes of each comment alone, where the body begins with %s', (_, mark) => {
    const [one, other] = [
      JSON.stringify(comment({ text: 'Å' })),
      JSON.stringify(comment({ text: ']' }), null, 2),
    ];
    const parsed = parse(Buffer.from(`${mark} [${one} ,\n${other}]`));
    expect(parsed.map(({ item }) => item.raw.toString())).toEqual([one, other]);
  });

  it('takes every optional field', () => {
    const full = comment({
      postId: 'p',
      parentId: 'q',
      permalink: 'https://www.instagram.com/p/abc/c/1/',
      attachments: [{ type: 'photo', url: 'https://example.org/a.jpg' }],
    });
    expect(parse(bytes(full))[0]?.item).toMatchObject({
      comment: {
        own: false,
        postId: 'p',
        parentId: 'q',
        permalink: 'https://www.instagram.com/p/abc/c/1/',
        attachments: [{ type: 'photo', url: 'https://example.org/a.jpg' }],
      },
    });
  });

  it('spells the ids of Facebook as its webhooks do', () => {
    const facebook = { platform: 'facebook', account: '1001', externalId: '66', postId: '1001_55' };
    expect(parse(bytes(comment({ ...facebook, parentId: '60' })))[0]?.item).toMatchObject({
      comment: { externalId: '55_66', parentId: '55_60' },
    });
    expect(parse(bytes(comment({ ...facebook, parentId: '55' })))[0]?.item).toMatchObject({
      comment: { externalId: '55_66', parentId: undefined },
    });
  });

  it.each<[object, object]>([
    [
      { externalId: 'urn:li:comment:(urn:li:activity:1,22)' },
      { externalId: '22', postId: 'urn:li:activity:1' },
    ],
    [
      { externalId: '22', postId: 'share:1' },
      { externalId: '22', postId: 'urn:li:share:1' },
    ],
    [
      { externalId: 'urn:li:comment:(activity:1,22)', postId: 'urn:li:share:3', parentId: '(activity:1,21)' },
      { externalId: '22', postId: 'urn:li:share:3', parentId: '21' },
    ],
    [
      { externalId: 'other', parentId: 'x' },
      { externalId: 'other', parentId: 'x' },
    ],
  ])('spells the ids of LinkedIn as its webhooks do: %j', (ids, spelled) => {
    const linkedin = { municipality: 'ludvika', platform: 'linkedin', account: '6', permalink: undefined };
    expect(parse(bytes(comment({ postId: undefined, ...linkedin, ...ids })))[0]?.item).toMatchObject({
      comment: spelled,
    });
  });

  it.each(['2026-04-03T13:31:00Z', '2003-01-01T00:00:00Z', '2026-04-02T13:30:00Z'])(
    'takes what was written at %s',
    (time) => expect(parse(bytes(comment({ createdAt: time })))).toHaveLength(1),
  );

  it.each<[string, unknown]>([
    ['body: expected object, received null', null],
    ['body: expected at most 1,000 comments', Array.from({ length: 1001 }, () => comment())],
    ['createdAt: expected an ISO 8601 instant', comment({ createdAt: '2026-04-02' })],
    [
      '[3].createdAt: expected an ISO 8601 instant',
      [comment(), comment(), comment(), comment({ createdAt: 5 })],
    ],
    ['externalId: expected string, received number', comment({ externalId: 5 })],
    ['municipality: expected a lower-case name such as filipstad', comment({ municipality: 'Filipstad' })],
    ['platform: expected one of "facebook"|"instagram"|"youtube"|"linkedin"', comment({ platform: 'x' })],
    ['body: expected no field named txet', comment({ txet: 'Hej' })],
    ['author: expected object, received undefined', comment({ author: undefined })],
    [
      '[0].attachments[0].url: expected a valid url',
      [comment({ attachments: [{ type: 'photo', url: 'a.jpg' }] })],
    ],
    ['permalink: expected a URL', comment({ permalink: 'nej' })],
    ...[
      'https://example.org/c',
      'http://www.instagram.com/p/abc',
      'https://www.instagram.com:8443/p/abc',
      'https://www.instagram.com@evil.example/',
      'https://kim:hemligt@www.instagram.com/p/abc',
      'https://www.instagram.com.evil.example/',
      'https://l.instagram.com/?u=https://evil.example',
      'https://www.facebook.com/1',
      'javascript:alert(1)',
    ].map((permalink): [string, unknown] => [
      '[1].permalink: expected an https address on a host of instagram',
      [comment(), comment({ permalink })],
    ]),
    ...[
      '9999-12-31T00:00:00Z',
      '2030-01-01T00:00:00Z',
      '2026-04-03T13:31:01Z',
      '1970-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '2002-12-31T23:59:59Z',
    ].map((time): [string, unknown] => [
      'createdAt: expected an instant since 2003 and at most a day ahead',
      comment({ createdAt: time }),
    ]),
    ['createdAt: expected an ISO 8601 instant', comment({ createdAt: '-000044-03-15T12:00:00Z' })],
    ['createdAt: expected an ISO 8601 instant', comment({ createdAt: '+010000-01-01T00:00:00Z' })],
    [
      'municipality: expected one that the signature speaks for: filipstad, ludvika',
      comment({ municipality: 'eslov', platform: 'linkedin', account: '5' }),
    ],
    ...[
      { municipality: 'ludvika' },
      { account: '17841400000000002' },
      { platform: 'facebook' },
      { platform: 'youtube', account: 'UC1' },
      { platform: 'linkedin', account: '5' },
    ].map((changed): [string, unknown] => [
      `account: expected a ${changed.platform ?? 'instagram'} account that ACCOUNTS_FILE gives to ${changed.municipality ?? 'filipstad'}`,
      comment(changed),
    ]),
    ...['17841400000000001', ' 17841400000000001 '].map((id): [string, unknown] => [
      'author.id: expected another than the account: what it writes itself only its platform tells',
      comment({ author: { id } }),
    ]),
    [
      '[0].attachments[0].url: expected a valid url',
      [comment({ attachments: [{ type: 'photo', url: 'javascript:alert(1)' }] })],
    ],
    [
      'body: expected at most 100 levels within each other',
      JSON.parse(`${'['.repeat(101)}${']'.repeat(101)}`),
    ],
  ])('says "%s"', (message, body) => {
    expect(() => parse(bytes(body))).toThrow(expect.objectContaining({ name: 'IntakeError', message }));
  });
});
