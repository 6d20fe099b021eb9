import { afterEach, describe, expect, it } from 'vitest';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { CHANNEL, ERIK } from '../fakes/teams-activities.ts';

const SWEARING = 'Det är ju för jävligt hur ni sköter vägarna!';
const QUESTION = 'Hej! När öppnar biblioteket på lördagar?';
const REASON = 'Kommentaren innehåller svordomar.';

describe.each(storeInTurn)('the loop on %s', (_, where) => {
  let bot: RunningApp;
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({ ...options, settings: { ...(await where()), ...options.settings } });
    return bot;
  };
  afterEach(async () => {
    await bot.close();
  });
  const acts = () => bot.graph.acts().map(({ act }) => act);
  const onPage = (id: string) => bot.graph.state.comments.find((comment) => comment.id === id);

  it('hides, then deletes when the undo window ends, and the card says each step truly', async () => {
    await start({ municipality: 'ludvika' });
    const id = bot.comment(SWEARING, 'Roger Palmkvist');
    const card = await bot.card('LUD-10');
    const answer = await bot.press(card, 'remove', { rule: 'LUD-10', reason: REASON });
    expect(answer.json).toContain('Anna Lind beslutade');
    expect(answer.json).toContain('Beställt: dölja kommentaren');
    expect(answer.json).not.toContain('Dold ');

    const hidden = await bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
    expect(onPage(id)?.hidden).toBe(true);
    expect(hidden.json).toContain('Du kan ångra till dess.');
    expect(hidden.json).toContain('väntar på diarienummer');
    expect(acts()).toEqual(['hide']);

    bot.pass(11);
    const deleted = await bot.cardWhere(card.messageId, (json) => json.includes('Raderad '));
    expect(deleted.json).toContain('kontrollerat');
    expect(deleted.json).toContain('Klar');
    expect(deleted.json).not.toContain('jävligt');
    expect(deleted.json).not.toContain('Roger');
    expect(acts()).toEqual(['hide', 'delete']);
    expect(onPage(id)).toBeUndefined();
    expect(await bot.verify()).toMatchObject({
      municipality: 'ludvika',
      journal: { ok: true },
      missingNumbers: [],
      records: [],
    });
  });

  it('brings the comment back when the removal is undone in time', async () => {
    await start({ municipality: 'ludvika' });
    const id = bot.comment(SWEARING);
    const card = await bot.card('LUD-10');
    await bot.press(card, 'remove', { rule: 'LUD-10', reason: REASON });
    const hidden = await bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
    await bot.press(hidden, 'undo', {}, ERIK);
    const back = await bot.cardWhere(card.messageId, (json) => json.includes('Visas igen'));
    expect(onPage(id)?.hidden).toBe(false);
    expect(back.verbs).toContain('remove');
    bot.pass(60);
    await bot.press(back, 'claim');
    await bot.cardWhere(card.messageId, (json) => json.includes('Anna Lind har den'));
    expect(acts()).toEqual(['hide', 'unhide']);
  });

  it('publishes a reply, and the closed card has neither text nor author', async () => {
    await start();
    const id = bot.comment(QUESTION, 'Maja Ekdahl');
    const card = await bot.card('biblioteket');
    await bot.press(card, 'reply', { form: 'fritt', 'text-fritt': 'Hej! Vi öppnar klockan 10.' });
    const closed = await bot.cardWhere(card.messageId, (json) => json.includes('Svaret publicerades'));
    expect(closed.json).not.toContain('biblioteket');
    expect(closed.json).not.toContain('Maja');
    expect(bot.graph.acts()).toMatchObject([{ act: 'reply', on: id, text: 'Hej! Vi öppnar klockan 10.' }]);
  });

  it('tells the second presser who was first, and gives the draft back in that person’s chat', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    const [first, second] = await Promise.all([
      bot.press(card, 'reply', { form: 'a', 'text-a': 'Annas svar' }),
      bot.press(card, 'reply', { form: 'a', 'text-a': 'Eriks svar' }, ERIK),
    ]);
    const [winner, loser] = first.json.includes('hann före') ? [second, first] : [first, second];
    const [won, lost] = winner === first ? ['Anna', 'Erik'] : ['Erik', 'Anna'];
    expect(loser.json).toMatch(new RegExp(`${won} \\w+ hann före`));
    expect(loser.json).toContain('Texten finns i din chatt.');
    expect(winner.json).not.toContain('hann före');
    const draft = await eventually(
      () => bot.connector.requests.find(({ body }) => String(body['text'] ?? '').includes(`${lost}s svar`)),
      'the draft in the loser’s chat',
    );
    expect(draft.conversation).not.toBe(CHANNEL);
    await bot.cardWhere(card.messageId, (json) => json.includes('Svaret publicerades'));
    expect(bot.graph.acts().map(({ text }) => text)).toEqual([`${won}s svar`]);
  });

  it('secures a comment for the register, then gives it its number', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    const secured = await bot.press(card, 'register', {
      subject: 'Fråga på Facebook',
      ground: 'FIL-15',
      criteria: 'FIL-15:0,FIL-15:1,FIL-15:2',
    });
    expect(secured.json).toContain('väntar på diarienummer');
    expect(secured.json).not.toContain('Diarieförd');
    const numbered = await bot.press(secured, 'register', { number: 'KS 2026/0412' });
    expect(numbered.json).toContain('Diarieförd KS 2026/0412');
  });

  it('keeps secret text out of the channel, and shows it to the presser alone', async () => {
    await start();
    bot.comment('Min mamma Tolva Tolvansson 121212-1212 har flyttat, ni skickar fel.', 'Tommy Reinholds');
    const card = await bot.card('Texten visas inte i kanalen.');
    for (const secret of ['121212', 'Tolva', 'Tommy']) expect(card.json).not.toContain(secret);
    await bot.press(card, 'show', {}, ERIK);
    const shown = await eventually(
      () =>
        bot.connector.requests.find(
          ({ act, body }) => act === 'post' && JSON.stringify(body).includes('121212-1212'),
        ),
      'the text in the presser’s chat',
    );
    expect(shown.conversation).not.toBe(CHANNEL);
    expect(JSON.stringify(bot.connector.messages(CHANNEL))).not.toContain('121212');
    const again = await bot.press(card, 'dismiss', { because: 'within-rules' }, ERIK);
    expect(again.json).toContain('Klar');
    await eventually(
      () =>
        bot.connector
          .messages(shown.conversation ?? '')
          .every(({ card: it }) => !JSON.stringify(it).includes('121212')),
      'the text taken out of the presser’s chat',
    );
  });

  it('deletes at once and registers first where secrecy demands it', async () => {
    await start();
    const id = bot.comment(
      'Grannens son Kalle Testsson är omhändertagen enligt LVU, det står i hans akt hos soc.',
    );
    const card = await bot.card('FIL-18');
    const answer = await bot.press(card, 'remove', {
      rule: 'FIL-18',
      reason: 'Uppgifter som kan vara hemliga.',
    });
    expect(answer.json).toContain('väntar på diarienummer');
    expect(answer.verbs).not.toContain('undo');
    await bot.cardWhere(card.messageId, (json) => json.includes('Raderad '));
    expect(acts()).toEqual(['delete']);
    expect(onPage(id)).toBeUndefined();
  });

  it('comes back with before and after when the comment is edited after the reply', async () => {
    await start();
    const id = bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    await bot.press(card, 'reply', { form: 'a', 'text-a': 'Klockan 10.' });
    await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    bot.graph.deed({ op: 'edit', id, message: 'Hej! När öppnar badhuset på lördagar?' });
    const back = await bot.cardWhere(card.messageId, (json) => json.includes('Ändrad efter vårt svar'));
    expect(back.json).toContain('biblioteket');
    expect(back.json).toContain('badhuset');
    expect(back.verbs).toContain('reply');
  });

  it('does not delete a text that nobody has judged: an edit while hidden brings it back to staff', async () => {
    await start({ municipality: 'ludvika' });
    const id = bot.comment(SWEARING);
    const card = await bot.card('LUD-10');
    await bot.press(card, 'remove', { rule: 'LUD-10', reason: REASON });
    await bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
    // The webhook is lost: only the read-back before the deletion can notice.
    const edited = onPage(id);
    if (edited) edited.message = 'Förlåt, jag menade att vägen är hal.';
    bot.pass(11);
    const back = await bot.cardWhere(card.messageId, (json) => json.includes('Ändrad'));
    expect(back.json).toContain('hal.');
    expect(back.json).toContain('jävligt');
    expect(acts()).toEqual(['hide']);
    expect(back.verbs).toContain('dismiss');
    await bot.press(back, 'dismiss', { because: 'within-rules' });
    await eventually(() => onPage(id)?.hidden === false, 'the comment shown again');
  });

  it('changes nothing on the platform in trial mode, and every card says so', async () => {
    await start({ municipality: 'ludvika', trial: true });
    bot.comment(SWEARING);
    const card = await bot.card('PROVLÄGE: inget ändras på Facebook');
    await bot.press(card, 'remove', { rule: 'LUD-10', reason: REASON });
    await bot.cardWhere(card.messageId, (json) => json.includes('Provläge: kommentaren doldes inte'));
    bot.pass(11);
    await bot.cardWhere(card.messageId, (json) => json.includes('Provläge: kommentaren raderades inte'));
    expect(acts()).toEqual([]);
  });

  it('never carries out what was ordered in trial mode, also when the mode is left before it is due', async () => {
    await start({ municipality: 'ludvika', trial: true });
    const id = bot.comment(SWEARING);
    const card = await bot.card('LUD-10');
    await bot.press(card, 'remove', { rule: 'LUD-10', reason: REASON });
    await bot.cardWhere(card.messageId, (json) => json.includes('Provläge: kommentaren doldes inte'));
    await bot.say('provläge av Ludvika kommun');
    bot.pass(11);
    await bot.cardWhere(card.messageId, (json) => json.includes('Provläge: kommentaren raderades inte'));
    expect(acts()).toEqual([]);
    expect(onPage(id)).toBeDefined();
  });

  it('lets old cards act after a restart', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    await bot.restart();
    await bot.press(card, 'reply', { form: 'a', 'text-a': 'Klockan 10.' });
    await bot.cardWhere(card.messageId, (json) => json.includes('Svaret publicerades'));
    expect(acts()).toEqual(['reply']);
  });

  it('copies a photo before its comment can be removed', async () => {
    await start({ municipality: 'angelholm' });
    bot.graph.deed({
      op: 'add',
      page: bot.page,
      author: 'Per-Olof Strand',
      anonymous: false,
      message: '',
      photo: true,
    });
    const card = await bot.card('Bilder och filmer är sparade');
    expect(card.json).toContain('Bild eller film som boten inte kan bedöma.');
    expect(card.verbs).toContain('remove');
  });

  it('posts no card until the channel is bound, and loses none', async () => {
    await start({ bind: false });
    bot.comment(QUESTION);
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhook taken');
    expect(bot.connector.cards(CHANNEL)).toEqual([]);
    const { messageActivity, ANNA } = await import('../fakes/teams-activities.ts');
    const said = messageActivity({
      serviceUrl: bot.connector.url,
      appId: bot.connector.appId,
      text: 'koppla filipstad',
      from: ERIK,
    });
    await bot.activity(said);
    expect(bot.connector.messages(CHANNEL).at(-1)?.text).toContain('Du saknar behörighet');
    await bot.activity(
      messageActivity({
        serviceUrl: bot.connector.url,
        appId: bot.connector.appId,
        text: 'koppla filipstad',
        from: ANNA,
      }),
    );
    await bot.card('biblioteket');
  });
});
