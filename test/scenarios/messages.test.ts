import { beforeAll, describe, expect, it } from 'vitest';
import type { SimMessage } from '../../src/local/graph/state.ts';
import {
  eventually,
  type RunningApp,
  type ShownCard,
  startRunningApp,
  stores,
} from '../fakes/running-app.ts';
import { CHANNEL } from '../fakes/teams-activities.ts';

const ANSWER = { form: 'answer', 'text-answer': 'Vi öppnar klockan tio.' };

describe.each(stores)('a private message, on %s', (_store, where) => {
  let bot: RunningApp;
  beforeAll(async () => {
    // A Thursday morning: the window of a day ends within office hours.
    bot = await startRunningApp({
      municipality: 'ludvika',
      settings: await where(),
      at: '2026-03-26T09:00+01:00',
    });
    return () => bot.close();
  });

  const deed = async (said: object): Promise<SimMessage> => {
    const sent = await fetch(`${bot.graph.url}/_sim/messages`, {
      method: 'POST',
      body: JSON.stringify(said),
    });
    expect(sent.status).toBe(200);
    return (await sent.json()) as SimMessage;
  };
  const write = (author: string, text: string) => deed({ op: 'write', page: bot.page, author, text });
  const cards = (): ShownCard[] =>
    bot.connector
      .cards(CHANNEL)
      .map(({ messageId, card }) => ({ messageId, json: JSON.stringify(card) })) as never;
  const everything = () => JSON.stringify(bot.connector.cards(CHANNEL));
  /** The newest card that there was not before. */
  const newCard = async (before: number): Promise<ShownCard> => {
    await eventually(() => cards().length > before, 'another card');
    return bot.card('privat meddelande');
  };
  const sentTo = (person: string) =>
    bot.graph.state.messages.filter((one) => one.byPage && one.person.id === person).map(({ text }) => text);

  it('becomes a card without text or author, is shown to one person, and is answered in the window', async () => {
    const before = cards().length;
    const written = await write('Kim Testsson', 'När öppnar hemtjänsten för min mamma?');
    const card = await newCard(before);
    expect(card.json).toContain('Meddelande');
    expect(card.json).toContain('Facebook tar emot svar till fre 27 mars 09.0');
    expect(card.verbs).toContain('reply');
    expect(card.verbs).not.toContain('remove');
    expect(card.verbs).not.toContain('hide-now');
    await bot.press(card, 'show');
    await eventually(
      () => JSON.stringify(bot.connector.requests.map(({ body }) => body)).includes('När öppnar hemtjänsten'),
      'the text in a chat of one’s own',
    );
    await bot.press(card, 'reply', ANSWER);
    await bot.cardWhere(card.messageId, (json) => json.includes('Svaret skickades'));
    expect(sentTo(written.person.id)).toEqual(['Vi öppnar klockan tio.']);
    await bot.idle();
    expect(everything()).not.toMatch(/hemtjänsten|Kim Testsson/u);
    expect(everything()).not.toContain(written.person.id);
  });
});
