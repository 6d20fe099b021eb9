import { describe, expect, it } from 'vitest';
import { nowAndThen } from '../../src/app/now-and-then.ts';
import { startFakeConnector } from '../fakes/fake-connector.ts';
import { messageActivity } from '../fakes/teams-activities.ts';
import { STARTS_WITHIN_MS, startMain } from './start-main.ts';

describe('what can be made to happen as often as anyone likes', () => {
  it('is told at once, and then once a minute with how often', () => {
    const told: number[] = [];
    let now = 0;
    const happened = nowAndThen((count) => told.push(count), { everyMs: 60_000, nowMs: () => now });
    happened();
    expect(told).toEqual([1]);
    for (let times = 0; times < 1_000; times += 1) happened();
    now = 59_999;
    happened();
    expect(told).toEqual([1]);
    now = 60_000;
    happened();
    expect(told).toEqual([1, 1_002]);
    now = 200_000;
    happened();
    expect(told).toEqual([1, 1_002, 1]);
  });
});

it('tokens that prove nothing make one line of the log, which holds nothing of them', {
  timeout: STARTS_WITHIN_MS,
}, async () => {
  const connector = await startFakeConnector();
  const { issuer, options, appId } = connector;
  const bot = await startMain({
    MICROSOFT_APP_ID: appId,
    OUTBOUND_HOSTS: '127.0.0.1',
    BOT_OPENID_METADATA_URL: options.openIdMetadataUrl ?? '',
    BOT_TOKEN_ISSUER: options.tokenIssuer ?? '',
    BOT_LOGIN_URL: options.loginUrl ?? '',
  });
  const body = JSON.stringify(messageActivity({ serviceUrl: connector.url, appId, text: 'hjälp' }));
  const tokens = [
    await issuer.mintForged(),
    await issuer.mintForged(),
    await issuer.mint({ expiresIn: -3_600 }),
    await issuer.mint({ aud: 'another' }),
    await issuer.mint({ iss: 'https://evil.example' }),
    await issuer.mintHmac(),
    issuer.mintUnsigned(),
    'garbage',
    'a.b.c',
    '',
  ];
  for (const token of tokens) {
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await fetch(`http://127.0.0.1:${bot.port}/api/messages`, {
      method: 'POST',
      headers,
      body,
    });
    expect(status).toBe(401);
  }
  // An answer's line is written before the answer, so nothing is on its way now.
  const [listens = '', ...lines] = bot.said();
  expect(listens).toContain('listens on');
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    {
      level: 40,
      time: expect.any(Number),
      count: 1,
      msg: 'refused: a token that does not prove who sent the activity',
    },
  ]);
  bot.process.kill('SIGKILL');
  await connector.close();
});
