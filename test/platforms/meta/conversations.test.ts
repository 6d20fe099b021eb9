import { describe, expect, it } from 'vitest';
import { listConversations } from '../../../src/platforms/meta/conversations.ts';
import type { Listed } from '../../../src/ports/platform.ts';

const PAGE = '1001';
const ACCOUNT = '17841001';
const KIM = { id: '7100', name: 'Kim' };
const SINCE = Temporal.Instant.from('2026-11-19T08:00:00Z');
const LATELY = '2026-11-20T07:00:00+0000';
const LONG_AGO = '2026-01-05T07:00:00+0000';

/** Lists on a Graph that answers the calls in turn; the last answer again and again. */
async function list(answers: readonly object[], platform: 'facebook' | 'instagram' = 'facebook') {
  const asked: URL[] = [];
  const graph = {
    ...{ apiUrl: 'https://graph.test/v26.0', tokenOf: () => 'token', timeoutMs: 1000 },
    fetch: async (url: string | URL | Request) => {
      asked.push(new URL(String(url)));
      return Response.json(answers[Math.min(asked.length, answers.length) - 1]);
    },
  };
  const isFacebook = platform === 'facebook';
  const of = { platform, inbox: isFacebook ? 'messenger' : 'instagram', pageOf: () => PAGE } as const;
  const listed: Listed[] = [];
  const begun = performance.now();
  const account = isFacebook ? PAGE : ACCOUNT;
  for await (const page of listConversations(graph, of, { account, since: SINCE })) listed.push(...page);
  return {
    asked,
    listed,
    ids: listed.map(({ comment }) => comment.externalId),
    ms: performance.now() - begun,
  };
}

const message = (id: string, more: object = {}) => ({
  ...{ id, created_time: LATELY, message: 'När öppnar det?', from: KIM, to: { data: [{ id: PAGE }] } },
  ...more,
});
const conversation = (messages: readonly object[], more: object = {}) => ({
  id: 't_1',
  updated_time: LATELY,
  participants: { data: [KIM, { id: PAGE, name: 'Filipstads kommun' }] },
  messages: { data: messages },
  ...more,
});
const more = (after: string) => ({ cursors: { before: 'b', after }, next: 'https://graph/with-the-token' });

describe('the conversations that Meta lists', () => {
  it('are asked for through the Page, by platform, at most twice a second', async () => {
    const answers = [{ data: [conversation([message('m_1')])], paging: more('a') }, { data: [] }];
    const { asked, ms } = await list(answers, 'instagram');
    expect(asked.map(({ pathname }) => pathname)).toEqual(Array(2).fill(`/v26.0/${PAGE}/conversations`));
    expect(asked.map(({ searchParams: given }) => [given.get('platform'), given.get('after')])).toEqual([
      ['instagram', null],
      ['instagram', 'a'],
    ]);
    expect(ms).toBeGreaterThan(490);
    expect(asked.some((url) => url.href.includes('token'))).toBe(false);
  });

  it('are read past an empty page, and end where a cursor leads back to itself', async () => {
    const { ids } = await list([
      { data: [conversation([message('m_1')])], paging: more('a') },
      { data: [], paging: more('b') },
      { data: [conversation([message('m_2')])], paging: more('b') },
    ]);
    expect(ids).toEqual(['m_1', 'm_2']);
  });

  it('end where nothing has been written since', async () => {
    const old = conversation([message('m_2', { created_time: LONG_AGO })], { updated_time: LONG_AGO });
    const { ids, asked } = await list([
      { data: [conversation([message('m_1')]), old], paging: more('a') },
      { data: [old], paging: more('b') },
    ]);
    expect(ids).toEqual(['m_1']);
    expect(asked).toHaveLength(2);
  });

  it('hold what was written by whom, with what is attached, under the names that webhooks have', async () => {
    const url = (name: string) => `https://scontent.xx.fbcdn.net/${name}`;
    const files = [
      { id: '1', mime_type: 'image/jpeg', image_data: { url: url('a.jpg'), width: 1 } },
      { id: '2', mime_type: 'video/mp4', video_data: { url: url('b.mp4') } },
      { id: '3', mime_type: 'audio/mp4', file_url: url('c.m4a') },
      { id: '4', mime_type: 'application/pdf', file_url: url('d.pdf') },
    ];
    const { listed } = await list([
      {
        data: [
          conversation([
            message('m_3', {
              attachments: { data: files },
              sticker: url('e.png'),
              shares: { data: [{ link: 'https://example.se/' }, { name: 'without an address' }] },
            }),
            message('m_2', { story: { mention: { id: '5', link: url('f.jpg') } }, message: undefined }),
            message('m_1', { story: { reply_to: { id: '6', link: url('g.jpg') } } }),
          ]),
        ],
      },
    ]);
    const kinds = listed.map(({ comment }) => comment.attachments.map(({ type }) => type));
    expect(kinds).toEqual([
      ['image', 'video', 'audio', 'file', 'sticker', 'link'],
      ['story_mention'],
      ['story'],
    ]);
    expect(listed[1]).toMatchObject({
      ...{ hidden: false, node: { id: 'm_2' } },
      comment: {
        kind: 'message',
        text: '',
        own: false,
        conversation: '7100',
        author: { id: '7100', name: 'Kim' },
      },
    });
  });

  it('are the account’s own where it wrote, and where who has left is not named', async () => {
    const account = { id: ACCOUNT, username: 'filipstad' };
    const own = { from: account, to: { data: [KIM] } };
    const unnamed = { from: undefined, to: { data: [account] } };
    const participants = { data: [account, { id: KIM.id, username: 'kim' }] };
    const messages = [
      message('m_1', own),
      message('m_2', unnamed),
      message('m_3', { ...own, from: undefined }),
    ];
    const { listed } = await list([{ data: [conversation(messages, { participants })] }], 'instagram');
    expect(listed.map(({ comment }) => [comment.own, comment.author.id, comment.conversation])).toEqual([
      [true, ACCOUNT, KIM.id],
      [false, KIM.id, KIM.id],
      [true, ACCOUNT, KIM.id],
    ]);
  });

  it('leave out what nothing can be read of, and where it cannot be told who is who', async () => {
    const { ids } = await list([
      {
        data: [
          conversation([message('m_1'), { id: 'm_0' }, message('m_9', { created_time: LONG_AGO })]),
          conversation([message('m_2')], { participants: { data: [KIM, { id: '7200' }, { id: PAGE }] } }),
          conversation([message('m_3')], { participants: { data: [] } }),
          conversation([], { messages: undefined }),
        ],
      },
    ]);
    expect(ids).toEqual(['m_1']);
  });
});
