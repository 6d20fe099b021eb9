import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, inject, it } from 'vitest';

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');

/** Runs `kv screen` as a program of its own, with no setting but where the model is. */
async function screen(args: readonly string[], stdin?: string) {
  const child = spawn(process.execPath, [CLI, 'screen', ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], DATA_DIR: inject('modelFolder') },
  });
  child.stdin.end(stdin);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const lines = stdout.split('\n').filter(Boolean);
  return {
    code: child.exitCode,
    stderr,
    answers: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
const line = (value: unknown) => JSON.stringify(value);

describe('kv screen', () => {
  it('tells what screening makes of one comment, with quotes and the words it rests on', async () => {
    const written = 'Vilken jävla röra, vem ansvarar?';
    const { code, stderr, answers } = await screen(['--municipality', 'ludvika', '--text', written]);
    expect([code, stderr, answers.length]).toEqual([0, '', 1]);
    const [answer] = answers as [{ rules: { id: string; evidence: object[] }[] }];
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

  it('answers each line of stdin in its order', async () => {
    const { code, answers } = await screen(
      ['--stdin'],
      `${line({ id: 'a', municipality: 'eslov', text: 'Rösta på Centerpartiet i höst!', platform: 'facebook' })}\n\n${line({ id: 7, municipality: 'filipstad', text: '' })}\n`,
    );
    expect(code).toBe(0);
    expect(answers).toMatchObject([
      { id: 'a', municipality: 'eslov', tier: 'none' },
      { id: 7, municipality: 'filipstad', tier: 'none', rules: [] },
    ]);
  });

  it.each([
    [
      'an unknown municipality',
      ['--municipality', 'kiruna', '--text', 'x'],
      undefined,
      /--municipality: expected one of .*found "kiruna"/,
    ],
    ['no text', ['--municipality', 'ludvika'], undefined, /--text: expected a text, found nothing/],
    ['two sources', ['--stdin', '--text', 'x'], '', /--stdin: expected either/],
    ['a line that is no JSON', ['--stdin'], 'hej', /line 1: expected JSON such as/],
    [
      'a text that is a number',
      ['--stdin'],
      line({ municipality: 'ludvika', text: 3 }),
      /line 1, text: expected a text, found 3/,
    ],
  ])('refuses %s and says where', async (_, args, stdin, message) => {
    const { code, stderr, answers } = await screen(args, stdin);
    expect([code, answers]).toEqual([2, []]);
    expect(stderr).toMatch(message);
  });
});
