import { describe, expect, it } from 'vitest';
import { parseComments } from '../../src/platforms/generic-intake.ts';

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
const createdAt = Temporal.Instant.from('2026-04-02T13:30:00Z');

describe('parseComments', () => {
  it('reads one comment', () => {
    expect(parseComments(bytes(comment()))).toEqual([
      {
        municipality: 'filipstad',
        item: {
          key: expect.stringMatching(/^instagram:17841400000000001:[0-9a-f]{64}$/),
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
    const parsed = parseComments(bytes([comment(), comment({ text: 'Hej igen' }), comment()]));
    const keys = parsed.map(({ item }) => item.key);
    expect(keys[2]).toBe(keys[0]);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('knows the own account and takes every optional field', () => {
    const full = comment({
      author: { id: '17841400000000001' },
      postId: 'p',
      parentId: 'q',
      permalink: 'https://example.org/c',
      attachments: [{ type: 'photo', url: 'https://example.org/a.jpg' }],
    });
    expect(parseComments(bytes(full))[0]?.item).toMatchObject({
      comment: {
        own: true,
        postId: 'p',
        parentId: 'q',
        permalink: 'https://example.org/c',
        attachments: [{ type: 'photo', url: 'https://example.org/a.jpg' }],
      },
    });
  });

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
  ])('says "%s"', (message, body) => {
    expect(() => parseComments(bytes(body))).toThrow(
      expect.objectContaining({ name: 'IntakeError', message }),
    );
  });
});
