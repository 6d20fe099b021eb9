import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Chat, ChatError, Conversation } from '../../../src/ports/chat.ts';
import type { FakeRule } from '../../fakes/fake-connector.ts';
import { ANNA, CHANNEL, messageActivity, TENANT } from '../../fakes/teams-activities.ts';
import { CARD, type ServedTeams, serveTeams } from './serve-teams.ts';

let served: ServedTeams;
let channel: Conversation;
beforeEach(async () => {
  served = await serveTeams((options) => ({ ...options, timeoutMs: 300 }));
  channel = { id: CHANNEL, serviceUrl: served.connector.url, tenant: TENANT };
});
afterEach(() => served.close());

const acts = () => served.connector.requests.map(({ act }) => act);
const failureOf = async (work: Promise<unknown>): Promise<ChatError> =>
  work.then(
    () => Promise.reject(new Error('expected a failure')),
    (error) => error,
  );

describe('what goes out', () => {
  it('a post is one card with its preview, and gives the id for edits', async () => {
    const { messageId } = await served.teams.chat.post(channel, CARD);
    expect(served.connector.messages(CHANNEL)).toEqual([
      { messageId, thread: null, text: null, card: CARD.card, summary: 'Ny kommentar', edits: 0 },
    ]);
  });

  it('an update edits that card in place', async () => {
    const { messageId } = await served.teams.chat.post(channel, CARD);
    const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'ny' }] };
    await served.teams.chat.update(channel, messageId, { card, summary: 'Ändrad' });
    expect(served.connector.cards(CHANNEL)).toMatchObject([{ messageId, card, summary: 'Ändrad', edits: 1 }]);
  });

  it('a line goes into the thread under the card in a channel', async () => {
    const { messageId } = await served.teams.chat.post(channel, CARD);
    await served.teams.chat.say(channel, messageId, 'Borttagningen misslyckades.');
    expect(served.connector.messages(CHANNEL)[1]).toMatchObject({
      thread: messageId,
      text: 'Borttagningen misslyckades.',
      card: null,
    });
  });

  it.each([
    ['Anna Lind', 'Anna Lind'],
    ['<b>Anna</b> & co', 'bAnna/b  co'],
    [`${'a'.repeat(79)}😀`, 'a'.repeat(79)],
    ['\u200b\u2060', '@'],
    ['', '@'],
    [null, '@'],
  ])('a line alerts the one person whom it is for, also one called %j', async (name, shown) => {
    const personId = 'ffffffff-0000-4000-8000-000000000001';
    served.connector.setMember(personId, { id: '29:x', aadObjectId: personId, name });
    const { messageId } = await served.teams.chat.post(channel, CARD);
    await served.teams.chat.say(channel, messageId, 'Svaret ska ut.', personId);
    expect(served.connector.messages(CHANNEL)[1]?.text).toBe(`<at>${shown}</at> Svaret ska ut.`);
  });

  it('a line that alerts somebody mentions nobody else, and links nowhere, whatever a person has typed into it', async () => {
    const typed = 'Gäller <at>Bo</at> & [x](http://a.example)?';
    await served.teams.chat.say(channel, null, typed, ANNA.aadObjectId);
    const [said] = served.connector.requests.filter(({ act }) => act === 'post');
    expect(said?.body['text']).toMatch(
      / Gäller &lt;at&gt;Bo&lt;\/at&gt; &amp; \[x\]\u2060\(http:\/\/a\.example\)\?$/u,
    );
    expect(said?.body['entities']).toHaveLength(1);
  });

  it('a line goes straight into a personal chat', async () => {
    const personal = { ...channel, id: 'a:1' };
    await served.teams.chat.say(personal, null, 'Hej');
    await served.teams.chat.say(personal, '123', 'Hej igen');
    expect(served.connector.messages('a:1').map(({ thread }) => thread)).toEqual([null, null]);
  });

  it('a personal chat is opened once', async () => {
    const opened = await served.teams.chat.personal(channel, 'person-1');
    expect(await served.teams.chat.personal(channel, 'person-1')).toEqual(opened);
    expect(opened).toEqual({ ...channel, id: 'a:personal-person-1' });
    const creations = served.connector.requests.filter(({ act }) => act === 'create');
    expect(creations.map(({ body }) => body)).toEqual([
      {
        isGroup: false,
        bot: { id: `28:${served.connector.appId}`, name: '' },
        members: [{ id: 'person-1', name: '' }],
        tenantId: TENANT,
        channelData: { tenant: { id: TENANT } },
      },
    ]);
  });

  it('a personal chat in which the person wrote need not be opened', async () => {
    const where = { serviceUrl: channel.serviceUrl, kind: 'personal', conversation: 'a:known' } as const;
    await served.send(messageActivity({ ...where, text: 'hej' }));
    expect(await served.teams.chat.personal(channel, ANNA.aadObjectId ?? '')).toMatchObject({
      id: 'a:known',
    });
    expect(acts()).not.toContain('create');
  });

  it('every call carries the bot’s token, fetched once', async () => {
    await Promise.all([served.teams.chat.post(channel, CARD), served.teams.chat.say(channel, null, 'x')]);
    await served.teams.chat.say(channel, null, 'y');
    expect(acts().filter((act) => act === 'token')).toHaveLength(1);
    const calls = served.connector.requests.filter(({ act }) => act === 'post');
    expect(new Set(calls.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer token-of-the-bot']),
    );
  });

  it('no token and no call leaves for a host off the allow-list', async () => {
    for (const serviceUrl of ['https://evil.example/', 'https://127.0.0.1@evil.example/', 'nonsense']) {
      const error = await failureOf(served.teams.chat.post({ ...channel, serviceUrl }, CARD));
      expect(error).toMatchObject({ name: 'ChatError', code: 'rejected' });
    }
    expect(acts()).toEqual([]);
  });
});

describe('failures', () => {
  const calls: [string, (chat: Chat) => Promise<unknown>, 'post' | 'update' | 'create'][] = [
    ['post', (chat) => chat.post(channel, CARD), 'post'],
    ['update', (chat) => chat.update(channel, '1', CARD), 'update'],
    ['say', (chat) => chat.say(channel, '1', 'x'), 'post'],
    ['personal', (chat) => chat.personal(channel, 'p'), 'create'],
  ];
  const answers: [string, FakeRule, ChatError['code'], number | null][] = [
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '7' } }, 'busy', 7_000],
    ['429 without', { status: 429 }, 'busy', 2_000],
    [
      '429 with a date',
      { status: 429, headers: { 'retry-after': 'Sat, 21 Nov 2026 10:00:00 GMT' } },
      'busy',
      2_000,
    ],
    ['412', { status: 412 }, 'busy', 2_000],
    ['502', { status: 502 }, 'busy', 2_000],
    ['503', { status: 503, headers: { 'retry-after': '0' } }, 'busy', 0],
    ['504', { status: 504 }, 'busy', 2_000],
    ['400', { status: 400 }, 'rejected', null],
    ['401', { status: 401 }, 'rejected', null],
    ['403', { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } }, 'forbidden', null],
    ['404', { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } }, 'gone', null],
    ['413', { status: 413 }, 'too-large', null],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 'rejected', null],
    ['500', { status: 500 }, 'no-answer', null],
    ['a cut connection', { instead: 'break' }, 'no-answer', null],
    ['no answer', { instead: 'never' }, 'no-answer', null],
    ['an answer that comes too late', { delayMs: 1_000 }, 'no-answer', null],
  ];
  const table = calls.flatMap(([name, run, act]) =>
    answers.map(([what, rule, code, retryAfterMs]) => ({ name, run, act, what, rule, code, retryAfterMs })),
  );

  it.each(table)(
    '$name on $what is $code after exactly one attempt',
    async ({ run, act, rule, code, retryAfterMs }) => {
      served.connector.respondWith({ when: (request) => request.act === act, ...rule });
      const error = await failureOf(run(served.teams.chat));
      expect(error).toMatchObject({ name: 'ChatError', code, retryAfterMs });
      expect(acts().filter((made) => made !== 'token')).toEqual([act]);
    },
  );

  it.each([
    ['an error', { status: 401, body: { error: 'invalid_client' } }],
    ['nonsense', { status: 200, body: { hello: 1 } }],
    ['nothing', { instead: 'never' as const }],
  ])('a login service that answers %s means that nothing was sent', async (_, rule) => {
    const restore = served.connector.respondWith({ when: ({ act }) => act === 'token', ...rule });
    const error = await failureOf(served.teams.chat.post(channel, CARD));
    expect(error.code).toBe('busy');
    expect(acts()).toEqual(['token']);
    restore();
    await served.teams.chat.post(channel, CARD);
    expect(served.connector.cards(CHANNEL)).toHaveLength(1);
  });

  it('an error names Teams’ own reason, and holds neither the card nor the token', async () => {
    const body = { error: { code: 'BotNotInConversationRoster', message: 'The bot is not part of it.' } };
    served.connector.respondWith({ when: ({ act }) => act === 'post', status: 403, body });
    const error = await failureOf(served.teams.chat.post(channel, CARD));
    expect(error.message).toBe('post: Teams answered 403 (BotNotInConversationRoster)');
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/token-of-the-bot|AdaptiveCard/);
  });

  it('a token that Teams refuses is replaced by the next call', async () => {
    served.connector.respondWith({ when: ({ act }) => act === 'post', status: 401, times: 1 });
    await failureOf(served.teams.chat.post(channel, CARD));
    await served.teams.chat.post(channel, CARD);
    expect(acts()).toEqual(['token', 'post', 'token', 'post']);
  });

  it('an address where nobody listens is busy: nothing was sent', async () => {
    const error = await failureOf(
      served.teams.chat.post({ ...channel, serviceUrl: 'http://127.0.0.1:9/' }, CARD),
    );
    expect(error.code).toBe('busy');
  });

  it('a post whose answer holds no id is no-answer', async () => {
    served.connector.respondWith({ when: ({ act }) => act === 'post', status: 201, body: {} });
    expect((await failureOf(served.teams.chat.post(channel, CARD))).code).toBe('no-answer');
  });

  it('the seventh line within a second is busy at once and is not sent, since the last one is left to an answer', async () => {
    const sent = await Promise.allSettled(
      Array.from({ length: 8 }, () => served.teams.chat.say(channel, null, 'x')),
    );
    expect(sent.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(2);
    expect(acts().filter((act) => act === 'post')).toHaveLength(6);
    const error = await failureOf(served.teams.chat.say(channel, null, 'x'));
    expect(error).toMatchObject({ code: 'busy', retryAfterMs: 1_000 });
    served.reply.said = async () => 'Klart.';
    const where = { serviceUrl: served.connector.url, appId: served.connector.appId };
    await served.send(messageActivity({ ...where, text: 'hjälp' }));
    expect(acts().filter((act) => act === 'post')).toHaveLength(7);
  });
});
