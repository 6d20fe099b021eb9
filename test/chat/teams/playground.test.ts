import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTeams, type Teams } from '../../../src/chat/teams/teams.ts';
import {
  PLAYGROUND_CONVERSATIONS,
  PLAYGROUND_PEOPLE,
  PLAYGROUND_TENANT,
  type Playground,
  startPlayground,
} from '../../../src/local/playground.ts';
import type { Conversation, Press } from '../../../src/ports/chat.ts';
import { openPlayground, type PlaygroundPage } from '../../e2e/playground-page.ts';
import { pressActivity } from '../../fakes/teams-activities.ts';

const BOT = 'Kommentarsvakten';
const [anna] = PLAYGROUND_PEOPLE;

/** A small card with a button, and a form with one input of each kind. */
const cardOf = (title: string) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  lang: 'sv',
  body: [{ type: 'TextBlock', text: title, wrap: true }],
  actions: [
    { type: 'Action.Execute', title: 'Ta', verb: 'claim', data: { verb: 'claim' } },
    {
      type: 'Action.ShowCard',
      title: 'Svara',
      card: {
        type: 'AdaptiveCard',
        body: [
          {
            type: 'Input.Text',
            id: 'text',
            label: 'Svar',
            isMultiline: true,
            isRequired: true,
            errorMessage: 'Skriv ett svar',
          },
          choiceSet('rule', 'Regel', 'compact', ['Hot', 'Reklam']),
          choiceSet('why', 'Skäl', 'expanded', ['Ett', 'Två']),
          { type: 'Input.Toggle', id: 'sure', label: 'Säker', title: 'Jag är säker' },
        ],
        actions: [{ type: 'Action.Execute', title: 'Skicka svaret', verb: 'reply', data: { verb: 'reply' } }],
      },
    },
  ],
});
const choiceSet = (id: string, label: string, style: string, choices: string[]) => ({
  type: 'Input.ChoiceSet',
  id,
  label,
  style,
  choices: choices.map((title) => ({ title, value: title.toLowerCase() })),
});

describe('the Agents Playground', () => {
  let playground: Playground;
  let page: PlaygroundPage;
  let teams: Teams;
  let moderation: Conversation;
  let directory: string;
  const presses: Press[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, body } = await teams.handle(Buffer.concat(chunks), request.headers);
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? '' : JSON.stringify(body));
  });

  beforeAll(async () => {
    teams = createTeams(
      { insecureLocal: true },
      {
        press: async (press) => {
          presses.push(press);
          return { card: cardOf(`Tryckt av ${press.by.name}`), summary: 'Tryckt' };
        },
        installed: async () => undefined,
        asked: async ({ text }) => ({ card: cardOf(`Frågan: ${text}`), summary: 'Svar', title: 'Regel' }),
        said: async ({ text, kind }) => `Hörde ”${text}” (${kind})`,
      },
      { nowMs: () => performance.now(), onError: () => {} },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    directory = await mkdtemp(join(tmpdir(), 'kv-playground-'));
    playground = await startPlayground({
      botEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
      directory,
      botName: BOT,
      teamName: 'Kommunikation Håbo',
    });
    moderation = {
      id: PLAYGROUND_CONVERSATIONS.moderation,
      serviceUrl: playground.serviceUrl,
      tenant: PLAYGROUND_TENANT,
    };
    page = await openPlayground(playground.url);
  });
  afterAll(async () => {
    await page?.close();
    await playground?.stop();
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('shows a posted card, its thread lines and its edits', async () => {
    await page.channel('Moderering');
    const { messageId } = await teams.chat.post(moderation, {
      card: cardOf('Kommentar 1'),
      summary: 'Ny kommentar',
    });
    await page.card('Kommentar 1').waitFor();
    await teams.chat.say(moderation, messageId, 'En rad i tråden');
    await page.hears('En rad i tråden');
    await teams.chat.update(moderation, messageId, {
      card: cardOf('Kommentar ett, ändrad'),
      summary: 'Ändrad',
    });
    await page.card('Kommentar ett, ändrad').waitFor();
    expect(await page.page.locator('.ac-preview-panel').count()).toBe(1);
  });

  it('sends a press with the form’s values, and shows the card that it is answered with', async () => {
    const { messageId } = await teams.chat.post(moderation, {
      card: cardOf('Kommentar 2'),
      summary: 'Ny kommentar',
    });
    const card = page.card('Kommentar 2');
    await page.press(card, 'Svara');
    await page.press(card, 'Skicka svaret');
    await page.hears('Skriv ett svar');
    await page.fill(card, 'Svar', 'Tack för din åsikt!');
    await page.choose(card, 'Regel', 'Reklam');
    await page.choose(card, 'Skäl', 'Två');
    await page.tick(card, 'Jag är säker');
    await page.press(card, 'Skicka svaret');
    await page.card('Tryckt av Anna Lind').waitFor();
    expect(presses).toMatchObject([
      {
        messageId,
        conversation: moderation,
        by: { id: anna.id, name: 'Anna Lind', guest: false },
        data: { verb: 'reply', text: 'Tack för din åsikt!', rule: 'reklam', why: 'två', sure: 'true' },
      },
    ]);
  });

  it('carries a mention in the channel to the bot and the answer into its thread', async () => {
    await page.mention(BOT, 'vilken regel gäller näthat?');
    await page.hears('Hörde ”vilken regel gäller näthat?” (channel)');
  });

  it('carries the personal chat both ways', async () => {
    const personal = await teams.chat.personal(moderation, anna.id);
    expect(personal.id).toBe(PLAYGROUND_CONVERSATIONS.personal);
    await teams.chat.say(personal, null, 'Påminnelse till dig');
    await page.personal();
    await page.hears('Påminnelse till dig');
    await page.say('hjälp');
    await page.hears('Hörde ”hjälp” (personal)');
  });

  it('knows the colleagues of the one at the keyboard, whose presses come over HTTP', async () => {
    const [, erik = anna] = PLAYGROUND_PEOPLE;
    const activity = pressActivity({
      serviceUrl: playground.serviceUrl,
      tenant: PLAYGROUND_TENANT,
      conversation: moderation.id,
      messageId: '1',
      from: { id: erik.id, aadObjectId: erik.id, name: '' },
      data: { verb: 'claim' },
    });
    const answer = await teams.handle(Buffer.from(JSON.stringify(activity)), {});
    expect(answer).toMatchObject({ status: 200, body: { statusCode: 200 } });
    expect(presses.at(-1)?.by).toEqual({ id: erik.id, name: 'Erik Berg', guest: false });
  });

  it('says why it did not start, and leaves nothing behind', async () => {
    const port = Number(new URL(playground.url).port);
    const options = {
      botEndpoint: 'http://127.0.0.1:9',
      directory: join(directory, 'second'),
      botName: BOT,
      teamName: 'T',
    };
    await expect(startPlayground({ ...options, port })).rejects.toThrow(
      `the Agents Playground did not start on port ${port}: another program uses that port`,
    );
    expect((await fetch(playground.url)).status).toBe(200);
  });
});
