import { beforeEach, describe, expect, it } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { eventually, type RunningApp, startRunningApp, stores } from '../fakes/running-app.ts';
import { CHANNEL } from '../fakes/teams-activities.ts';

const HOUR = 60;
const ludvika = samplePages().find(({ municipality }) => municipality === 'ludvika');
const [, onServer] = stores;

describe.each([
  ['Facebook', ludvika?.id ?? ''],
  ['Instagram', ludvika?.instagram?.id ?? ''],
])('a private message on %s whose window shuts at the weekend', (platform, account) => {
  let bot: RunningApp;
  beforeEach(async () => {
    const settings = await onServer[1]();
    bot = await startRunningApp({
      municipality: 'ludvika',
      instagram: true,
      at: '2026-03-27T10:00+01:00',
      settings,
    });
    return () => bot.close();
  });
  const write = (text: string) =>
    fetch(`${bot.graph.url}/_sim/messages`, {
      method: 'POST',
      body: JSON.stringify({ op: 'write', page: account, author: 'Kim Testsson', text }),
    });
  const card = () => bot.card('privat meddelande');
  const lines = () =>
    bot.connector.messages(CHANNEL).flatMap(({ thread, text }) => (thread !== null && text ? [text] : []));
  const said = (part: string) =>
    eventually(
      () => lines().find((text) => text.includes(part)),
      () => lines().join(' | '),
    );
  const passed = async (minutes: number) => {
    bot.pass(minutes);
    await bot.idle();
  };

  it('is reminded of on Friday, within office hours', async () => {
    await write('När öppnar hemtjänsten?');
    expect((await card()).json).toContain(`${platform} tar emot svar till lör 28 mars 10.0`);
    await passed(4 * HOUR + 55);
    expect(lines().join()).not.toContain('tar emot svar');
    await passed(6);
    expect(await said('tar emot svar till')).toMatch(/i morgon 10\.0|lör 28 mars 10\.0/u);
  });

  it('is said on Friday evening to be out of reach by Monday, and then to be', async () => {
    await passed(7 * HOUR + 30);
    await write('När öppnar hemtjänsten?');
    const { messageId, json } = await card();
    expect(json).toContain('lör 28 mars 17.3');
    expect(json).toContain('innan kontoret öppnar igen');
    // The first reminder of Monday's deadline, after the night on which the clocks went forward.
    await passed(66 * HOUR);
    const reminded = await said('Fönstret för svar stängde');
    expect(reminded).toContain(`inkorgen på ${platform}`);
    expect(lines().join()).not.toContain('tar emot svar');
    const shown = await bot.press(await bot.cardWhere(messageId, () => true), 'claim');
    expect(shown.json).toContain('Fönstret för svar stängde');
    expect(shown.json).not.toContain('tar emot svar');
  });
});
