import { afterEach, describe, expect, it } from 'vitest';
import { lintCard } from '../cards/lint.ts';
import { eventually, type RunningApp, startRunningApp, storeInTurn } from '../fakes/running-app.ts';

/** Screening puts it before nobody. */
const SNOW =
  'Vi har bott här i trettio år och tycker att snön röjs lite långsammare för varje vinter som går';
const QUESTION =
  'Hej! När öppnar ni badhuset i Kragstalund igen efter renoveringen som skulle vara klar i våras?';
const POLITICS =
  'Rösta bort kommunstyrelsen i valet, den lägger ner alla våra skolor och tänker bara på sig själv';
const SAME = 'Samma eller nästan samma text har skrivits';

describe.each(storeInTurn)('the same text again and again, on %s', { timeout: 60_000 }, (_name, where) => {
  let bot: RunningApp;
  afterEach(() => bot.close());

  const begin = async (municipality: string) => {
    bot = await startRunningApp({ municipality, settings: await where() });
  };
  const taken = async () => {
    await eventually(() => bot.graph.state.pending.length === 0, 'the webhooks taken');
    await bot.idle();
  };
  const write = async (text: string, authors: readonly string[]) => {
    for (const author of authors) {
      bot.comment(text, author);
      await taken();
    }
  };
  const seven = (author = 'Kim Testsson') => Array.from({ length: 7 }, () => author);
  const rulesOf = async () =>
    (
      await bot.query<{ rules: string[] }>(
        `SELECT jsonb_path_query_array(body, '$.screening.findings[*].rule') AS rules FROM ticket ORDER BY number`,
      )
    ).map(({ rules }) => rules);
  const json = () => bot.cards().map((card) => card.json);

  it('is found in its author’s repetitions in Vallentuna, whose rule says so, and the first is left alone', async () => {
    await begin('vallentuna');
    await write(SNOW, seven());
    expect(await rulesOf()).toEqual(Array.from({ length: 5 }, () => ['VAL-17']));
    await bot.hurry(
      () => json().every((card) => card.includes(`${SAME} minst 5 gånger av samma konto`)),
      'the count',
    );
    await bot.hurry(() => bot.cards()[0]?.json.includes('nr 5') ?? false, 'the last one named');
    const [third] = bot.cards();
    expect(lintCard(JSON.parse(third?.json ?? ''))).toEqual([]);
    expect(third?.json).toContain('upprepade inlägg från samma användare kommer att tas bort');
    expect(third?.json.match(/(?<=" )nr \d/gu)?.toSorted()).toEqual(['nr 2', 'nr 3', 'nr 4', 'nr 5']);
    expect(third?.json).toContain('https://teams.microsoft.com/l/message/');
    expect(await bot.verify()).toMatchObject({ journal: { ok: true } });
  });

  it('is found in Ängelholm, and with a word changed', async () => {
    await begin('angelholm');
    await write(SNOW, ['Kim Testsson']);
    await write(`${SNOW}!!! 😡`, ['Kim Testsson']);
    await write(SNOW.replace('trettio', 'fyrtio'), ['Kim Testsson']);
    expect(await rulesOf()).toEqual([['ANG-17']]);
  });

  it('is said, and is no finding, where no rule speaks of it', async () => {
    await begin('filipstad');
    await write(SNOW, seven());
    expect(await rulesOf()).toEqual([]);
    await write(QUESTION, seven());
    expect(await rulesOf()).toEqual(Array.from({ length: 7 }, () => []));
    await bot.hurry(
      () => json().every((card) => card.includes(`${SAME} minst 5 gånger av samma konto`)),
      'the count',
    );
  });

  it('is no finding when twelve accounts write it once each, and every card says so', async () => {
    await begin('vallentuna');
    const twelve = Array.from({ length: 12 }, (_, index) => `Maja Ekdahl ${index + 1}`);
    await write(QUESTION, twelve);
    await bot.hurry(
      () => json().every((card) => card.includes(`${SAME} minst 10 gånger av minst 10 konton`)),
      'the count',
    );
    expect(await rulesOf()).toEqual(twelve.map(() => []));
    expect(json().every((card) => card.includes('bryter inte i sig mot någon regel'))).toBe(true);
    expect(await bot.query('SELECT count(*)::int AS n FROM breach')).toEqual([{ n: 0 }]);
  });

  it('is no spam when it is politics, however often', async () => {
    await begin('vallentuna');
    await write(POLITICS, seven());
    const rules = await rulesOf();
    expect(rules).toHaveLength(7);
    expect(rules.flat()).not.toContain('VAL-17');
    await bot.hurry(
      () => json().every((card) => card.includes(`${SAME} minst 5 gånger av samma konto`)),
      'the count',
    );
  });

  it('is nothing when it is a thank you', async () => {
    await begin('vallentuna');
    await write('Tack!', seven());
    await write('Grattis till er alla 🎉🎉🎉', seven());
    expect(await rulesOf()).toEqual([]);
    expect(await bot.query('SELECT count(*)::int AS n FROM comment_version WHERE alike IS NOT NULL')).toEqual(
      [{ n: 0 }],
    );
  });
});
