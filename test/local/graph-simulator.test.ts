import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import type { CitizenDeed } from '../../src/local/graph/control.ts';
import { samplePages } from '../../src/local/graph/seed.ts';
import { type GraphSimulator, startGraph } from '../../src/local/graph/server.ts';
import { createFacebook } from '../../src/platforms/facebook/acts.ts';
import { parseFacebook } from '../../src/platforms/facebook/deliveries.ts';
import { verifySignature } from '../../src/platforms/signature.ts';

const [page] = samplePages();
if (page === undefined) throw new Error('no sample pages');
const SECRET = 'app secret';
const TOKEN = 'verify token';

type Add = Partial<Extract<CitizenDeed, { op: 'add' }>>;
const add = (message: string, more: Add = {}): CitizenDeed => ({
  op: 'add',
  page: page.id,
  author: 'Kim Testsson',
  anonymous: false,
  photo: false,
  message,
  ...more,
});

/** A subscriber that keeps what it got and answers with `statuses` first, then 200. */
async function subscriber(options: { token?: string } = {}) {
  const bodies: { body: Buffer; signature: string | undefined }[] = [];
  const statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    if (request.method === 'GET') {
      const known = query.get('hub.verify_token') === (options.token ?? TOKEN);
      return void response.writeHead(known ? 200 : 403).end(query.get('hub.challenge'));
    }
    const body = Buffer.concat(await Array.fromAsync(request));
    const status = statuses.shift() ?? 200;
    if (status === 200) bodies.push({ body, signature: String(request.headers['x-hub-signature-256']) });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/facebook`;
  return { url, bodies, statuses, close: () => new Promise((resolve) => server.close(resolve)) };
}

const call = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });
const itemsOf = (bodies: { body: Buffer }[]) =>
  bodies.flatMap(({ body }) => parseFacebook(body, systemClock.now()).items);
const saidIn = (bodies: { body: Buffer }[]) =>
  itemsOf(bodies).map(({ item }) => ('comment' in item ? item.comment.text : item.change.change));

describe('the Graph simulator', () => {
  let graph: GraphSimulator;
  let hook: Awaited<ReturnType<typeof subscriber>>;
  beforeEach(async () => {
    hook = await subscriber();
    graph = await startGraph();
  });
  afterEach(async () => {
    await graph.close();
    await hook.close();
  });
  const subscribe = () => graph.subscribe({ url: hook.url, secret: SECRET, verifyToken: TOKEN });

  it("signs Meta's escaped spelling, which the intake verifies and reads", async () => {
    await subscribe();
    const { id, authorId, post } = graph.deed(add('Åh / "nej" 🙂'));
    await expect.poll(() => hook.bodies.length).toBe(1);
    const [sent] = hook.bodies;
    const text = sent?.body.toString() ?? '';
    expect(text).toContain('\\u00c5h \\/ \\"nej\\" \\ud83d\\ude42');
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(verifySignature(SECRET, sent?.body ?? Buffer.alloc(0), sent?.signature)).toBe(true);
    const [{ item } = { item: undefined }] = itemsOf(hook.bodies);
    expect(item).toMatchObject({
      comment: { externalId: id, postId: post, author: { id: authorId }, text: 'Åh / "nej" 🙂', own: false },
    });
    expect(item !== undefined && 'comment' in item && item.comment.parentId).toBeUndefined();
  });

  it('tells every act of citizens and of the page, as the intake understands them', async () => {
    await subscribe();
    const platform = createFacebook({
      apiUrl: `${graph.url}/v26.0`,
      tokenOf: () => page.token,
      attachmentHosts: [],
    });
    const { id } = graph.deed(add('Hej'));
    const target = { account: page.id, externalId: id, postId: null };
    graph.deed({ op: 'edit', id, message: 'Hej igen' });
    await platform.hide(target);
    await platform.unhide(target);
    await platform.reply(target, 'Svar');
    await platform.delete(target);
    await expect.poll(() => hook.bodies.length).toBe(6);
    expect(saidIn(hook.bodies)).toEqual(['Hej', 'Hej igen', 'hidden', 'unhidden', 'Svar', 'removed']);
    expect(itemsOf(hook.bodies)[4]?.item).toMatchObject({ comment: { own: true, parentId: id } });
  });

  it('sends again until it is answered 200, and loses nothing', async () => {
    hook.statuses.push(500, 503);
    await subscribe();
    graph.deed(add('ett'));
    graph.deed(add('två'));
    await expect.poll(() => saidIn(hook.bodies), { timeout: 5000 }).toEqual(['ett', 'två']);
    expect(graph.state.pending).toEqual([]);
  });

  it('gives up what it could not deliver for 36 hours by its clock, and nothing that is younger', async () => {
    let now = systemClock.now();
    const slow = await startGraph({ now: () => now });
    await slow.subscribe({ url: hook.url, secret: SECRET, verifyToken: TOKEN });
    await call(`${slow.url}/_sim/webhooks`, { hold: true });
    slow.deed(add('för sent'));
    now = now.add({ minutes: 1 });
    slow.deed(add('i tid'));
    now = now.add({ hours: 36 }).subtract({ seconds: 1 });
    await call(`${slow.url}/_sim/webhooks`, {});
    await expect.poll(() => slow.state.pending).toEqual([]);
    expect(saidIn(hook.bodies)).toEqual(['i tid']);
    await slow.close();
  });

  it('delivers twice, backwards and in one body on demand', async () => {
    await subscribe();
    await call(`${graph.url}/_sim/webhooks`, { hold: true });
    for (const message of ['ett', 'två', 'tre']) graph.deed(add(message));
    expect(hook.bodies).toEqual([]);
    await call(`${graph.url}/_sim/webhooks`, { order: 'reversed', copies: 2, batch: 2 });
    await expect.poll(() => saidIn(hook.bodies)).toEqual(['tre', 'två', 'tre', 'två', 'ett', 'ett']);
    const keys = itemsOf(hook.bodies).map(({ item }) => item.key);
    expect(new Set(keys).size).toBe(3);
  });

  it('subscribes only a callback that answers the challenge', async () => {
    const stranger = await subscriber({ token: 'another' });
    const wrong = { url: stranger.url, secret: SECRET, verifyToken: TOKEN };
    await expect(graph.subscribe(wrong)).rejects.toThrow('challenge');
    const answer = await call(`${graph.url}/_sim/subscription`, wrong);
    expect(answer.status).toBe(502);
    await stranger.close();
  });

  it("answers a wrong token as Graph does, in Graph's envelope", async () => {
    const answer = await fetch(`${graph.url}/v26.0/${page.id}`, {
      headers: { authorization: 'Bearer nonsense' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: {
        message: 'Malformed access token nonsense',
        type: 'OAuthException',
        code: 190,
        fbtrace_id: expect.stringMatching(/^A[\w-]+$/),
      },
    });
    await call(`${graph.url}/_sim/tokens`, { page: page.id, expired: true });
    const expired = await fetch(`${graph.url}/v26.0/me?access_token=${page.token}`);
    expect(await expired.json()).toMatchObject({ error: { code: 190, error_subcode: 463 } });
  });

  it('tells of the app’s subscription to a page, which the page may end', async () => {
    const asked = async () => {
      const answer = await fetch(`${graph.url}/v26.0/${page.id}/subscribed_apps?access_token=${page.token}`);
      return (await answer.json()) as unknown;
    };
    expect(await asked()).toMatchObject({
      data: [{ subscribed_fields: expect.arrayContaining(['feed', 'messages']) }],
    });
    await call(`${graph.url}/_sim/page-subscription`, { page: page.id, fields: [] });
    expect(await asked()).toEqual({ data: [] });
  });

  it('edits its own comment when `message` is posted to it, the trap of this API', async () => {
    const target = graph.deed(add('Hej'));
    const headers = { authorization: `Bearer ${page.token}` };
    const post = (id: string) =>
      fetch(`${graph.url}/v26.0/${id}`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ message: 'Nytt' }),
      });
    const reply = await fetch(`${graph.url}/v26.0/${target.id}/comments`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ message: 'Svar' }),
    });
    const { id } = (await reply.json()) as { id: string };
    expect((await post(id)).status).toBe(200);
    expect((await post(target.id)).status).toBe(403);
    expect(graph.state.comments.map(({ message }) => message)).toEqual(['Hej', 'Nytt']);
  });

  it('lists a page, not in the order of time, and its comments for a backfill', async () => {
    const { id, post } = graph.deed(add('Hej', { createdAt: '2026-04-02T10:00:00Z' }));
    graph.deed(add('Svar på Hej', { parent: id, post, createdAt: '2026-04-02T11:00:00Z' }));
    const headers = { authorization: `Bearer ${page.token}` };
    const get = async (path: string) => (await fetch(`${graph.url}/v26.0/${path}`, { headers })).json();
    expect(await get(`${page.id}/feed?fields=id,updated_time,permalink_url`)).toMatchObject({
      data: [{ id: expect.any(String) }, { id: post, updated_time: expect.any(String) }],
    });
    const stream = `${post}/comments?filter=stream&order=reverse_chronological&fields=message`;
    expect(await get(stream)).toMatchObject({ data: [{ message: 'Svar på Hej' }, { message: 'Hej' }] });
    expect(await get(`${stream}&since=1775125800`)).toMatchObject({ data: [{ message: 'Svar på Hej' }] });
    const top = (await get(`${post}/comments`)) as { data: unknown[] };
    expect(top.data).toHaveLength(1);
  });

  it.each<[string, object, number, RegExp]>([
    ['faults', { kind: 'rate-limt' }, 400, /kind/],
    ['comments', { op: 'add', page: '1', message: 'Hej' }, 404, /page 1/],
    ['comments', { op: 'edit', id: '1_1', message: 'Hej' }, 404, /1_1/],
    ['comments', { op: 'add', page: page.id }, 400, /message or a photo/],
    ['nothing', {}, 404, /expected one of: .*POST faults/],
  ])('says what is wrong with a control call to %s', async (name, body, status, error) => {
    const answer = await call(`${graph.url}/_sim/${name}`, body);
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as { error: string }).error).toMatch(error);
  });

  describe('its page for people', () => {
    const show = async (id = page.id, query = '') => (await fetch(`${graph.url}/page/${id}${query}`)).text();
    const submit = (fields: Record<string, string>) =>
      fetch(`${graph.url}/page/${page.id}/comments`, { method: 'POST', body: new URLSearchParams(fields) });

    it('lists the pages', async () => {
      const text = await (await fetch(graph.url)).text();
      for (const { id, name } of samplePages()) expect(text).toContain(`<a href="/page/${id}">${name}</a>`);
    });

    it('takes a comment from a plain form, shows it, and a reload sends nothing twice', async () => {
      const answer = await submit({ author: 'Alva Provman', message: 'rad ett\r\nrad två' });
      expect(answer.redirected).toBe(true);
      expect(await answer.text()).toContain('rad ett\nrad två');
      expect(graph.state.comments).toMatchObject([
        { author: { name: 'Alva Provman' }, message: 'rad ett\nrad två' },
      ]);
    });

    it('takes an answer, an edit, a photo and a removal from forms', async () => {
      const { id } = graph.deed(add('Hej'));
      await submit({ parent: id, message: 'Svar', photo: 'on' });
      expect(await show()).toContain('<img src="/media/');
      expect(await show(page.id, `?edit=${id}`)).toMatch(
        /<textarea[^>]*aria-label="Ny text">Hej<\/textarea>/,
      );
      await submit({ op: 'edit', comment: id, message: 'Ändrat' });
      expect(graph.state.comments[0]?.message).toBe('Ändrat');
      await submit({ op: 'remove', comment: id });
      expect(graph.state.comments).toEqual([]);
    });

    it('takes a private message, shows the answer to its writer alone, and lets it be taken back', async () => {
      const write = (fields: Record<string, string>) =>
        fetch(`${graph.url}/page/${page.id}/messages`, { method: 'POST', body: new URLSearchParams(fields) });
      const written = await write({ author: 'Alva Provman', text: 'När öppnar <b>badet</b>?' });
      expect(await written.text()).toContain('När öppnar &#60;b&#62;badet&#60;/b&#62;?');
      const [message] = graph.state.messages;
      const form = {
        recipient: JSON.stringify({ id: message?.person.id }),
        messaging_type: 'RESPONSE',
        message: JSON.stringify({ text: 'Klockan tio.' }),
      };
      const sent = await fetch(`${graph.url}/v26.0/${page.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${page.token}` },
        body: new URLSearchParams(form),
      });
      expect(sent.status).toBe(200);
      const shown = async (as: string) =>
        (await fetch(`${graph.url}/page/${page.id}/messages?${new URLSearchParams({ as })}`)).text();
      expect(await shown('Alva Provman')).toContain('Klockan tio.');
      expect(await shown('Kim Testsson')).not.toMatch(/Klockan tio|badet/u);
      await write({ author: 'Alva Provman', unsend: message?.id ?? '' });
      expect(await shown('Alva Provman')).not.toContain('badet');
      expect(await show()).not.toMatch(/badet|Klockan tio/u);
    });

    it('says so when an author is blocked, or nothing was written', async () => {
      const { id } = graph.deed(add('Hej'));
      const target = { account: page.id, externalId: id, postId: null };
      const platform = createFacebook({ apiUrl: graph.url, tokenOf: () => page.token, attachmentHosts: [] });
      const author = await platform.read(target);
      await platform.block(page.id, author?.authorId ?? '');
      expect(await show()).toContain('<h2>Blockerade från sidan</h2><ul><li>Kim Testsson</li></ul>');
      const refused = await submit({ author: 'Kim Testsson', message: 'En gång till' });
      expect(await refused.text()).toContain('Personen är blockerad');
      expect(await (await submit({ author: 'Alva Provman', message: ' ' })).text()).toContain('Skriv något');
      expect(graph.state.comments).toHaveLength(1);
    });

    it('greys a hidden comment and drops a deleted one', async () => {
      const { id } = graph.deed(add('Syns den?'));
      graph.deed({ op: 'hide', id });
      expect(await show()).toMatch(
        /class="comment hidden"[\s\S]*Dold: syns bara för skribenten och hens vänner/,
      );
      graph.deed({ op: 'remove', id });
      expect(await show()).not.toContain('Syns den?');
    });

    it('shows markup in a comment as the characters that they are', async () => {
      const evil = `</textarea><script>alert("1")</script><img src=x onerror='a()'>&amp;`;
      graph.deed(add(evil, { author: '<b>Kim</b>' }));
      const text = await show(page.id, `?as=${encodeURIComponent(evil)}&problem=${encodeURIComponent(evil)}`);
      expect(text).not.toMatch(/<script>|<img|<b>/);
      expect(text).toContain('&#60;script&#62;alert(&#34;1&#34;)');
      expect(text).toContain('&#38;amp;');
    });

    it('answers a page that does not exist with 404', async () => {
      expect((await fetch(`${graph.url}/page/1`)).status).toBe(404);
    });
  });
});

describe('the Graph simulator as a program', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graph-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(...flags: string[]) {
    const child = spawn(process.execPath, ['src/local/graph/main.ts', '--port', '0', ...flags]);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url } = JSON.parse(line.toString()) as { url: string };
    const stop = async () => {
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number];
      return code;
    };
    return { url, stop };
  }

  it('prints its address, and keeps the page in its state file between runs', async () => {
    const file = join(folder, 'state.json');
    const first = await run('--state', file, '--now', '2026-04-02T15:30+02:00');
    await call(`${first.url}/_sim/comments`, { op: 'add', page: page.id, message: 'Kvar?', photo: true });
    expect(await first.stop()).toBe(0);
    const second = await run('--state', file);
    const comments = await (await fetch(`${second.url}/_sim/comments`)).json();
    expect(comments).toMatchObject([
      { message: 'Kvar?', createdAt: expect.stringMatching(/^2026-04-02T13:3/) },
    ]);
    const pending = (await (await fetch(`${second.url}/_sim/pending`)).json()) as unknown[];
    expect(pending).toHaveLength(1);
    expect(await second.stop()).toBe(0);
  });

  it.each([
    [['--port', 'x'], '--port: expected'],
    [['--callback', 'http://127.0.0.1:1/'], 'META_APP_SECRET: expected'],
    [['--state', 'FILE'], 'state.json: expected'],
  ])('refuses to start with %j and says why', async (flags, expected) => {
    const file = join(folder, 'state.json');
    await writeFile(file, '{"pages":');
    const args = flags.map((flag) => (flag === 'FILE' ? file : flag));
    const env = { ...process.env, META_APP_SECRET: '' };
    const child = spawn(process.execPath, ['src/local/graph/main.ts', ...args], { env });
    const [said, [code]] = await Promise.all([Array.fromAsync(child.stderr), once(child, 'exit')]);
    expect(code).toBe(2);
    expect(Buffer.concat(said as Buffer[]).toString()).toContain(expected);
  });
});
