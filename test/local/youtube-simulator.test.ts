import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../../src/local/simulator/process.ts';
import { SIMULATED_CLIENT, sampleChannels } from '../../src/local/youtube/seed.ts';
import { startYouTube, type YouTubeSimulator } from '../../src/local/youtube/server.ts';

const [channel, ...others] = sampleChannels();
if (channel === undefined) throw new Error('no sample channels');
const START = Temporal.Instant.from('2026-06-10T11:00:00Z');
const MIDNIGHT = Temporal.Instant.from('2026-06-11T07:00:00Z');

/** What an answer says, of whatever kind it is. */
interface Said {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: asserted on as it came.
  body: any;
}

describe('the YouTube simulator', () => {
  let youtube: YouTubeSimulator;
  let now: Temporal.Instant;
  let token: string;
  beforeEach(async () => {
    now = START;
    youtube = await startYouTube({ now: () => now });
    token = (await signIn()).body.access_token;
  });
  afterEach(() => youtube.close());

  async function said(response: Response): Promise<Said> {
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }
  const signIn = async (changed: object = {}): Promise<Said> =>
    said(
      await fetch(`${youtube.url}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: SIMULATED_CLIENT.id,
          client_secret: SIMULATED_CLIENT.secret,
          refresh_token: channel.refreshToken,
          ...changed,
        }),
      }),
    );
  const call = async (method: string, path: string, query: object, bearer = token): Promise<Said> =>
    said(
      await fetch(`${youtube.url}/youtube/v3/${path}?${new URLSearchParams({ ...query })}`, {
        method,
        headers: { authorization: `Bearer ${bearer}` },
      }),
    );
  const moderate = (id: string, moderationStatus: string, more: object = {}) =>
    call('POST', 'comments/setModerationStatus', { id, moderationStatus, ...more });
  const write = (text: string, more: object = {}) =>
    youtube.deed({
      ...{ op: 'add', channel: channel.id, author: 'Kim Testsson', asChannel: false, text, ...more },
    });
  const reasonOf = ({ body }: Said) => body.error.errors[0].reason;
  const threads = { part: 'snippet,replies', allThreadsRelatedToChannelId: channel.id };

  it('has a channel for Ludvika', () => {
    expect(others).toEqual([]);
    expect(channel).toMatchObject({ municipality: 'ludvika', title: 'Ludvika kommun' });
  });

  it('counts the units of refused calls too, and gives them anew at midnight in California', async () => {
    await call('GET', 'channels', { part: 'id', mine: 'true' });
    await call('GET', 'channels', { part: 'id', mine: 'true' }, 'nobody');
    await moderate('UgNobody', 'published');
    youtube.fault({ kind: 'backendError', match: {}, times: 1, delayMs: 0 });
    await call('GET', 'channels', { part: 'id', mine: 'true' });
    expect(youtube.state.project.used).toBe(53);
    youtube.state.project.used = 9_999;
    expect(await moderate('UgNobody', 'published')).toMatchObject({ status: 403 });
    expect(reasonOf(await call('GET', 'channels', { mine: 'true' }))).toBe('quotaExceeded');
    expect(youtube.state.project.used).toBe(10_050);
    now = MIDNIGHT.subtract({ seconds: 1 });
    token = (await signIn()).body.access_token;
    expect(reasonOf(await call('GET', 'channels', { mine: 'true' }))).toBe('quotaExceeded');
    now = MIDNIGHT;
    expect(await call('GET', 'channels', { mine: 'true' })).toMatchObject({ status: 200 });
    expect(youtube.state.project.used).toBe(1);
  });

  it('shows five replies of a thread at most, and all of them page by page', async () => {
    const { id: parent } = write('Fråga');
    for (let at = 0; at < 7; at += 1) write(`${at}`, { parent });
    const { body } = await call('GET', 'commentThreads', threads);
    expect(body.items[0].snippet.totalReplyCount).toBe(7);
    expect(body.items[0].replies.comments).toHaveLength(5);
    const first = await call('GET', 'comments', { part: 'snippet', parentId: parent, maxResults: '4' });
    expect(first.body.items).toHaveLength(4);
    const pageToken = first.body.nextPageToken;
    const second = await call('GET', 'comments', {
      ...{ part: 'snippet', parentId: parent, maxResults: '4', pageToken },
    });
    expect(second.body.items).toHaveLength(3);
    expect(second.body.nextPageToken).toBeUndefined();
  });

  it('says nothing of the moderation status where something is asked for by its id', async () => {
    const { id } = write('Hej', { status: 'heldForReview' });
    for (const path of ['comments', 'commentThreads']) {
      const { body } = await call('GET', path, { part: 'snippet', id });
      expect(body.items).toHaveLength(1);
      expect(JSON.stringify(body)).not.toContain('moderationStatus');
    }
    const held = await call('GET', 'commentThreads', { ...threads, moderationStatus: 'heldForReview' });
    expect(held.body.items[0].snippet.topLevelComment.snippet.moderationStatus).toBe('heldForReview');
    expect((await call('GET', 'commentThreads', threads)).body.items).toEqual([]);
  });

  it.each([
    ['two filters', { id: 'UgX', videoId: 'x' }],
    ['none', {}],
    ['id with an order', { id: 'UgX', order: 'time' }],
    ['id with a moderation status', { id: 'UgX', moderationStatus: 'heldForReview' }],
  ])('refuses a list of threads by %s', async (_, query) => {
    expect(await call('GET', 'commentThreads', query)).toMatchObject({ status: 400 });
  });

  it('rejects for good', async () => {
    const { id } = write('Hej');
    expect(await moderate(id, 'heldForReview')).toEqual({ status: 204, body: null });
    expect(await moderate(id, 'published')).toMatchObject({ status: 204 });
    expect(await moderate(id, 'rejected')).toMatchObject({ status: 204 });
    expect(reasonOf(await moderate(id, 'published'))).toBe('processingFailure');
    expect((await call('GET', 'comments', { id })).body.items).toEqual([]);
  });

  it('bans only with a rejection, and then rejects what the person writes later', async () => {
    const { id } = write('Hej');
    expect(reasonOf(await moderate(id, 'heldForReview', { banAuthor: 'true' }))).toBe('banWithoutReject');
    expect(youtube.state.acts).toEqual([]);
    await moderate(id, 'rejected', { banAuthor: 'true' });
    expect(youtube.state.acts.map(({ act }) => act)).toEqual(['reject', 'ban']);
    write('Igen');
    write('Annan', { author: 'Alva Provman' });
    const statuses = youtube.state.comments.map(({ text, status }) => `${text} ${status}`);
    expect(statuses).toEqual(['Hej rejected', 'Igen rejected', 'Annan published']);
  });

  it('could not process what has vanished, and does not find what never was', async () => {
    const { id } = write('Hej');
    youtube.deed({ op: 'remove', id });
    expect(reasonOf(await moderate(id, 'rejected'))).toBe('processingFailure');
    expect(reasonOf(await moderate('UgNever', 'rejected'))).toBe('commentNotFound');
  });

  it('moderates nothing of the channel itself, and deletes nothing of others', async () => {
    const own = write('Hej', { asChannel: true });
    expect(reasonOf(await moderate(own.id, 'rejected'))).toBe('forbidden');
    expect(reasonOf(await call('DELETE', 'comments', { id: write('Hej').id }))).toBe('forbidden');
    expect(await call('DELETE', 'comments', { id: own.id })).toMatchObject({ status: 204 });
  });

  it.each([
    ['reasons', { code: 404, errors: [{ reason: 'commentNotFound' }] }],
    ['status', { code: 404, status: 'NOT_FOUND' }],
    ['text', 'commentNotFound'],
  ] as const)('spells a refusal as %s', async (spelling, error) => {
    youtube.state.oddities.spelling = spelling;
    expect(await moderate('UgNever', 'rejected')).toMatchObject({ status: 404, body: { error } });
  });

  it('gives no token after seven days in Testing, until somebody signs in again', async () => {
    youtube.state.project.testing = true;
    now = START.add({ hours: 24 * 7 });
    expect(await signIn()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const again = { channel: channel.id, signedInAgain: true };
    await fetch(`${youtube.url}/_sim/grants`, { method: 'POST', body: JSON.stringify(again) });
    expect((await signIn()).status).toBe(200);
    youtube.state.project.testing = false;
    now = START.add({ hours: 24 * 300 });
    expect((await signIn()).status).toBe(200);
    expect(await signIn({ client_secret: 'x' })).toMatchObject({ body: { error: 'invalid_client' } });
  });

  it('takes a token for an hour', async () => {
    now = START.add({ hours: 1 });
    expect(reasonOf(await call('GET', 'channels', { mine: 'true' }))).toBe('authError');
  });

  it('lets citizens write, answer and change in a browser, and shows markup as it was typed', async () => {
    const send = (form: Record<string, string>) =>
      fetch(`${youtube.url}/channel/${channel.id}/comments`, {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
      });
    const show = async () => (await fetch(`${youtube.url}/channel/${channel.id}`)).text();
    const [video] = youtube.state.videos;
    const wrote = await send({ video: video?.id ?? '', author: 'Alva Provman', text: '<b>Hej</b>\r\nigen' });
    expect(wrote.status).toBe(303);
    expect(wrote.headers.get('location')).toMatch(/#c-Ug/);
    const [comment] = youtube.state.comments;
    expect(comment).toMatchObject({ text: '<b>Hej</b>\nigen', author: { name: '@alva-provman' } });
    expect(await show()).toContain('&#60;b&#62;Hej');
    await send({ op: 'edit', comment: comment?.id ?? '', text: 'Ändrad' });
    await send({ parent: comment?.id ?? '', author: 'Kim Testsson', text: 'Svar' });
    expect(youtube.state.comments).toMatchObject([{ text: 'Ändrad' }, { parent: comment?.id }]);
    await moderate(comment?.id ?? '', 'heldForReview');
    expect(await show()).toContain('Väntar på granskning: syns inte för allmänheten');
    await send({ op: 'remove', comment: comment?.id ?? '' });
    expect(youtube.state.comments).toEqual([]);
    expect((await send({ video: video?.id ?? '', text: ' ' })).headers.get('location')).toContain(
      'problem=empty',
    );
    expect(await (await fetch(youtube.url)).text()).toContain('av 10000 enheter');
  });
});

describe('the YouTube simulator as a program', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'youtube-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const run = (...more: string[]) =>
    startSimulator('YouTube', {
      main: new URL('../../src/local/youtube/main.ts', import.meta.url),
      flags: ['--state', join(folder, 'state.json'), ...more],
    });

  it('keeps the channel in its state file between runs, in its own time', async () => {
    const first = await run('--now', '2026-04-02T15:30+02:00');
    const deed = { op: 'add', channel: channel.id, text: 'Kvar?' };
    await fetch(`${first.url}/_sim/comments`, { method: 'POST', body: JSON.stringify(deed) });
    await first.stop();
    const second = await run();
    const comments = await (await fetch(`${second.url}/_sim/comments`)).json();
    await second.stop();
    expect(comments).toMatchObject([
      { text: 'Kvar?', publishedAt: expect.stringMatching(/^2026-04-02T13:3/) },
    ]);
  });

  it('says why it does not start', async () => {
    await expect(run('--port', 'x')).rejects.toThrow(/--port: expected[\s\S]*src\/local\/youtube\/main\.ts/);
  });
});
