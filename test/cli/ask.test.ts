import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAsk } from '../../src/cli/ask.ts';
import { runKv, runKvHere } from '../fakes/kv.ts';

/** Where the model is kept: trained once for all of these tests. */
const DATA_DIR = mkdtempSync(join(tmpdir(), 'kv-ask-'));

const ask = (args: readonly string[], stdin?: string) =>
  runKv(['ask', ...args], { settings: { DATA_DIR }, ...(stdin !== undefined && { stdin }) });

describe('kv ask', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    const { code, stderr } = await ask(['--municipality', 'ludvika', '--text', 'Du är dum']);
    expect([code, stderr]).toEqual([0, 'The model is trained from rules/examples, once.\n']);
  }, 180_000);
  afterAll(() => rmSync(DATA_DIR, { recursive: true }));

  it('answers one question with the exact quote, where it stands and what the municipality says', async () => {
    const { code, stderr, lines } = await ask(['--municipality', 'ludvika', '--text', 'Får man svära?']);
    expect([code, stderr]).toEqual([0, '']);
    expect(lines).toEqual([
      {
        id: null,
        municipality: 'ludvika',
        covered: true,
        sure: true,
        rules: [
          {
            id: 'LUD-10',
            quote: 'svordomar eller obscena ord',
            source: 'LUD-10 · Ludvika kommun, sidan om sociala medier, rad 25 (sidan har inget datum)',
            says: 'Kommunen skriver: ”Om något av ovanstående förekommer kommer vi att ta bort dessa inlägg omgående” (LUD-16). Det som tas bort diarieförs.',
          },
        ],
        answer: expect.stringContaining('”svordomar eller obscena ord”'),
      },
    ]);
  });

  it('answers a question about the bot itself, which has no rule', async () => {
    const { lines } = await ask(['--municipality', 'eslov', '--text', 'Hur ångrar jag en borttagning?']);
    expect(lines).toEqual([
      {
        id: null,
        municipality: 'eslov',
        covered: false,
        sure: true,
        rules: [],
        answer: expect.stringMatching(/^Tryck Ångra på kortet\./u),
      },
    ]);
  });

  it('answers each line of stdin in its order, in the language asked for', async () => {
    const questions = [
      { id: 'a', municipality: 'eslov', text: 'Får vi blockera någon?' },
      { id: 2, municipality: 'filipstad', text: 'Hur snabbt måste vi svara?', lang: 'en' },
      { municipality: 'filipstad', text: 'Hur gör Ludvika med politik?' },
    ];
    const { code, lines } = await ask(
      ['--stdin'],
      `\uFEFF${questions.map((line) => JSON.stringify(line)).join('\r\n\n')}`,
    );
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        id: 'a',
        municipality: 'eslov',
        covered: false,
        sure: true,
        rules: [],
        answer: expect.stringMatching(/^Ingen regel täcker detta\./),
      },
      { id: 2, rules: [{ id: 'FIL-06', says: expect.stringContaining('An aim') }] },
      { id: null, municipality: 'filipstad', about: 'ludvika', rules: [{ id: 'LUD-17' }, {}] },
    ]);
  });

  it('prints nothing when a line is bad, and names each fault with its line and field', async () => {
    const good = JSON.stringify({ id: 1, municipality: 'ludvika', text: 'Får man svära?' });
    const { code, stdout, stderr } = await ask(
      ['--stdin'],
      [
        good,
        '{"municipality": "karlstad", "text": "Hej"}',
        '{"municipality": "ludvika", "text": " "}',
        '{"municipality": "ludvika", "text": 7}',
        '{"municipality": "ludvika", "text": "Hej", "lang": "fi"}',
        '{"id": {}, "municipality": "ludvika", "text": "Hej"}',
        '{"municipality"',
        '[]',
      ].join('\n'),
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'line 2, municipality: expected one of angelholm, eslov, filipstad, ludvika, vallentuna, found "karlstad"',
      'line 3, text: expected a text that is not empty, found " "',
      'line 4, text: expected a text that is not empty, found 7',
      'line 5, lang: expected sv or en, found "fi"',
      'line 6, id: expected a text or a number, found {}',
      'line 7: expected JSON such as {"id": 1, "municipality": "<town>", "text": "May we block?"}',
      'line 8: expected an object {"id": …, "municipality": ID, "text": TEXT}',
    ]);
  });

  it('refuses with exit code 2', async () => {
    const { code, stdout, stderr } = await ask([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      '--municipality: expected one of angelholm, eslov, filipstad, ludvika, vallentuna, found nothing',
    );
  });

  it.each([
    [['--municipality', 'ludvika'], '--text: expected a text that is not empty, found nothing'],
    [['--stdin', '--text', 'x'], '--stdin: expected either it, or --municipality and --text'],
  ])('refuses %j, and answers nothing', async (args, message) => {
    await expect(runKvHere(addAsk, ['ask', ...args], { DATA_DIR })).rejects.toThrow(message);
  });
});
