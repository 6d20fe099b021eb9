import { describe, expect, it, vi } from 'vitest';
import type { FakeRequest, FakeRule } from '../fakes/fake-connector.ts';
import { eventually, type RunningApp, startRunningApp, stores } from '../fakes/running-app.ts';
import { CHANNEL, ERIK, installationActivity } from '../fakes/teams-activities.ts';

// Most of these scenarios wait: for a pause that Teams or Facebook asked for, or for an answer that does not come.
vi.setConfig({ maxConcurrency: 6 });

const SWEARING = 'Det är ju för jävligt hur ni sköter vägarna!';
const QUESTION = 'Hej! När öppnar biblioteket på lördagar?';
const EMPTIED = 'Nr 1 står nu på ett nyare kort.';
const REMOVAL = { rule: 'LUD-10', reason: 'Kommentaren innehåller svordomar.' };

type Answer = Pick<FakeRule, 'status' | 'headers' | 'delayMs' | 'instead'>;

/** What Teams does instead of answering well. `slow`: it does what it was asked, after we have given up. */
const FAULTS = {
  '429 with Retry-After': { status: 429, headers: { 'retry-after': '2' } },
  412: { status: 412 },
  502: { status: 502 },
  403: { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } },
  404: { status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } },
  413: { status: 413 },
  'a connection cut before': { instead: 'break' },
  'a connection cut after': { instead: 'lose' },
  'no answer at all': { instead: 'never' },
  'an answer that comes too late': { delayMs: 10_400 },
} as const satisfies Record<string, Answer & { body?: unknown }>;
type Fault = keyof typeof FAULTS;

const [, postgres] = stores[1];

/** A Tuesday, whenever it runs, so that no digest is posted among what is counted. */
const BEGINS = '2026-04-14T10:00+02:00';

/** Each scenario has a bot and a Teams of its own, so that those that wait can wait side by side. */
async function withBot(
  run: (bot: RunningApp) => Promise<void>,
  options: Parameters<typeof startRunningApp>[0] = {},
  where: () => Promise<object> = postgres,
): Promise<void> {
  const bot = await startRunningApp({
    ...{ municipality: 'ludvika', at: BEGINS },
    ...options,
    settings: await where(),
  });
  try {
    await run(bot);
  } finally {
    await bot.close();
  }
}

const isCard = ({ body }: { body: Record<string, unknown> }) => body['attachments'] !== undefined;
const inChannel = (bot: RunningApp, act: 'post' | 'update') =>
  bot.connector.requests.filter((one) => one.act === act && one.conversation === CHANNEL && isCard(one));
const reinstall = (bot: RunningApp) =>
  bot.activity(installationActivity({ serviceUrl: bot.connector.url, appId: bot.connector.appId }));
const acts = (bot: RunningApp) => bot.graph.acts().map(({ act }) => act);

/** Milliseconds on the bot's clock between the first such request and the second, which it need not be waited for. */
async function secondAfterMs(bot: RunningApp, requests: () => readonly FakeRequest[]): Promise<number> {
  await eventually(() => requests().length > 0, 'the first try', 12_000);
  const hurriedMs = await bot.hurry(() => requests().length > 1, 'the second try');
  const [first, second] = requests().map(({ atMs }) => atMs);
  return (second ?? 0) - (first ?? 0) + hurriedMs;
}
/** Whatever is due within the next seconds has come. */
async function secondsPass(bot: RunningApp, seconds: number): Promise<void> {
  await bot.idle();
  bot.pass(seconds / 60);
  await bot.idle();
}
/**
 * The same, until nothing is left to be shown or said in the channel: our own pacing, which counts in real time, may hold
 * it back. No registrar listens here, so that their cards wait for ever.
 */
async function allIsSaid(bot: RunningApp, seconds: number): Promise<void> {
  const left = () =>
    bot.query(`SELECT 1 FROM card WHERE audience = 'channel' AND error IS NULL AND (shown < wanted OR force_at IS NOT NULL)
      UNION ALL SELECT 1 FROM effect WHERE kind IN ('post-line', 'return-draft') AND state IN ('pending', 'started')`);
  for (await secondsPass(bot, seconds); (await left()).length > 0; ) await secondsPass(bot, 1);
}
/** What came too late for us is there in the end, and before we have tried again. */
const lateOne = (fault: Fault, look: () => unknown) =>
  fault === 'an answer that comes too late' ? eventually(look, 'what came too late', 15_000) : null;

/** The next card that is posted, or edited, in the channel meets the fault. */
const faultNext = (bot: RunningApp, fault: Fault, act: 'post' | 'update', times = 1) =>
  bot.connector.respondWith({
    ...FAULTS[fault],
    times,
    when: (one) => one.act === act && one.conversation === CHANNEL && isCard(one),
  });

describe.concurrent('a new card', () => {
  it.each<[Fault, { posted: number; shown: number }]>([
    ['429 with Retry-After', { posted: 2, shown: 1 }],
    [412, { posted: 2, shown: 1 }],
    [502, { posted: 2, shown: 1 }],
    ['a connection cut before', { posted: 2, shown: 1 }],
    ['a connection cut after', { posted: 2, shown: 2 }],
    ['no answer at all', { posted: 2, shown: 1 }],
    ['an answer that comes too late', { posted: 2, shown: 2 }],
  ])('that meets %s is posted again, at most twice, and acts', (fault, { posted, shown }) =>
    withBot(async (bot) => {
      faultNext(bot, fault, 'post');
      bot.comment(SWEARING);
      await lateOne(fault, () => bot.connector.cards(CHANNEL).length > 0);
      const pausedMs = await secondAfterMs(bot, () => inChannel(bot, 'post'));
      expect(pausedMs).toBeGreaterThan(fault === '429 with Retry-After' ? 1950 : 900);
      await eventually(() => bot.connector.cards(CHANNEL).length === shown, 'the card');
      const card = await bot.card('LUD-10');
      const answer = await bot.press(card, 'remove', REMOVAL);
      expect(answer.json).toContain('Anna Lind beslutade');
      await bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
      expect(inChannel(bot, 'post')).toHaveLength(posted);
      expect(acts(bot)).toEqual(['hide']);
    }),
  );

  it.each<[Fault]>([[403], [404], [413]])('that meets %s waits until the channel is bound anew', (fault) =>
    withBot(async (bot) => {
      const restore = faultNext(bot, fault, 'post', Number.POSITIVE_INFINITY);
      bot.comment(SWEARING);
      await eventually(() => inChannel(bot, 'post').length === 1, 'the only try');
      await bot.idle();
      bot.pass(60);
      await bot.idle();
      expect(inChannel(bot, 'post')).toHaveLength(1);
      restore();
      await bot.say('koppla ludvika');
      await bot.card('LUD-10');
      expect(inChannel(bot, 'post')).toHaveLength(2);
    }),
  );

  it('that was refused for good is posted when its ticket changes', () =>
    withBot(async (bot) => {
      faultNext(bot, 413, 'post');
      const id = bot.comment(SWEARING);
      await eventually(() => inChannel(bot, 'post').length === 1, 'the refused try');
      await bot.idle();
      bot.graph.deed({ op: 'edit', id, message: 'Fan vad dåligt ni plogar!' });
      await bot.card('plogar');
    }));

  it('of which Teams holds two takes the message that is pressed for its own', () =>
    withBot(async (bot) => {
      faultNext(bot, 'a connection cut after', 'post');
      bot.comment(SWEARING);
      await bot.hurry(() => bot.connector.cards(CHANNEL).length === 2, 'the card twice');
      const [orphan] = bot.connector.cards(CHANNEL);
      const card = await bot.card('LUD-10');
      expect(orphan?.messageId).not.toBe(card.messageId);
      await bot.press({ ...card, messageId: orphan?.messageId ?? '' }, 'remove', REMOVAL);
      const hidden = await bot.cardWhere(orphan?.messageId ?? '', (json) => json.includes('Dold '));
      await bot.cardWhere(card.messageId, (json) => json.includes(EMPTIED) && !json.includes(SWEARING));
      // Whoever still sees the other one's buttons makes that the card once more.
      await bot.press({ ...hidden, messageId: card.messageId }, 'undo');
      await bot.cardWhere(card.messageId, (json) => json.includes('Visas igen'));
      await bot.cardWhere(orphan?.messageId ?? '', (json) => json.includes(EMPTIED));
      expect(await bot.query('SELECT * FROM superseded_message')).toEqual([]);
    }));
});

describe.concurrent('an edit of the card', () => {
  it.each<[Fault, number]>([
    ['429 with Retry-After', 3],
    [412, 3],
    [502, 3],
    ['a connection cut before', 4],
    ['a connection cut after', 4],
    ['no answer at all', 3],
    ['an answer that comes too late', 3],
  ])('that meets %s does not hold the press, and catches up', (fault, most) =>
    withBot(async (bot) => {
      bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      faultNext(bot, fault, 'update');
      const started = performance.now();
      const answer = await bot.press(card, 'remove', REMOVAL);
      // Far less than the fault lasts; a machine that does much else may take its time.
      expect(performance.now() - started).toBeLessThan(8000);
      expect(answer.json).toContain('Beställt: dölja kommentaren');
      await eventually(() => acts(bot).length > 0, 'the comment hidden');
      await lateOne(fault, () => bot.connector.cards(CHANNEL)[0]?.edits);
      await secondAfterMs(bot, () => inChannel(bot, 'update'));
      await eventually(() => bot.connector.cards(CHANNEL)[0]?.edits, 'the edit');
      await bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
      await allIsSaid(bot, 2);
      expect(inChannel(bot, 'update').length).toBeLessThanOrEqual(most);
      expect(acts(bot)).toEqual(['hide']);
      expect(bot.connector.cards(CHANNEL)).toHaveLength(1);
    }),
  );

  it.each<[Fault]>([[403], [413]])('that meets %s is not repeated until the ticket changes', (fault) =>
    withBot(async (bot) => {
      bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      const restore = faultNext(bot, fault, 'update', Number.POSITIVE_INFINITY);
      const answer = await bot.press(card, 'remove', REMOVAL);
      expect(answer.json).toContain('Beställt: dölja kommentaren');
      await eventually(() => acts(bot).length === 1, 'the comment hidden');
      await secondsPass(bot, 2);
      const tried = inChannel(bot, 'update').length;
      expect(tried).toBeLessThanOrEqual(3);
      bot.pass(5);
      await bot.idle();
      expect(inChannel(bot, 'update')).toHaveLength(tried);
      restore();
      bot.pass(6);
      await bot.cardWhere(card.messageId, (json) => json.includes('Raderad '));
      expect(acts(bot)).toEqual(['hide', 'delete']);
    }),
  );

  it('whose message is gone makes the card a new message', () =>
    withBot(async (bot) => {
      bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      faultNext(bot, 404, 'update');
      await bot.press(card, 'remove', REMOVAL);
      const again = await eventually(() => bot.connector.cards(CHANNEL)[1], 'the card posted anew');
      const shown = await bot.cardWhere(again.messageId, (json) => json.includes('Dold '));
      expect(shown.verbs).toContain('undo');
      await bot.press(shown, 'undo');
      await bot.cardWhere(again.messageId, (json) => json.includes('Visas igen'));
      expect(acts(bot)).toEqual(['hide', 'unhide']);
      expect(inChannel(bot, 'post')).toHaveLength(2);
    }));

  it('stands once in a channel where the bot is installed anew', () =>
    withBot(async (bot) => {
      bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      await reinstall(bot);
      await eventually(() => inChannel(bot, 'update')[0], 'the card in its place');
      expect(inChannel(bot, 'update')[0]?.path).toContain(card.messageId);
      expect(bot.connector.cards(CHANNEL)).toHaveLength(1);
    }));

  it('is posted anew where it is gone when the bot is installed anew', () =>
    withBot(async (bot) => {
      bot.comment(SWEARING);
      await bot.card('LUD-10');
      faultNext(bot, 404, 'update');
      await reinstall(bot);
      const again = await eventually(() => bot.connector.cards(CHANNEL)[1], 'the card posted anew');
      expect(JSON.stringify(again.card)).toContain('LUD-10');
      expect(inChannel(bot, 'post')).toHaveLength(2);
    }));

  it('waits as long as Teams asked, however often the card is pressed meanwhile', () =>
    withBot(async (bot) => {
      bot.comment(SWEARING);
      let card = await bot.card('LUD-10');
      faultNext(bot, '429 with Retry-After', 'update');
      for (const verb of ['claim', 'release', 'claim', 'release']) {
        card = await bot.press(card, verb);
        await bot.idle();
      }
      expect(await secondAfterMs(bot, () => inChannel(bot, 'update'))).toBeGreaterThan(1950);
    }));

  it('comes about a second after every press, and so cures an answer that came too late', () =>
    withBot(async (bot) => {
      bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      const pressedAt = performance.now();
      await bot.press(card, 'claim');
      const answeredAt = performance.now();
      const put = await eventually(
        () => inChannel(bot, 'update').find(({ atMs }) => atMs - pressedAt > 950),
        'the forced edit',
      );
      expect(put.atMs - answeredAt).toBeLessThan(2000);
      expect(JSON.stringify(put.body)).toContain('Anna Lind har den');
      await allIsSaid(bot, 2);
      expect(inChannel(bot, 'update')).toHaveLength(2);
    }));

  it('leaves a refusal time to be read', () =>
    withBot(async (bot) => {
      bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      const refused = await bot.press({ ...card, version: card.version + 7 }, 'claim');
      expect(refused.json).toContain('Kortet hade ändrats');
      await secondsPass(bot, 3);
      expect(inChannel(bot, 'update')).toEqual([]);
      bot.pass(1);
      const put = await eventually(() => inChannel(bot, 'update')[0], 'the forced edit');
      expect(JSON.stringify(put.body)).not.toContain('Kortet hade ändrats');
    }));

  it('that is under way when the channel is moved does not call the card back', () =>
    withBot(async (bot) => {
      const other = '19:flyttad0000@thread.tacv2';
      bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      bot.connector.respondWith({ delayMs: 800, times: 1, when: ({ act }) => act === 'update' });
      await bot.press(card, 'claim');
      await eventually(() => inChannel(bot, 'update').length === 1, 'the slow edit');
      const { messageActivity } = await import('../fakes/teams-activities.ts');
      const { connector } = bot;
      await bot.activity(
        messageActivity({
          serviceUrl: connector.url,
          appId: connector.appId,
          text: 'koppla ludvika',
          conversation: other,
        }),
      );
      await eventually(() => connector.cards(other)[0], 'the card in the other channel');
      await bot.idle();
      const [row] = await bot.query<{ conversation: string }>('SELECT conversation FROM card');
      expect(row?.conversation).toBe(other);
      await bot.cardWhere(card.messageId, (json) => json.includes(EMPTIED));
    }));
});

describe.concurrent('words to people', () => {
  /** An act that fails is said in the card's thread. */
  const failing = async (bot: RunningApp) => {
    bot.comment(SWEARING);
    const card = await bot.card('LUD-10');
    bot.fault({ kind: 'permission', method: 'POST' });
    return card;
  };
  const isLine = ({ act, body }: { act: string; body: Record<string, unknown> }) =>
    act === 'post' && String(body['text']).includes('Se kortet');
  const lines = (bot: RunningApp) => bot.connector.requests.filter(isLine);
  const inThread = (bot: RunningApp, messageId: string) =>
    bot.connector.messages(CHANNEL).filter(({ thread, card }) => thread === messageId && card === null);

  it.each<[Fault, { tried: number; said: number }]>([
    ['429 with Retry-After', { tried: 2, said: 1 }],
    [412, { tried: 2, said: 1 }],
    [502, { tried: 2, said: 1 }],
    ['a connection cut before', { tried: 2, said: 1 }],
    ['a connection cut after', { tried: 2, said: 2 }],
    ['no answer at all', { tried: 2, said: 1 }],
    [403, { tried: 1, said: 0 }],
    [404, { tried: 1, said: 0 }],
    [413, { tried: 1, said: 0 }],
  ])('in the thread that meet %s: tried %o', (fault, { tried, said }) =>
    withBot(async (bot) => {
      const card = await failing(bot);
      bot.connector.respondWith({
        ...FAULTS[fault],
        times: 1,
        when: isLine,
      });
      await bot.press(card, 'remove', REMOVAL);
      const shown = await bot.cardWhere(card.messageId, (json) => json.includes('Kunde inte döljas'));
      await eventually(() => lines(bot).length >= 1, 'the first try', 12_000);
      await bot.hurry(() => lines(bot).length === tried, 'the tries');
      await eventually(() => inThread(bot, card.messageId).length === said, 'the line');
      await allIsSaid(bot, 60);
      expect(lines(bot)).toHaveLength(tried);
      expect(shown.verbs).toEqual(expect.arrayContaining(['retry', 'by-hand']));
      expect(acts(bot)).toEqual([]);
    }),
  );

  it('that were refused for good do not hold the next ones back', () =>
    withBot(async (bot) => {
      const card = await failing(bot);
      bot.connector.respondWith({ status: 403, times: 1, when: isLine });
      await bot.press(card, 'remove', REMOVAL);
      const failed = await bot.cardWhere(card.messageId, (json) => json.includes('Kunde inte döljas'));
      await eventually(() => lines(bot).length === 1, 'the refused line');
      bot.fault({ kind: 'permission', method: 'POST' });
      await bot.press(failed, 'retry', { effect: /"effect":"([^"]+)"/u.exec(failed.json)?.[1] });
      await eventually(() => inThread(bot, card.messageId).length === 1, 'the second line');
    }));

  it.each<[Fault, number]>([
    ['429 with Retry-After', 1],
    [502, 1],
    ['a connection cut before', 1],
    ['a connection cut after', 2],
  ])('that give a draft back and meet %s arrive', (fault, most) =>
    withBot(
      async (bot) => {
        bot.comment(QUESTION);
        const card = await bot.card('biblioteket');
        const personal = ({ conversation, act }: { conversation: string | null; act: string }) =>
          act === 'post' && conversation !== CHANNEL;
        bot.connector.respondWith({ ...FAULTS[fault], times: 1, when: personal });
        bot.connector.respondWith({ ...FAULTS[fault], times: 1, when: ({ act }) => act === 'create' });
        await bot.press(card, 'reply', { form: 'a', 'text-a': 'Annas svar' });
        const second = await bot.press(card, 'reply', { form: 'a', 'text-a': 'Eriks svar' }, ERIK);
        expect(second.json).toContain('Anna Lind hann före');
        const chat = `a:personal-${ERIK.aadObjectId}`;
        await bot.hurry(
          () => bot.connector.messages(chat).some(({ text }) => text?.includes('Eriks svar')),
          'the draft',
        );
        await allIsSaid(bot, 60);
        expect(bot.connector.messages(chat).length).toBeLessThanOrEqual(most);
        expect(bot.connector.requests.filter(personal).length).toBeLessThanOrEqual(2);
        expect(bot.graph.acts()).toMatchObject([{ act: 'reply', text: 'Annas svar' }]);
      },
      { municipality: 'filipstad' },
    ),
  );
});

// By itself: what arrives when is measured, and the other bots share this process.
describe('a new card, with no other bot beside it', () => {
  it('is posted for each of 70 comments at once within what Teams allows', () =>
    withBot(async (bot) => {
      await bot.intake(
        Array.from({ length: 70 }, (_, index) => ({
          municipality: 'ludvika',
          platform: 'facebook',
          account: bot.page,
          externalId: `many_${index}`,
          author: { id: `7${index}` },
          text: `${SWEARING} Nummer ${index}.`,
          createdAt: Temporal.Instant.from(BEGINS).toString(),
        })),
      );
      await eventually(() => inChannel(bot, 'post').length >= 30, 'thirty cards', 20_000);
      const sent = inChannel(bot, 'post').map(({ atMs }) => atMs);
      for (const start of sent) {
        const within = (ms: number) => sent.filter((at) => at >= start && at < start + ms * 0.8).length;
        expect(within(1000)).toBeLessThanOrEqual(7);
        expect(within(2000)).toBeLessThanOrEqual(8);
      }
    }));
});

describe.each(stores)('Teams is away for a while, on %s', (_, where) => {
  it('and nothing is lost: the act is done once, and the card tells of it when Teams is back', () =>
    withBot(
      async (bot) => {
        bot.comment(SWEARING);
        const card = await bot.card('LUD-10');
        const back = bot.connector.respondWith({ status: 503, when: ({ act }) => act !== 'token' });
        bot.comment(`${SWEARING} Igen!`);
        await bot.press(card, 'remove', REMOVAL);
        await eventually(() => acts(bot).length === 1, 'the comment hidden');
        for (let times = 0; times < 3; times += 1) {
          bot.pass(1);
          await bot.idle();
        }
        const tries = bot.connector.requests.filter(({ act }) => act === 'post' || act === 'update').length;
        expect(tries).toBeLessThanOrEqual(14);
        back();
        bot.pass(1);
        await bot.cardWhere(card.messageId, (json) => json.includes('Dold '));
        await bot.card('Igen!');
        expect(bot.connector.cards(CHANNEL)).toHaveLength(2);
        expect(acts(bot)).toEqual(['hide']);
        expect(await bot.verify()).toMatchObject({ municipality: 'ludvika', journal: { ok: true } });
      },
      {},
      where,
    ));
});
