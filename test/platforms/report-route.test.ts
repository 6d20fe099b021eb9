import { describe, expect, it } from 'vitest';
import type { FindQuery } from '../../src/core/find.ts';
import { reportRoute } from '../../src/platforms/report-route.ts';
import { sign } from '../../src/platforms/signature.ts';

const TOLD = {
  municipality: 'ludvika',
  externalId: '<1@ludvika.example>',
  text: 'Hej! Se https://www.facebook.com/1/posts/2?comment_id=3, den är hemsk.',
};

async function post(
  told: unknown = TOLD,
  { secret = 'ours', comment = 'the-comment', number = 7 as number | null } = {},
) {
  const asked: FindQuery[] = [];
  const noted: unknown[] = [];
  const route = reportRoute({
    store: {
      reportable: async (_, query) => {
        asked.push(query);
        return query.link === null && comment === 'by words'
          ? 'the-comment'
          : comment === 'the-comment'
            ? comment
            : null;
      },
    },
    senders: [
      { secret: 'ours', speaksFor: ['ludvika'] },
      { secret: 'theirs', speaksFor: ['eslov'] },
    ],
    note: async (...of) => {
      noted.push(of);
      return number;
    },
  });
  const body = Buffer.from(JSON.stringify(told));
  const headers = { 'x-kommentarsvakten-signature': sign(secret, body) };
  const answered = await Promise.resolve(
    route.handle({ body, headers, params: {}, query: new URLSearchParams() }),
  ).catch((error: Error) => ({ status: 400, body: error.message }));
  return { ...answered, asked, noted };
}

describe('a report that another system tells of', () => {
  it('is noted at the comment that its link means, and answered with the number', async () => {
    const { asked, ...answered } = await post();
    expect(answered).toEqual({
      status: 200,
      body: { outcome: 'noted', number: 7 },
      noted: [['ludvika', { key: 'reported-elsewhere:<1@ludvika.example>', comment: 'the-comment' }]],
    });
    expect(asked[0]?.link?.address).toBe('https://www.facebook.com/1/posts/2?comment_id=3');
  });

  it('is matched by quoted words where no link is known', async () => {
    const text = 'Där står ”en lång rad med ord” och https://www.facebook.com/1/posts/9';
    expect(await post({ ...TOLD, text }, { comment: 'by words' })).toMatchObject({ status: 200 });
  });

  it('is for a person to read where it means no comment, or one that is gone', async () => {
    expect(await post(TOLD, { comment: '' })).toMatchObject({
      status: 404,
      body: { outcome: 'not-found', expected: expect.stringContaining('the link of one comment') },
      noted: [],
    });
    expect(await post(TOLD, { number: null })).toMatchObject({ status: 409, body: { outcome: 'gone' } });
  });

  it('is taken from nobody who has not signed it, or speaks for another', async () => {
    expect(await post(TOLD, { secret: 'wrong' })).toMatchObject({ status: 401, noted: [] });
    expect(await post(TOLD, { secret: 'theirs' })).toMatchObject({
      status: 400,
      body: expect.stringMatching(/municipality.*eslov/u),
      noted: [],
    });
    const { externalId: _, ...without } = TOLD;
    expect(await post(without)).toMatchObject({ status: 400, body: expect.stringContaining('externalId') });
  });
});
