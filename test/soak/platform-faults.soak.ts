import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import {
  eventually,
  type RunningApp,
  type ShownCard,
  startRunningApp,
  stores,
} from '../fakes/running-app.ts';
import { CHANNEL, ERIK } from '../fakes/teams-activities.ts';

// Most of these scenarios wait: for a pause that Teams or Facebook asked for, or for an answer that does not come.
vi.setConfig({ maxConcurrency: 6 });

const SWEARING = 'Det är ju för jävligt hur ni sköter vägarna!';
const QUESTION = 'Hej! När öppnar biblioteket på lördagar?';
const REMOVAL = { rule: 'LUD-10', reason: 'Kommentaren innehåller svordomar.' };
const ANSWER = { form: 'a', 'text-a': 'Vi öppnar klockan 10.' };

const [, postgres] = stores[1];

/** Each scenario has a bot, a Teams and a Facebook of its own, so that those that wait can wait side by side. */
async function withBot(
  run: (bot: RunningApp) => Promise<void>,
  options: Parameters<typeof startRunningApp>[0] = {},
): Promise<void> {
  const bot = await startRunningApp({ municipality: 'ludvika', ...options, settings: await postgres() });
  try {
    await run(bot);
  } finally {
    await bot.close();
  }
}

const acts = (bot: RunningApp) => bot.graph.acts().map(({ act }) => act);
const onPage = (bot: RunningApp, id: string) => bot.graph.state.comments.find((one) => one.id === id);
const effectOf = (card: ShownCard) => ({ effect: /"effect":"([^"]+)"/u.exec(card.json)?.[1] });
const saysOf = (bot: RunningApp, card: ShownCard, ...words: string[]) =>
  bot.cardWhere(card.messageId, (json) => words.every((word) => json.includes(word)));
const line = (bot: RunningApp, text: string) =>
  eventually(
    () => bot.connector.messages(CHANNEL).find((one) => one.thread !== null && one.text?.includes(text)),
    `a line with ${text}`,
  );

/** A comment whose removal was decided; its card. */
async function removing(bot: RunningApp): Promise<{ id: string; card: ShownCard }> {
  const id = bot.comment(SWEARING);
  const card = await bot.card('LUD-10');
  return { id, card: await bot.press(card, 'remove', REMOVAL) };
}

async function answering(bot: RunningApp): Promise<{ id: string; card: ShownCard }> {
  const id = bot.comment(QUESTION);
  const card = await bot.card('biblioteket');
  return { id, card: await bot.press(card, 'reply', ANSWER) };
}

/** Lets the clock jump past one wait after another until the look finds something. */
async function passUntil(bot: RunningApp, look: () => boolean, minutes = 1): Promise<void> {
  for (let rounds = 0; rounds < 40 && !look(); rounds += 1) {
    bot.pass(minutes);
    await bot.idle();
  }
  // A bot can be idle for a moment between two of its steps, on a loaded machine for many rounds.
  await bot.hurry(look, 'what the pauses lead to');
}

describe.concurrent('Facebook', () => {
  // What waits longest begins first, and the others run meanwhile.
  it('that never answers is not asked without pause', () =>
    withBot(async (bot) => {
      bot.fault({ kind: 'slow', method: 'POST', delayMs: 30_000, times: 40 });
      await removing(bot);
      await pause(4500);
      const [effect] = await bot.query<{ attempts: number }>(
        `SELECT attempts FROM effect WHERE kind = 'hide-comment'`,
      );
      expect(effect?.attempts).toBeLessThanOrEqual(2);
    }));

  it('that is too slow is asked again, and the comment is hidden in the end', () =>
    withBot(async (bot) => {
      bot.fault({ kind: 'slow', method: 'POST', delayMs: 1500 });
      const { id, card } = await removing(bot);
      await saysOf(bot, card, 'Dold ');
      expect(onPage(bot, id)?.hidden).toBe(true);
      bot.pass(11);
      await saysOf(bot, card, 'Raderad ');
      expect(acts(bot).filter((act) => act === 'delete')).toHaveLength(1);
    }));

  it('that asks for a pause pauses that account alone, for as long as it said', () =>
    withBot(async (bot) => {
      bot.fault({ kind: 'rate-limit', method: 'POST', minutes: 7 });
      const { card } = await removing(bot);
      const paused = async () =>
        (await bot.query('SELECT 1 FROM account WHERE paused_until IS NOT NULL')).length;
      await bot.idle();
      expect(await paused()).toBe(1);
      await bot.intake({
        municipality: 'ludvika',
        platform: 'facebook',
        account: bot.page,
        externalId: 'another_1',
        author: {},
        text: `${SWEARING} Också!`,
        createdAt: Temporal.Now.instant().toString(),
      });
      bot.pass(6);
      await bot.idle();
      expect(acts(bot)).toEqual([]);
      expect(await paused()).toBe(1);
      bot.pass(2);
      await saysOf(bot, card, 'Dold ');
      expect(acts(bot)).toEqual(['hide']);
    }));

  it.each<[string, 'remove' | 'reply']>([
    ['hide', 'remove'],
    ['reply', 'reply'],
  ])(
    'whose token has expired fails the %s, says so, and takes it when the token is good again',
    (act, verb) =>
      withBot(
        async (bot) => {
          const token = bot.graph.state.pages.find(({ id }) => id === bot.page);
          if (token) token.tokenExpired = true;
          const { card } = verb === 'remove' ? await removing(bot) : await answering(bot);
          const failed = await saysOf(bot, card, 'inloggningen på Facebook har gått ut');
          await line(bot, 'inloggningen på Facebook har gått ut');
          expect(failed.verbs).toEqual(expect.arrayContaining(['retry', 'by-hand']));
          bot.pass(9);
          await bot.idle();
          expect(acts(bot)).toEqual([]);
          if (token) token.tokenExpired = false;
          await bot.press(failed, 'retry', effectOf(failed));
          await saysOf(bot, card, verb === 'remove' ? 'Dold ' : 'Svaret publicerades');
          expect(acts(bot)).toEqual([act]);
        },
        { municipality: verb === 'remove' ? 'ludvika' : 'filipstad' },
      ),
  );

  it('on which the comment is gone is told of as such, and the ticket ends', () =>
    withBot(async (bot) => {
      const id = bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      bot.graph.state.comments.splice(0);
      await bot.press(card, 'remove', REMOVAL);
      await saysOf(bot, card, 'Fanns inte kvar på Facebook');
      bot.pass(11);
      await saysOf(bot, card, 'Klar');
      expect(acts(bot)).toEqual([]);
      expect(onPage(bot, id)).toBeUndefined();
    }));

  it('on which the comment is gone cannot be answered, and says so', () =>
    withBot(
      async (bot) => {
        bot.comment(QUESTION);
        const card = await bot.card('biblioteket');
        bot.graph.state.comments.splice(0);
        await bot.press(card, 'reply', ANSWER);
        await saysOf(bot, card, 'Svaret kunde inte publiceras: kommentaren finns inte på Facebook');
      },
      { municipality: 'filipstad' },
    ));

  it('that stumbles three times is asked again until it is done', () =>
    withBot(async (bot) => {
      bot.fault({ kind: 'transient', method: 'POST', times: 3 });
      const { card } = await removing(bot);
      await passUntil(bot, () => acts(bot).length > 0);
      await saysOf(bot, card, 'Dold ');
      expect(acts(bot).filter((act) => act === 'hide')).toHaveLength(1);
    }));

  it('that stumbles eight times has failed', () =>
    withBot(async (bot) => {
      bot.fault({ kind: 'transient', method: 'POST', times: 20 });
      const { card } = await removing(bot);
      const failed = () =>
        JSON.stringify(bot.connector.cards(CHANNEL)[0]?.card).includes('svarade med fel flera gånger');
      await passUntil(bot, failed, 2);
      const [effect] = await bot.query<{ attempts: number }>(
        `SELECT attempts FROM effect WHERE kind = 'hide-comment'`,
      );
      expect(effect?.attempts).toBe(8);
      await saysOf(bot, card, 'Kunde inte döljas');
      expect(acts(bot)).toEqual([]);
    }));

  it.each(['lost-answer', 'garbled'] as const)('that hides with a %s is read back, and asked once', (kind) =>
    withBot(async (bot) => {
      bot.fault({ kind, method: 'POST' });
      const { id, card } = await removing(bot);
      await saysOf(bot, card, 'Dold ', 'kontrollerat');
      expect(onPage(bot, id)?.hidden).toBe(true);
      expect(acts(bot)).toEqual(['hide']);
    }),
  );

  it.each(['lost-answer', 'garbled'] as const)(
    'that deletes with a %s is read back, and asked once',
    (kind) =>
      withBot(async (bot) => {
        const { id, card } = await removing(bot);
        await saysOf(bot, card, 'Dold ');
        bot.fault({ kind, method: 'DELETE' });
        bot.pass(11);
        await saysOf(bot, card, 'Raderad ', 'kontrollerat');
        expect(onPage(bot, id)).toBeUndefined();
        expect(acts(bot)).toEqual(['hide', 'delete']);
      }),
  );

  it.each(['lost-answer', 'garbled'] as const)(
    'that takes a reply with a %s is read back, and asked once',
    (kind) =>
      withBot(
        async (bot) => {
          bot.fault({ kind, method: 'POST' });
          const { card } = await answering(bot);
          await saysOf(bot, card, 'Svaret publicerades, kontrollerat');
          expect(acts(bot)).toEqual(['reply']);
        },
        { municipality: 'filipstad' },
      ),
  );

  it('that hides, but cannot be read afterwards, is not said to have failed', () =>
    withBot(async (bot) => {
      bot.fault({ kind: 'token-expired', method: 'GET', times: 2 });
      const { card } = await removing(bot);
      const open = await saysOf(bot, card, 'Oklart om kommentaren är dold');
      expect(open.json).not.toContain('Kunde inte döljas');
      expect(acts(bot)).toEqual(['hide']);
      await bot.press(open, 'by-hand', effectOf(open));
      await saysOf(bot, card, 'Dold för hand');
      bot.pass(11);
      await saysOf(bot, card, 'Raderad ');
      expect(acts(bot)).toEqual(['hide', 'delete']);
    }));

  it.each<[string, string]>([
    ['by-hand', 'Besvarad för hand'],
    ['retry', 'Svaret publicerades'],
  ])('that may or may not have taken a reply leaves it to a person: %s', (verb, says) =>
    withBot(
      async (bot) => {
        bot.fault({ kind: 'slow', method: 'POST', delayMs: 60_000 });
        const { card } = await answering(bot);
        const open = await saysOf(bot, card, 'Oklart om svaret publicerades');
        await line(bot, 'Oklart om svaret publicerades');
        bot.pass(60);
        await bot.idle();
        expect(acts(bot)).toEqual([]);
        expect(open.verbs).not.toContain('reply');
        await bot.press(open, verb, effectOf(open));
        await saysOf(bot, card, says, 'Klar');
        expect(acts(bot)).toEqual(verb === 'retry' ? ['reply'] : []);
      },
      { municipality: 'filipstad' },
    ),
  );

  it('that still shows a deleted comment is not believed', () =>
    withBot(async (bot) => {
      const { id, card } = await removing(bot);
      await saysOf(bot, card, 'Dold ');
      const kept = structuredClone(onPage(bot, id));
      bot.fault({ kind: 'slow', method: 'GET', delayMs: 0 });
      bot.fault({ kind: 'slow', method: 'GET', delayMs: 500 });
      bot.pass(11);
      await eventually(() => acts(bot).includes('delete'), 'the deletion');
      if (kept) bot.graph.state.comments.push(kept);
      const open = await saysOf(bot, card, 'den syns fortfarande på Facebook');
      expect(open.json).not.toContain('Raderad ');
      await bot.press(open, 'retry', effectOf(open));
      await saysOf(bot, card, 'Raderad ');
    }));

  it('on which a hiding is unknown can be undone: it is shown again once that is settled', () =>
    withBot(async (bot) => {
      bot.fault({ kind: 'token-expired', method: 'GET', times: 2 });
      const { id, card } = await removing(bot);
      const open = await saysOf(bot, card, 'Oklart om kommentaren är dold');
      const undone = await bot.press(open, 'undo');
      expect(undone.json).toContain('Beställt: visa kommentaren igen');
      await bot.press(undone, 'by-hand', effectOf(undone));
      await saysOf(bot, card, 'Visas igen');
      expect(onPage(bot, id)?.hidden).toBe(false);
      expect(acts(bot)).toEqual(['hide', 'unhide']);
    }));
});

describe.concurrent('blocking', () => {
  const why = 'Samma svordomar efter två borttagningar och ett svar.';

  it('takes the removals that the rule asks for, then blocks and lifts the block', () =>
    withBot(async (bot) => {
      const insult = async (word: string) => {
        bot.comment(`${SWEARING} ${word}`);
        return bot.card(`vägarna! ${word}`);
      };
      const removal = { rule: 'LUD-04', reason: 'Kommentaren är en förolämpning.' };
      const condition = 'Kommentarerna sprids i kommunens namn.';
      const first = await bot.press(await insult('ett'), 'remove', removal);
      const refused = await bot.press(first, 'block', { why, period: '1', condition });
      expect(refused.json).toContain('räknas: 1. Det krävs 2.');
      const second = await bot.press(await insult('två'), 'remove', removal);
      expect((await bot.press(second, 'block', { why, period: '1' })).json).toContain('Något saknas');
      await saysOf(bot, second, 'Dold ');
      const blocking = await bot.press(second, 'block', { why, period: '1', condition });
      expect(blocking.json).toContain('Beställt: blockera kontot');
      // Acts of one ticket keep their order, so the block waits for the deletion.
      bot.pass(11);
      await saysOf(bot, second, 'Raderad ');
      const blocked = await saysOf(bot, second, 'Kontot blockerades');
      expect(bot.graph.state.blocked[bot.page]).toHaveLength(1);
      await bot.press(blocked, 'unblock');
      await saysOf(bot, second, 'Blockeringen hävdes');
      expect(bot.graph.state.blocked[bot.page]).toEqual([]);
    }));

  it('whose answer is lost is settled by asking who is blocked', () =>
    withBot(
      async (bot) => {
        bot.comment('Du är en jävla idiot!');
        const card = await bot.card(/VAL-\d+/u);
        await bot.press(card, 'remove', { rule: 'VAL-12', reason: 'Ett personangrepp.' });
        const removed = await saysOf(bot, card, 'Dold ');
        bot.fault({ kind: 'lost-answer', method: 'POST', path: 'blocked' });
        await bot.press(removed, 'block', { why, period: '1' });
        // The author's lane: a block does not wait for the undo window of the removal.
        await saysOf(bot, card, 'Kontot är blockerat, kontrollerat');
        expect(acts(bot)).toEqual(['hide', 'block']);
      },
      { municipality: 'vallentuna' },
    ));

  it('has no button, and no effect, where the rules do not speak of it', () =>
    withBot(
      async (bot) => {
        bot.comment('Du är en jävla idiot!');
        const card = await bot.card(/ESL-\d+/u);
        expect(card.verbs).not.toContain('block');
        const refused = await bot.press(card, 'block', { why, period: '1' });
        expect(refused.json).toContain('Inget gjordes');
        expect(await bot.query(`SELECT 1 FROM effect WHERE kind = 'block-author'`)).toEqual([]);
      },
      { municipality: 'eslov' },
    ));
});

describe.concurrent('a removal', () => {
  it('near to opinion waits for a second person', () =>
    withBot(
      async (bot) => {
        const id = bot.comment('Rösta på Centerpartiet i höst! Hur tänker ni om skolan?');
        const card = await bot.card('Centerpartiet');
        const asked = await bot.press(card, 'remove', { rule: 'VAL-19', reason: 'Politisk debatt.' });
        expect(asked.verbs).not.toContain('approve');
        await bot.idle();
        expect(acts(bot)).toEqual([]);
        const alone = await bot.press(asked, 'approve');
        expect(alone.json).toContain('En kollega måste godkänna.');
        await bot.press(asked, 'approve', {}, ERIK);
        await saysOf(bot, card, 'Dold ');
        expect(onPage(bot, id)?.hidden).toBe(true);
        bot.pass(11);
        await saysOf(bot, card, 'Raderad ');
        expect(acts(bot)).toEqual(['hide', 'delete']);
      },
      { municipality: 'vallentuna' },
    ));
});

describe.concurrent('what Facebook tells of', () => {
  it('our own acts is no one else’s doing', () =>
    withBot(async (bot) => {
      const { card } = await removing(bot);
      const hidden = await saysOf(bot, card, 'Dold ');
      await eventually(() => bot.graph.state.pending.length === 0, 'the echo taken');
      await bot.press(hidden, 'undo');
      const back = await saysOf(bot, card, 'Visas igen');
      await eventually(() => bot.graph.state.pending.length === 0, 'the second echo taken');
      await bot.idle();
      const journal = await bot.query<{ kind: string }>(
        `SELECT kind FROM journal WHERE kind LIKE '%elsewhere' OR kind = 'comment-gone'`,
      );
      expect(journal).toEqual([]);
      expect(back.verbs).toContain('remove');
    }));

  it('a comment hidden, shown and taken away by others stands on the card', () =>
    withBot(async (bot) => {
      const id = bot.comment(SWEARING);
      const card = await bot.card('LUD-10');
      const [before] = await bot.query<{ n: number }>(
        `SELECT count(*)::int n FROM journal WHERE municipality = 'ludvika'`,
      );
      bot.graph.deed({ op: 'hide', id });
      await eventually(() => bot.connector.cards(CHANNEL)[0]?.edits === 1, 'the card redrawn');
      bot.graph.deed({ op: 'unhide', id });
      await eventually(() => bot.connector.cards(CHANNEL)[0]?.edits === 2, 'the card redrawn');
      bot.graph.deed({ op: 'remove', id });
      const gone = await saysOf(bot, card, 'Klar');
      expect(gone.json).not.toContain('jävligt');
      const kinds = await bot.query<{ kind: string }>(
        `SELECT kind FROM journal WHERE municipality = 'ludvika' AND seq > ${before?.n} ORDER BY seq`,
      );
      expect(kinds.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['comment-hidden-elsewhere', 'comment-shown-elsewhere', 'comment-gone']),
      );
      expect(acts(bot)).toEqual([]);
    }));
});
