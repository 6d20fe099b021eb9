import { beforeAll, describe, expect, it } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import type { SimMessage } from '../../src/local/graph/state.ts';
import {
  eventually,
  type RunningApp,
  type ShownCard,
  startRunningApp,
  storeInTurn,
} from '../fakes/running-app.ts';
import { CHANNEL } from '../fakes/teams-activities.ts';

const ANSWER = { form: 'answer', 'text-answer': 'Vi öppnar klockan tio.' };

const ludvika = samplePages().find(({ municipality }) => municipality === 'ludvika');
const PLATFORMS = [
  ['Facebook', ludvika?.id ?? ''],
  ['Instagram', ludvika?.instagram?.id ?? ''],
] as const;
const CASES = storeInTurn.flatMap(([store, where]) =>
  PLATFORMS.map(([platform, account]) => [platform, store, where, account] as const),
);

describe.each(CASES)('a private message on %s, on %s', (platform, _store, where, account) => {
  let bot: RunningApp;
  beforeAll(async () => {
    // A Thursday morning: the window of a day ends within office hours.
    bot = await startRunningApp({
      municipality: 'ludvika',
      instagram: true,
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
  const write = (author: string, text: string) => deed({ op: 'write', page: account, author, text });
  const answerByHand = (author: string, text: string) =>
    deed({ op: 'write', page: account, author, text, byPage: true });
  const shown = () => JSON.stringify(bot.connector.requests.map(({ body }) => body));
  const cards = (): ShownCard[] =>
    bot.connector
      .cards(CHANNEL)
      .map(({ messageId, card }) => ({ messageId, json: JSON.stringify(card) })) as never;
  const everything = () => JSON.stringify(bot.connector.cards(CHANNEL));
  /** The cards of messages, by the ids that Teams gave them. */
  const known = () =>
    cards().flatMap(({ messageId, json }) => (json.includes('privat meddelande') ? [messageId] : []));
  const newCard = async (before: readonly string[]): Promise<ShownCard> => {
    const id = await eventually(() => known().find((one) => !before.includes(one)), 'another card');
    return bot.cardWhere(id, () => true);
  };
  const sentTo = (person: string) =>
    bot.graph.state.messages.filter((one) => one.byPage && one.person.id === person).map(({ text }) => text);

  it('becomes a card without text or author, is shown to one person, and is answered in the window', async () => {
    const before = known();
    const written = await write('Kim Testsson', 'När öppnar hemtjänsten för min mamma?');
    const card = await newCard(before);
    expect(card.json).toContain('Meddelande');
    expect(card.json).toContain(`${platform} tar emot svar till fre 27 mars 09.0`);
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
    expect(everything()).not.toMatch(/hemtjänsten|Kim.Testsson/iu);
    expect(everything()).not.toContain(written.person.id);
  });

  it('has one card for all that a person writes until they are answered, and one answer for it', async () => {
    const before = known();
    const first = await write('Bo Ek', 'Hej!');
    const card = await newCard(before);
    await write('Bo Ek', 'Jag undrar en sak om parkeringen.');
    const last = await write('Bo Ek', 'Var får man stå?');
    await bot.cardWhere(card.messageId, (json) => json.includes('har skrivit 2 till'));
    // What was drawn before the last message answers none of it.
    await bot.press(card, 'reply', ANSWER);
    expect(sentTo(first.person.id)).toEqual([]);
    const newest = await bot.cardWhere(card.messageId, () => true);
    await bot.press(newest, 'show');
    await eventually(() => /Hej!.*om parkeringen.*får man stå/u.test(shown()), 'all three texts in one chat');
    await deed({ op: 'unsend', id: last.id });
    await bot.cardWhere(card.messageId, (json) => json.includes('tagit tillbaka ett meddelande'));
    await bot.press(await bot.cardWhere(card.messageId, () => true), 'reply', ANSWER);
    await bot.cardWhere(card.messageId, (json) => json.includes('Svaret skickades'));
    expect(sentTo(first.person.id)).toEqual(['Vi öppnar klockan tio.']);
    expect(known()).toHaveLength(before.length + 1);
    // They write again: that has not been answered.
    await write('Bo Ek', 'Tack, men var då?');
    await eventually(() => known().length === before.length + 2, 'a card of its own');
    expect(everything()).not.toMatch(/parkeringen|får man stå|var då|Bo.Ek/iu);
  });

  it('is one card also where several messages come at once', async () => {
    const before = known();
    const deliver = (mode: object) =>
      fetch(`${bot.graph.url}/_sim/webhooks`, { method: 'POST', body: JSON.stringify(mode) });
    await deliver({ hold: true });
    for (const text of ['Hejsan!', 'En fråga bara.', 'När har simhallen öppet?'])
      await write('Liv Ask', text);
    await deliver({ batch: 3 });
    const card = await newCard(before);
    await bot.cardWhere(card.messageId, (json) => json.includes('har skrivit 2 till'));
    await bot.idle();
    expect(known()).toHaveLength(before.length + 1);
    await deliver({});
  });

  it('is shown as it was edited', async () => {
    const before = known();
    const { id } = await write('Moa Bok', 'När öppnar båden?');
    const card = await newCard(before);
    await deed({ op: 'edit', id, text: 'När öppnar badet i Säfsen?' });
    const edited = await bot.cardWhere(card.messageId, (json) => json.includes('Ändrad'));
    await bot.press(edited, 'show');
    await eventually(() => shown().includes('badet i Säfsen'), 'the newer words in a chat of one’s own');
    expect(everything()).not.toMatch(/båden|Säfsen/u);
  });

  it('is closed by an answer that somebody gave in the inbox, not by a greeting that the account gives by itself', async () => {
    const before = known();
    await write('Eva Lind', 'När är det städdag?');
    const card = await newCard(before);
    await answerByHand('Eva Lind', 'Tack för ditt meddelande! Vi svarar så snart vi kan.');
    await bot.idle();
    expect((await bot.cardWhere(card.messageId, () => true)).verbs).toContain('reply');
    bot.pass(5);
    await answerByHand('Eva Lind', 'På lördag.');
    await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    expect(everything()).not.toMatch(/städdag|På lördag/u);
  });

  it('is answered by a person in the inbox once the window has closed', async () => {
    const before = known();
    const { person } = await write('Per Alm', 'Vad kostar parkeringen?');
    const card = await newCard(before);
    bot.pass(25 * 60);
    await bot.press(card, 'reply', ANSWER);
    const late = await bot.cardWhere(card.messageId, (json) => json.includes('Skicka svaret i inkorgen på'));
    expect(late.json).toContain('Fönstret för svar stängde fre 27 mars 09.');
    expect(sentTo(person.id)).toEqual([]);
    const effect = /"effect":"([^"]+)"/u.exec(late.json)?.[1];
    await bot.press(late, 'by-hand', { effect });
    await bot.cardWhere(card.messageId, (json) => json.includes('Besvarat för hand'));
  });

  it('is answered once when the answer to the sending is lost', async () => {
    const before = known();
    const { person } = await write('Sara Dahl', 'Finns det bredband i Sunnansjö?');
    const card = await newCard(before);
    bot.fault({ kind: 'lost-answer', method: 'POST', path: `${bot.page}/messages` });
    await bot.press(card, 'reply', ANSWER);
    await bot.cardWhere(card.messageId, (json) => json.includes('Svaret skickades'));
    expect(sentTo(person.id)).toEqual(['Vi öppnar klockan tio.']);
  });

  it('is answered by no more than the platform takes', async () => {
    const before = known();
    const { person } = await write('Ulf Sten', 'Vad gäller för bygglov?');
    const card = await newCard(before);
    const [text, said] =
      platform === 'Instagram' ? ['å'.repeat(501), '1002 byte'] : ['å'.repeat(2001), '2001 tecken'];
    const refused = await bot.press(card, 'reply', { form: 'answer', 'text-answer': text });
    expect(refused.json).toContain(said);
    expect(sentTo(person.id)).toEqual([]);
  });

  it('is gone from the card and from every chat once the person takes it back, and is kept', async () => {
    const before = known();
    const { id } = await write('Ann Ros', 'Jag ångrar mig redan');
    const card = await newCard(before);
    await deed({ op: 'unsend', id });
    await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    const rows = await bot.query(`SELECT v.text, c.visibility FROM comment c
      JOIN comment_version v ON v.comment = c.id WHERE c.external_id = '${id}'`);
    expect(rows).toEqual([{ text: 'Jag ångrar mig redan', visibility: 'gone' }]);
  });

  it('has stood, with its author, in nothing that the channel was ever sent, whatever became of it', async () => {
    await bot.idle();
    const sent = JSON.stringify(
      bot.connector.requests.flatMap(({ conversation, body }) => (conversation === CHANNEL ? body : [])),
    );
    expect(sent).toContain('Meddelande');
    const { messages } = bot.graph.state;
    expect(messages.length).toBeGreaterThan(15);
    // A greeting stands in the templates of replies too.
    const said = messages.flatMap(({ text, byPage }) => (byPage || text.length < 10 ? [] : text));
    const people = messages.flatMap(({ person }) => [person.id, person.name]);
    expect([...said, ...people].filter((words) => sent.includes(words))).toEqual([]);
  });
});
