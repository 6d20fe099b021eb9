import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeMessage } from '../../../src/local/graph/messenger.ts';
import { type GraphSimulator, startGraph } from '../../../src/local/graph/server.ts';
import { Wall } from '../../../src/local/graph/wall.ts';
import { createFacebook } from '../../../src/platforms/facebook/acts.ts';
import { type Messaging, PlatformError, type Recipient } from '../../../src/ports/platform.ts';

const START = Temporal.Instant.from('2026-03-26T08:00:00Z');
const ANSWER = { text: 'Vi öppnar klockan tio.', name: 'an-effect', tagged: false };

describe('private messages on Facebook', () => {
  let graph: GraphSimulator;
  let messages: Messaging;
  let to: Recipient;
  let now = START;
  beforeEach(async () => {
    now = START;
    graph = await startGraph({ now: () => now });
    const [page] = graph.state.pages;
    if (!page) throw new Error('no page');
    const platform = createFacebook({
      ...{ apiUrl: `${graph.url}/v26.0`, tokenOf: () => page.token, attachmentHosts: [] },
    });
    if (!platform.messages) throw new Error('no messages');
    messages = platform.messages;
    const person = { id: '7100', name: 'Kim Testsson' };
    const wall = new Wall(graph.state, { now: () => now, origin: () => graph.url, changed: () => {} });
    writeMessage(wall, { page: page.id, person, byPage: false, text: 'När öppnar badet?' });
    to = { account: page.id, person: person.id };
  });
  afterEach(() => graph.close());

  const sentTexts = () => graph.state.messages.filter(({ byPage }) => byPage).map(({ text }) => text);
  const refusal = async (act: Promise<unknown>) => {
    const error = await act.then(
      () => null,
      (reason: unknown) => reason,
    );
    return error instanceof PlatformError ? error.code : error;
  };

  it('are sent under our own name, and found again newest first', async () => {
    const first = await messages.send(to, ANSWER);
    now = now.add({ seconds: 30 });
    const second = await messages.send(to, { ...ANSWER, text: 'På söndagar elva.' });
    const sent = await messages.sent(to);
    expect(sent.map(({ externalId }) => externalId)).toEqual([second.externalId, first.externalId]);
    expect(sent[0]).toMatchObject({ text: 'På söndagar elva.', createdAt: now });
    expect(graph.state.messages.at(-1)?.metadata).toBe('an-effect');
    expect(graph.state.pending.at(-1)?.value).toMatchObject({ message: { metadata: 'an-effect' } });
  });

  it.each(['', '   ', 'å'.repeat(2001)])('are not sent where the platform cannot take them', async (text) => {
    expect(await refusal(messages.send(to, { ...ANSWER, text }))).toBe('rejected');
    expect(sentTexts()).toEqual([]);
  });

  it('are taken for a day, and for a week as a human agent', async () => {
    now = START.add({ hours: 24 });
    expect(await refusal(messages.send(to, ANSWER))).toBe('window-closed');
    await messages.send(to, { ...ANSWER, tagged: true });
    now = START.add({ hours: 7 * 24 });
    expect(await refusal(messages.send(to, { ...ANSWER, tagged: true }))).toBe('window-closed');
    expect(sentTexts()).toEqual([ANSWER.text]);
  });

  it('reach nobody who has not written', async () => {
    expect(await refusal(messages.send({ ...to, person: '404' }, ANSWER))).toBe('unreachable');
    expect(await messages.sent({ ...to, person: '404' })).toEqual([]);
  });
});
