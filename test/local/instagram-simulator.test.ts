import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { type GraphSimulator, startGraph } from '../../src/local/graph/server.ts';
import { verifySignature } from '../../src/platforms/signature.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const sample = samplePages().find(({ instagram }) => instagram !== undefined);
const [page, token] = [sample?.id ?? '', sample?.token ?? ''];
const account = sample?.instagram?.id ?? '';

describe('the simulated Instagram', () => {
  let graph: GraphSimulator;
  let receiver: Receiver;
  beforeEach(async () => {
    graph = await startGraph();
    receiver = await startReceiver();
    await graph.subscribe({ url: `${receiver.url}/webhooks/facebook`, secret: 's', verifyToken: 'v' });
  });
  afterEach(async () => {
    await graph.close();
    await receiver.close();
  });
  const deed = async (given: object) =>
    (await (
      await fetch(`${graph.url}/_sim/instagram`, { method: 'POST', body: JSON.stringify(given) })
    ).json()) as { id: string; media: string };
  const call = async (path: string, method = 'GET', as = token) => {
    const response = await fetch(`${graph.url}/v26.0/${path}`, {
      method,
      headers: { authorization: `Bearer ${as}` },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('tells at its own address, without a verb or a time, in either envelope and spelling, and signs it', async () => {
    await deed({ op: 'add', account, text: 'Åh!' });
    await deed({ op: 'tell', envelope: 'flat', spelling: 'comment_id' });
    await deed({ op: 'add', account, text: 'Hej' });
    const [first, second] = await receiver.bodies(2);
    const change = { field: 'comments', value: { id: expect.any(String), text: 'Åh!' } };
    expect(first?.path).toBe('/webhooks/instagram');
    expect(verifySignature('s', first?.raw ?? Buffer.alloc(0), first?.signature)).toBe(true);
    expect(first?.json).toMatchObject({ object: 'instagram', entry: [{ id: account, changes: [change] }] });
    expect(first?.raw.toString()).not.toMatch(/verb|timestamp|created/u);
    expect(second?.json).toMatchObject({
      entry: [{ field: 'comments', value: { comment_id: expect.any(String) } }],
    });
  });

  it('tells again with another time, and nothing of edits, hiding and removal', async () => {
    await fetch(`${graph.url}/_sim/webhooks`, { method: 'POST', body: '{"copies":2}' });
    const { id } = await deed({ op: 'add', account, text: 'Hej' });
    await deed({ op: 'edit', id, text: 'Hej då' });
    await deed({ op: 'hide', id, hidden: true });
    await deed({ op: 'remove', id });
    const bodies = await receiver.bodies(2);
    const times = bodies.map(({ json }) => (json as { entry: { time: number }[] }).entry[0]?.time);
    expect(new Set(times).size).toBe(2);
    expect(graph.state.pending).toEqual([]);
  });

  it('shows nothing of it to another Page, and names the account only to the one it is linked to', async () => {
    const { id } = await deed({ op: 'add', account, text: 'Hej' });
    const other = samplePages().find((each) => each.id !== page)?.token ?? '';
    for (const path of [id, `${account}/media`])
      expect((await call(path, 'GET', other)).status).toBeGreaterThanOrEqual(400);
    const { body } = await call(`${page}?fields=instagram_business_account`);
    expect(body).toEqual({ id: page, instagram_business_account: { id: account } });
  });

  it('gives times with +0000, and no address of the next page', async () => {
    const { media } = await deed({ op: 'add', account, text: 'Hej' });
    const { body } = await call(`${media}/comments?fields=timestamp&limit=1`);
    expect(body).toMatchObject({
      data: [{ timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/u) }],
      paging: { cursors: { after: expect.any(String) } },
    });
    expect(JSON.stringify(body)).not.toContain('next');
  });

  it('has a page where citizens write, answer, take away and send messages', async () => {
    const at = `${graph.url}/instagram/${account}`;
    const send = (fields: Record<string, string>) =>
      fetch(`${at}/comments`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    expect(await (await fetch(graph.url)).text()).toContain(`/instagram/${account}`);
    const media = graph.state.instagram.media.find((each) => each.account === account)?.id ?? '';
    expect((await send({ author: 'Göte Fantasi', media, text: '<b>När öppnar isbanan?</b>' })).status).toBe(
      303,
    );
    const [top] = graph.state.instagram.comments;
    await send({ author: 'Kim Testsson', parent: top?.id ?? '', text: 'Bra fråga' });
    const shown = await (await fetch(at)).text();
    expect(shown).toContain('@gote.fantasi');
    expect(shown).toContain('&#60;b&#62;När öppnar isbanan?');
    expect(shown).toContain('Bra fråga');
    const form = new URLSearchParams({ author: 'Göte Fantasi', text: 'Var ligger <b>isbanan</b>?' });
    const written = await fetch(`${at}/messages`, { method: 'POST', body: form });
    expect(await written.text()).toContain('Var ligger &#60;b&#62;isbanan');
    expect(graph.state.messages.map(({ page, person }) => [page, person.id])).toEqual([
      [account, top?.author.id],
    ]);
    expect(await (await fetch(`${at}/messages?as=Kim+Testsson`)).text()).not.toContain('isbanan');
    const empty = await send({ author: 'Kim Testsson', media, text: ' ' });
    expect(empty.headers.get('location')).toContain('problem=empty');
    await send({ op: 'remove', comment: top?.id ?? '' });
    expect(graph.state.instagram.comments).toEqual([]);
  });
});
