import { afterEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import {
  eventually,
  type RunningApp,
  type ShownCard,
  startRunningApp,
  storeInTurn,
} from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK, type FakePerson, messageActivity } from '../fakes/teams-activities.ts';

const KIM = 'Kim Testsson';
const INSULT = 'Du är en jävla idiot, precis som din chef!';
const WHY = 'Samma förolämpningar efter svar och borttagning.';
const MONTH = { why: WHY, period: '1' };

describe.each(storeInTurn)('a block that ends, on %s', (_, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    const from = { municipality: 'vallentuna', at: '2026-04-02T08:30:00+02:00', settings: await where() };
    bot = await startRunningApp({ ...from, ...options });
    for (const { aadObjectId = '', id, name } of [ANNA, ERIK])
      bot.connector.setMember(aadObjectId, { id, name });
  };
  const removed = async (): Promise<ShownCard> => {
    const before = bot.cards().length;
    bot.comment(INSULT, KIM);
    const card = await eventually(() => bot.cards()[before], 'its card');
    await bot.press(card, 'remove', { rule: 'VAL-12', reason: 'Ett personangrepp.' });
    await bot.idle();
    bot.pass(11);
    await bot.idle();
    return bot.cardWhere(card.messageId, (json) => json.includes('Raderad'));
  };
  const blocked = () => bot.graph.state.blocked[bot.page] ?? [];
  const acts = () => bot.graph.state.acts.map(({ act }) => act).filter((act) => /block/u.test(act));
  const newest = (card: ShownCard, text: string) =>
    bot.cardWhere(card.messageId, (json) => json.includes(text));
  /** The last minute of that day in Sweden. */
  const passTo = (day: string) => {
    const at = Temporal.PlainDate.from(day).toZonedDateTime({
      timeZone: 'Europe/Stockholm',
      plainTime: '23:59',
    });
    bot.pass(bot.now().until(at.toInstant()).total('minutes'));
  };
  const say = async (text: string, from: FakePerson, conversation = CHANNEL) => {
    const { url: serviceUrl, appId } = bot.connector;
    const kind = conversation === CHANNEL ? 'channel' : 'personal';
    await bot.activity(messageActivity({ serviceUrl, appId, conversation, kind, text, from }));
    await bot.idle();
    return JSON.stringify(bot.connector.messages(conversation).at(-1));
  };

  it('shuts the author out for the month that was chosen, and lets them in by itself', async () => {
    await start();
    const card = await removed();
    await bot.press(card, 'block', MONTH);
    await bot.idle();
    const shown = await newest(
      card,
      'Blockerad till och med lör 2 maj, sedan hävs blockeringen av sig själv',
    );
    expect(shown.json).toContain('beslutade');
    expect(blocked()).toHaveLength(1);

    passTo('2026-05-02');
    await bot.idle();
    expect([blocked().length, acts()]).toEqual([1, ['block']]);
    bot.pass(1);
    await bot.idle();
    expect([blocked().length, acts()]).toEqual([0, ['block', 'unblock']]);
    const ended = await newest(card, 'gällde till och med lör 2 maj och hävdes av sig själv');
    expect(ended.verbs).not.toContain('unblock');
    expect(await say('blockeringar', ANNA)).toContain('Inget konto är blockerat.');
    expect(
      await bot.query(
        `SELECT kind, data ->> 'untilOn' AS until FROM journal WHERE kind LIKE '%block%' ORDER BY seq`,
      ),
    ).toEqual([{ kind: 'block-ordered', until: '2026-05-02' }]);
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('is lifted once, by a person, and not again when its time is over', async () => {
    await start();
    const card = await removed();
    await bot.press(card, 'block', MONTH);
    await bot.idle();
    await bot.press(await newest(card, 'Blockerad till och med'), 'unblock');
    await bot.idle();
    expect(blocked()).toEqual([]);
    passTo('2026-05-04');
    await bot.idle();
    expect(acts()).toEqual(['block', 'unblock']);
  });

  it('is hinted at on the second removal, and blocked from one card alone', async () => {
    await start();
    const first = await removed();
    expect(first.json).not.toContain('kan prövas');
    const second = await removed();
    expect(second.json).toContain(
      'Kontot har 2 räknade borttagningar, och regeln om blockering kräver inget visst',
    );
    await bot.press(first, 'block', { ...MONTH, period: '3' });
    await bot.idle();
    await newest(first, 'Blockerad till och med tor 2 jul');
    const refused = await bot.press(second, 'block', MONTH);
    expect(refused.json).toContain('Kontot är redan blockerat från ett annat kort');
    passTo('2026-05-10');
    await bot.idle();
    expect([blocked().length, acts()]).toEqual([1, ['block']]);
  });

  it('is listed in the channel without whose it is or why, which the presser alone is told', async () => {
    await start({ everyTown: true, registrars: [] });
    const card = await removed();
    await bot.press(card, 'block', MONTH);
    await bot.idle();
    const list = await say('blockeringar', ERIK);
    expect(list).toMatch(
      /Nr 1 · Facebook · [^"]+ · från tor 2 apr · till och med lör 2 maj · VAL-24 · Anna Lind/u,
    );
    for (const hidden of [KIM, WHY, 'idiot']) expect(list).not.toContain(hidden);
    expect(lintCard(bot.connector.cards(CHANNEL).at(-1)?.card)).toEqual([]);
    const data = JSON.parse(/\{"verb":"history"[^}]*\}/u.exec(list)?.[0] ?? '{}');
    const { json } = await bot.pressWith(data, { from: ERIK });
    for (const told of [WHY, KIM, 'Till och med lör 2 maj']) expect(json).toContain(told);
    // Who has worked there may ask in their own chat; another town's channel has its own blocks alone.
    expect(await say('blockeringar', ANNA, 'a:anna')).toContain('till och med lör 2 maj');
    const elsewhere = '19:annan@thread.tacv2';
    const { url: serviceUrl, appId } = bot.connector;
    const there = (text: string) =>
      bot.activity(
        messageActivity({ serviceUrl, appId, conversation: elsewhere, kind: 'channel', text, from: ANNA }),
      );
    await there('koppla ludvika');
    await there('blockeringar');
    await bot.idle();
    expect(JSON.stringify(bot.connector.messages(elsewhere).at(-1))).toContain('Inget konto är blockerat.');
  });

  it('blocks nobody in trial mode, and so ends nothing', async () => {
    await start();
    const card = await removed();
    await bot.say('provläge på Vallentuna kommun');
    await bot.idle();
    await bot.press(card, 'block', MONTH);
    await bot.idle();
    await newest(card, 'Provläge: kontot blockerades inte');
    passTo('2026-06-02');
    await bot.idle();
    expect([acts(), await bot.query(`SELECT state FROM effect WHERE kind = 'unblock-author'`)]).toEqual([
      [],
      [],
    ]);
  });

  it('is asked of a person where the platform has no interface, when the office opens after its last day', async () => {
    await start({ municipality: 'ludvika', linkedin: true });
    const { linkedin } = bot;
    const page = linkedin?.state.pages.find(({ municipality }) => municipality === 'ludvika')?.number ?? '';
    const insulted = async () => {
      const before = bot.cards().length;
      linkedin?.deed({ op: 'add', page, text: INSULT });
      const card = await eventually(() => bot.cards()[before], 'its card');
      return bot.press(card, 'remove', { rule: 'LUD-04', reason: 'Ett personangrepp.' });
    };
    await insulted();
    const card = await insulted();
    const condition = 'Sprids i kommunens namn.';
    await bot.press(card, 'block', { ...MONTH, condition });
    await bot.idle();
    const effectOf = async (kind: string) =>
      (await bot.query<{ id: string }>(`SELECT id FROM effect WHERE kind = '${kind}'`))[0]?.id;
    const asked = await newest(card, 'Blockera skribenten på LinkedIn');
    await bot.press(asked, 'by-hand', { effect: await effectOf('block-author') });
    await bot.idle();
    await newest(card, 'Blockerad till och med lör 2 maj, sedan ber jag er häva blockeringen på LinkedIn');
    const lines = () =>
      JSON.stringify(bot.connector.messages(CHANNEL).filter(({ thread }) => thread !== null));
    passTo('2026-05-03');
    await bot.idle();
    expect(lines()).not.toContain('häv den på LinkedIn');
    // Monday, a minute before eight and then at eight.
    bot.pass(8 * 60);
    await bot.idle();
    expect(lines()).not.toContain('häv den på LinkedIn');
    bot.pass(1);
    await bot.idle();
    expect(lines()).toContain('Blockeringen gällde till och med lör 2 maj: häv den på LinkedIn');
    expect(await say('blockeringar', ANNA)).toContain('till och med lör 2 maj · ska hävas för hand');
    const over = await newest(card, 'häv den på LinkedIn och tryck sedan på Gjort för hand');
    await bot.press(over, 'by-hand', { effect: await effectOf('unblock-author') });
    await newest(card, 'gällde till och med lör 2 maj och är hävd för hand, enligt en kollega');
    expect(await say('blockeringar', ANNA)).toContain('Inget konto är blockerat.');
  });
});
