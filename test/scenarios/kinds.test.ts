import { beforeAll, describe, expect, it } from 'vitest';
import { type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { CHANNEL } from '../fakes/teams-activities.ts';

const REMOVAL = { rule: 'LUD-10', reason: 'Svordomar' };

describe.each(storeInTurn)('what is written elsewhere than under a post, on %s', (_store, where) => {
  let bot: RunningApp;
  let told = 0;
  beforeAll(async () => {
    bot = await startRunningApp({ municipality: 'ludvika', settings: await where() });
    return () => bot.close();
  });

  const seconds = () => Math.floor(bot.now().epochMilliseconds / 1000);
  const deliver = async (part: object): Promise<void> => {
    told += 1;
    const entry = [{ id: bot.page, time: seconds() - told, ...part }];
    const sent = await bot.send('/webhooks/facebook', JSON.stringify({ object: 'page', entry }));
    expect(sent.status).toBe(200);
    await bot.idle();
  };
  const feed = (value: object) =>
    deliver({ changes: [{ field: 'feed', value: { verb: 'add', created_time: seconds(), ...value } }] });
  const citizen = { id: '900100', name: 'Kim Testsson' };
  const cards = () => bot.connector.cards(CHANNEL).map(({ card }) => JSON.stringify(card));

  it('a visitor’s post becomes a card, and its removal is asked of a person', async () => {
    const message = 'Vilka jävla idioter som sköter vägarna!';
    await feed({ item: 'status', post_id: `${bot.page}_71`, message, from: citizen });
    const card = await bot.card('inlägg på sidan');
    await bot.press(card, 'remove', REMOVAL);
    bot.pass(15);
    const asked = await bot.cardWhere(
      card.messageId,
      (json) =>
        json.includes('Radera kommentaren på Facebook och tryck sedan på Gjort för hand') &&
        json.includes('"by-hand"'),
    );
    expect(asked.verbs).toContain('by-hand');
    expect(asked.verbs).not.toContain('retry');
    // Somebody has done it: the page tells so, and nobody need press anything.
    await feed({ item: 'status', verb: 'remove', post_id: `${bot.page}_71` });
    await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    expect(bot.graph.acts()).toEqual([]);
  });

  it('a comment shows what it answers: the town’s post, and the comment above it', async () => {
    const post = `${bot.page}_81`;
    await feed({
      item: 'post',
      post_id: post,
      message: 'Badet öppnar på lördag.',
      from: { id: bot.page, name: 'L' },
    });
    await feed({
      item: 'comment',
      post_id: post,
      comment_id: '81_1',
      parent_id: post,
      message: 'Äntligen!',
      from: citizen,
    });
    const reply = {
      post_id: post,
      comment_id: '81_2',
      parent_id: '81_1',
      message: 'Håller med! När öppnar biblioteket?',
    };
    await feed({ item: 'comment', ...reply, from: { id: '900101', name: 'Bo Ek' } });
    const { json } = await bot.card('När öppnar biblioteket?');
    expect(json).toContain('Under ert inlägg: ”Badet öppnar på lördag.”');
    expect(json).toContain('Svar till Kim Testsson: ”Äntligen!”');
    expect(
      cards().some((card) => card.includes('Badet öppnar') && !card.includes('När öppnar biblioteket?')),
    ).toBe(false);
  });

  it('what is answered stays out of the channel where its own card keeps it out', async () => {
    const post = `${bot.page}_82`;
    const secret = 'Min dotter Lisa har fått cancer, hennes personnummer är 20120307-2386.';
    await feed({
      item: 'comment',
      post_id: post,
      comment_id: '82_1',
      parent_id: post,
      message: secret,
      from: citizen,
    });
    const reply = {
      post_id: post,
      comment_id: '82_2',
      parent_id: '82_1',
      message: 'Stackare! Hur ansöker jag om bygglov?',
    };
    await feed({ item: 'comment', ...reply, from: { id: '900101', name: 'Bo Ek' } });
    const { json } = await bot.card('Hur ansöker jag om bygglov?');
    expect(json).toContain('Svar till Kim Testsson, vars kommentar inte visas här');
    expect(cards().join()).not.toMatch(/20120307|cancer/u);
  });

  it('a mention becomes a card from which nothing can be removed', async () => {
    const value = {
      item: 'comment',
      verb: 'add',
      post_id: '77_1',
      comment_id: '77_2',
      created_time: seconds(),
    };
    await deliver({
      changes: [{ field: 'mention', value: { ...value, message: 'När svarar @Ludvika om bygglovet?' } }],
    });
    const card = await bot.card('omnämnande på en annan sida');
    expect(card.verbs).not.toContain('remove');
    expect(card.verbs).not.toContain('hide-now');
    await bot.press(card, 'reply', { form: 'answer', 'text-answer': 'I morgon.' });
    await bot.cardWhere(card.messageId, (json) => json.includes('Publicera svaret på Facebook'));
  });
});
