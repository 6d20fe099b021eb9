import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';
import { ANNA, CHANNEL, ERIK } from '../fakes/teams-activities.ts';

const QUESTION = 'Hej! När öppnar biblioteket på lördagar?';
/** Maundy Thursday 2026, 15.30 in Sweden; the next working day is Tuesday 7 April. */
const MAUNDY_THURSDAY = '2026-04-02T15:30+02:00';
const HOUR = 60;
const DAY = 24 * HOUR;

describe.each(storeInTurn)('the clock on %s', (_, where) => {
  let bot: RunningApp;
  const start = async (options: Parameters<typeof startRunningApp>[0] = {}) => {
    bot = await startRunningApp({ at: MAUNDY_THURSDAY, ...options, settings: { ...(await where()) } });
    bot.connector.setMember(ANNA.aadObjectId ?? '', { id: ANNA.id, name: ANNA.name });
    bot.connector.setMember(ERIK.aadObjectId ?? '', { id: ERIK.id, name: ERIK.name });
    return bot;
  };
  afterEach(async () => {
    await bot.close();
  });
  /** What was said in threads of the channel, oldest first. */
  const lines = () =>
    bot.connector
      .messages(CHANNEL)
      .flatMap(({ thread, text }) => (thread !== null && text && !text.startsWith('Klart.') ? [text] : []));
  const said = (part: string) =>
    eventually(
      () => lines().find((text) => text.includes(part)),
      () => `"${part}" said; there is: ${lines().join(' | ')}`,
    );
  const puts = (messageId: string) =>
    bot.connector.messages(CHANNEL).find((one) => one.messageId === messageId)?.edits;

  it('reminds on the working day alone, and mentions only whoever took the comment', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    expect(card.json).toContain('Svara senast tis 7 apr 16.00');
    await bot.press(card, 'claim', {}, ERIK);
    await eventually(() => (puts(card.messageId) ?? 0) > 0, 'the card put after the press');
    const before = puts(card.messageId);
    // Good Friday, the weekend and Easter Monday pass.
    for (let day = 0; day < 4; day++) {
      bot.pass(DAY);
      await bot.idle();
    }
    expect(lines()).toEqual([]);
    bot.pass(12 * HOUR);
    await bot.idle();
    bot.pass(9 * HOUR);
    await said(`<at>${ERIK.name}</at> Svaret ska ut i dag 16.00.`);
    const [line] = bot.connector.requests.filter(
      ({ act, thread }) => act === 'post' && thread === card.messageId,
    );
    expect(line?.body['entities']).toEqual([
      { type: 'mention', text: `<at>${ERIK.name}</at>`, mentioned: { id: ERIK.id, name: ERIK.name } },
    ]);
    // Except at night, when an aged card is redrawn: never by a reminder.
    expect((puts(card.messageId) ?? 0) - (before ?? 0)).toBeLessThanOrEqual(1);
    expect(lines()).toHaveLength(1);
  });

  it('escalates once to the lead what nobody has taken, and says on the card at night that it is late', async () => {
    await start();
    bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    bot.pass(4 * DAY + 23.75 * HOUR);
    await said('Ingen har tagit kommentaren. Svaret ska ut i dag 16.00.');
    await said(`<at>${ANNA.name}</at> Ingen har tagit kommentaren. Tiden går ut i dag 16.00.`);
    bot.pass(5 * HOUR);
    await bot.cardWhere(card.messageId, (json) =>
      json.includes('Försenat. Svaret skulle ha gått ut tis 7 apr 16.00'),
    );
    bot.pass(12.5 * HOUR);
    await said('Svaret har inte gått ut. Tiden gick ut tis 7 apr 16.00.');
    await bot.idle();
    expect(lines().filter((text) => text.includes('<at>'))).toHaveLength(1);
  });

  it('closes what the account has answered on the platform, and says who did', async () => {
    await start();
    const id = bot.comment(QUESTION);
    const card = await bot.card('biblioteket');
    bot.graph.deed({
      op: 'add',
      page: bot.page,
      parent: id,
      author: '-',
      asPage: true,
      message: 'Kl. 10.',
      anonymous: false,
      photo: false,
    });
    const closed = await bot.cardWhere(card.messageId, (json) => json.includes('Klar'));
    expect(closed.json).toContain('Besvarad direkt på Facebook');
    expect(await bot.query(`SELECT answered_how FROM ticket`)).toEqual([{ answered_how: 'elsewhere' }]);
  });

  it('alerts whoever is on duty, without a word of the text, of a secret comment at the weekend', async () => {
    await start({ duty: ERIK.aadObjectId ?? '' });
    bot.pass(2 * DAY);
    bot.comment('Min granne Tolva Tolvansson 121212-1212 har fått socialbidrag.');
    const card = await bot.card('Texten visas inte i kanalen');
    // The alert looks for the card that it names, and then once more.
    await bot.idle();
    bot.pass(1);
    const personal = await eventually(
      () => bot.connector.cards(`a:personal-${ERIK.aadObjectId}`)[0],
      'an alert in the duty person’s own chat',
    );
    const told = JSON.stringify(personal.card);
    expect(told).toContain('Känslig kommentar att bedöma · Filipstad. Kortet finns i kanalen.');
    expect(told).not.toMatch(/Tolva|121212/u);
    await bot.cardWhere(card.messageId, (json) => json.includes('Jouren larmades'));
  });

  it('computes open tickets anew when the calendar has changed, journals it and tells on the card', async () => {
    const rulesDir = mkdtempSync(join(tmpdir(), 'kv-rules-'));
    cpSync(join(import.meta.dirname, '..', '..', 'rules'), rulesDir, { recursive: true });
    try {
      await start({ rulesDir });
      bot.comment(QUESTION);
      const card = await bot.card('Svara senast tis 7 apr 16.00');
      const file = join(rulesDir, 'filipstad.yaml');
      const closed = 'closedDays: [{ date: 2026-04-07, name: Klämdag }]';
      writeFileSync(file, readFileSync(file, 'utf8').replace('closedDays: []', closed));
      await bot.restart();
      await bot.cardWhere(card.messageId, (json) => json.includes('Svara senast ons 8 apr 16.00'));
      const journal = await bot.query<{ data: object }>(
        `SELECT data FROM journal WHERE kind = 'deadline-changed'`,
      );
      expect(journal).toMatchObject([
        { data: { from: '2026-04-07T14:00:00Z', to: '2026-04-08T14:00:00Z', promise: 'FIL-06' } },
      ]);
      expect(
        await bot.query(`SELECT due_at FROM effect WHERE kind = 'remind' AND state = 'pending'`),
      ).toEqual([{ due_at: Temporal.Instant.from('2026-04-08T10:00:00Z') }]);
    } finally {
      rmSync(rulesDir, { recursive: true, force: true });
    }
  });
});
