import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFacebook } from '../../../src/platforms/facebook/acts.ts';
import type { Listed } from '../../../src/ports/platform.ts';
import { refusal } from '../../contracts/wire.ts';

const PAGE = '1001';
const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');
const SINCE = NOW.subtract({ hours: 24 });
const LATELY = '2026-11-20T07:00:00+0000';
const LONG_AGO = '2026-01-05T07:00:00+0000';
const GONE = { error: { code: 100, error_subcode: 33, message: 'Unsupported get request' } };

/** What Graph answers to a path, in turn; the last again and again. */
type Script = Readonly<Record<string, readonly unknown[]>>;

let close = async () => {};
afterEach(() => close());

/** Lists the page on a Graph that answers so. */
async function list(script: Script, awaited: readonly string[] = []) {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://graph');
    const before = asked.filter(({ pathname }) => pathname === url.pathname).length;
    asked.push(url);
    const answers = script[url.pathname.replace('/v26.0/', '')] ?? [{ data: [] }];
    const answer = answers[Math.min(before, answers.length - 1)];
    response.statusCode = typeof answer === 'object' && answer !== null && 'error' in answer ? 400 : 200;
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = async () => {
    await new Promise((resolve) => server.close(resolve));
    close = async () => {};
  };
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v26.0`;
  const platform = createFacebook({ apiUrl, tokenOf: () => 'token', attachmentHosts: [] });
  const listed: Listed[] = [];
  for await (const page of platform.list({ account: PAGE, since: SINCE, awaited, now: NOW }))
    listed.push(...page);
  return { listed, ids: listed.map(({ comment }) => comment.externalId), asked };
}

const post = (id: string, more: object = {}) => ({
  id: `${PAGE}_${id}`,
  message: 'Nu är badhuset öppet igen',
  created_time: LATELY,
  from: { id: PAGE, name: 'Filipstads kommun' },
  ...more,
});
const comment = (id: string, more: object = {}) => ({
  id,
  message: 'När öppnar det?',
  created_time: LATELY,
  from: { id: '7', name: 'Kim' },
  ...more,
});
const more = (after: string) => ({ cursors: { before: 'b', after }, next: 'https://graph/with-the-token' });

describe('what Facebook lists of a Page', () => {
  it('is its posts, a visitor’s, and the comments under them, as the webhooks spell them', async () => {
    const photo = { type: 'photo', media: { image: { src: 'https://scontent.xx.fbcdn.net/a.jpg' } } };
    const { listed } = await list({
      [`${PAGE}/feed`]: [
        { data: [post('1'), post('2', { from: { id: '7', name: 'Kim' }, attachments: { data: [photo] } })] },
      ],
      [`${PAGE}_1/comments`]: [
        {
          data: [
            comment('1_11', { is_hidden: true }),
            comment('12', { parent: { id: '11' }, from: { id: PAGE, name: 'Filipstads kommun' } }),
            comment('1_13', { from: undefined, message: undefined, attachment: photo }),
          ],
        },
      ],
    });
    const photos = [{ type: 'photo', url: 'https://scontent.xx.fbcdn.net/a.jpg' }];
    expect(listed).toMatchObject([
      { hidden: false, comment: { kind: 'post', externalId: '1001_1', own: true, attachments: [] } },
      { hidden: false, comment: { kind: 'post', externalId: '1001_2', own: false, attachments: photos } },
      { hidden: true, comment: { externalId: '1_11', postId: '1001_1', author: { id: '7', name: 'Kim' } } },
      { hidden: false, comment: { externalId: '1_12', parentId: '1_11', own: true } },
      {
        hidden: false,
        comment: { externalId: '1_13', text: '', attachments: photos, author: { id: undefined } },
      },
    ]);
    expect(listed[2]?.comment.parentId).toBeUndefined();
    expect(listed[2]?.comment.createdAt.toString()).toBe('2026-11-20T07:00:00Z');
    expect(listed[2]?.node).toMatchObject({ id: '1_11', is_hidden: true });
  });

  it('is read to the end of the ranked feed: an old post counts while somebody comments on it', async () => {
    const { ids, asked } = await list({
      [`${PAGE}/feed`]: [
        { data: [post('1', { created_time: LONG_AGO })], paging: more('a') },
        { data: [], paging: more('b') },
        {
          data: [post('2', { created_time: LONG_AGO, updated_time: LATELY })],
          paging: { cursors: { after: 'c' } },
        },
      ],
      [`${PAGE}_2/comments`]: [{ data: [comment('2_1')], paging: more('d') }, { data: [comment('2_2')] }],
    });
    expect(ids).toEqual(['1001_2', '2_1', '2_2']);
    expect(asked.map(({ pathname }) => pathname)).not.toContain(`/v26.0/${PAGE}_1/comments`);
    expect(asked.every(({ searchParams }) => searchParams.get('access_token') === null)).toBe(true);
  });

  it('holds what stands under a post for which somebody waits, however old, a visitor’s own too', async () => {
    const { ids } = await list(
      {
        [`${PAGE}_5/comments`]: [{ data: [comment('5_1')] }],
        [`${PAGE}_6/comments`]: [{ data: [comment('6_1')] }],
      },
      ['5_1', `${PAGE}_6`, 'spelled-otherwise'],
    );
    expect(ids).toEqual(['5_1', '6_1']);
  });

  it('goes on where a post was taken away meanwhile', async () => {
    const { ids } = await list({
      [`${PAGE}/feed`]: [{ data: [post('1'), post('2')] }],
      [`${PAGE}_1/comments`]: [GONE],
      [`${PAGE}_2/comments`]: [{ data: [comment('2_1')] }],
    });
    expect(ids).toEqual(['1001_1', '1001_2', '2_1']);
  });

  it('fails where the Page itself cannot be read', async () => {
    const { code } = await refusal(
      list({ [`${PAGE}/feed`]: [{ error: { code: 190, message: 'expired' } }] }),
    );
    expect(code).toBe('token-expired');
  });
});
