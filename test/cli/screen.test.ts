import { describe, expect, inject, it } from 'vitest';
import { addScreen } from '../../src/cli/screen.ts';
import { runKv, runKvHere } from '../fakes/kv.ts';

const settings = { DATA_DIR: inject('modelFolder') };
const screen = (args: readonly string[], stdin?: string) =>
  runKv(['screen', ...args], { settings, ...(stdin !== undefined && { stdin }) });
const line = (value: unknown) => JSON.stringify(value);

describe('kv screen', () => {
  it('tells what screening makes of one comment, with quotes and the words it rests on', async () => {
    const written = 'Vilken jävla röra, vem ansvarar?';
    const { code, stderr, lines } = await screen(['--municipality', 'ludvika', '--text', written]);
    expect([code, stderr, lines.length]).toEqual([0, '', 1]);
    const [answer] = lines as [{ rules: { id: string; evidence: object[] }[] }];
    expect(answer).toMatchObject({
      id: null,
      municipality: 'ludvika',
      urgent: false,
      needsReply: expect.any(Boolean),
    });
    expect(answer).toMatchObject({ tier: 'flag', score: expect.any(Number), categories: expect.any(Array) });
    expect(answer.rules[0]).toMatchObject({
      id: 'LUD-10',
      quote: 'svordomar eller obscena ord',
      category: 'profanity',
      actions: expect.arrayContaining(['remove']),
    });
    expect(answer.rules[0]?.evidence).toContainEqual({
      start: 7,
      end: 12,
      text: 'jävla',
      why: 'lexicon: swearing',
    });
  });

  it('lines each line of stdin in its order', async () => {
    const { code, lines } = await screen(
      ['--stdin'],
      `${line({ id: 'a', municipality: 'eslov', text: 'Rösta på Centerpartiet i höst!', platform: 'facebook' })}\n\n${line({ id: 7, municipality: 'filipstad', text: '' })}\n`,
    );
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { id: 'a', municipality: 'eslov', tier: 'none' },
      { id: 7, municipality: 'filipstad', tier: 'none', rules: [] },
    ]);
  });

  it('refuses bad lines with exit code 2, and says where', async () => {
    const { code, stderr, lines } = await screen(
      ['--stdin'],
      `hej\n${line({ municipality: 'ludvika', text: 3 })}`,
    );
    expect([code, lines]).toEqual([2, []]);
    expect(stderr).toMatch(/line 1: expected JSON such as/);
    expect(stderr).toMatch(/line 2, text: expected a text, found 3/);
  });

  it.each([
    [
      'an unknown municipality',
      ['--municipality', 'kiruna', '--text', 'x'],
      /--municipality: expected one of .*found "kiruna"/,
    ],
    ['no text', ['--municipality', 'ludvika'], /--text: expected a text, found nothing/],
    ['two sources', ['--stdin', '--text', 'x'], /--stdin: expected either/],
  ])('refuses %s, and answers nothing', async (_, args, message) => {
    await expect(runKvHere(addScreen, ['screen', ...args], settings)).rejects.toThrow(message);
  });
});
