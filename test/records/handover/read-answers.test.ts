import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isDiaryNumber, type NumberShape } from '../../../src/core/number-shape.ts';
import type { NumberOutcome } from '../../../src/ports/register.ts';
import { createAnswers } from '../../../src/records/handover/read-answers.ts';

const HERE = 'filipstad';
const REFERENCE = 'SM 2026-7';
const START = Temporal.Instant.from('2026-04-02T10:00:00Z');

let root: string;
let own: string;
let given: { municipality: string; number: string }[];
let outcome: NumberOutcome;
let shape: NumberShape | null;
let woken: number;
let seconds: number;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'answers-'));
  own = join(root, 'sekretess', HERE, REFERENCE);
  mkdirSync(own, { recursive: true });
  given = [];
  outcome = 'given';
  shape = null;
  woken = 0;
  seconds = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

const answers = () =>
  createAnswers({
    store: {
      awaitedNumbers: async () => [{ municipality: HERE, reference: REFERENCE }],
      giveNumber: async (municipality, _, { number, shape: told }) => {
        given.push({ municipality, number });
        return isDiaryNumber(number, told) ? outcome : 'bad-number';
      },
    },
    clock: { now: () => START.add({ seconds }) },
    settingsOf: () => ({ folder: join(root, 'in'), secretFolder: join(root, 'sekretess') }),
    policies: new Map([[HERE, { language: 'sv' }]]),
    shapeOf: () => shape,
    wake: () => {
      woken += 1;
    },
  });

describe('an answer in a folder', () => {
  it.each([
    ['svar.json', '{"number": "KS 2026/412", "by": "Platina"}'],
    ['svar.json', '\uFEFF{"number":"KS 2026/412"}'],
    ['dnr.txt', 'KS 2026/412\r\nmer'],
  ])('gives the number: %s %j', async (name, content) => {
    writeFileSync(join(own, name), content);
    expect(await answers()()).toBe(true);
    expect(given).toEqual([{ municipality: HERE, number: 'KS 2026/412' }]);
    expect(woken).toBe(1);
  });

  it.each(['{"number": ', '{"number": 7}', '{}', 'x'.repeat(5000)])(
    'that cannot be read says so: %j',
    async (content) => {
      writeFileSync(join(own, 'svar.json'), content);
      expect(await answers()()).toBe(false);
      expect(given).toEqual([]);
      expect(readFileSync(join(own, 'svar-fel.txt'), 'utf8')).toContain('kunde inte läsas');
    },
  );

  it('that conflicts says so, and is read again once it has been changed, not before', async () => {
    const look = answers();
    const path = join(own, 'dnr.txt');
    writeFileSync(path, 'KS 1');
    outcome = 'conflict';
    for (const at of [0, 20, 40]) {
      seconds = at;
      await look();
    }
    expect(given).toHaveLength(1);
    expect(readFileSync(join(own, 'svar-fel.txt'), 'utf8')).toContain('redan ett annat diarienummer');
    writeFileSync(path, 'KS 2');
    utimesSync(path, 1, 1);
    outcome = 'given';
    seconds = 60;
    expect(await look()).toBe(true);
    expect(given.at(-1)?.number).toBe('KS 2');
  });

  it.each([
    ['KS 2026/123', 'kommunens diarienummer, som skrivs till exempel KS 2026/123. Rätta filen'],
    [null, 'kommunens diarienummer. Rätta filen'],
  ])(
    'that does not look like the municipality’s numbers says so, with the example %j',
    async (example, said) => {
      shape = { pattern: '^KS \\d{4}/\\d+$', example };
      writeFileSync(join(own, 'dnr.txt'), '412');
      const look = answers();
      expect(await look()).toBe(false);
      expect(readFileSync(join(own, 'svar-fel.txt'), 'utf8')).toContain(said);
      writeFileSync(join(own, 'svar.json'), '{"number": "KS 2026/412"}');
      seconds = 15;
      expect(await look()).toBe(true);
    },
  );

  it('is looked for every 15 seconds, however often it is asked', async () => {
    const look = answers();
    await look();
    writeFileSync(join(own, 'dnr.txt'), 'KS 1');
    seconds = 14;
    expect(await look()).toBe(false);
    seconds = 15;
    expect(await look()).toBe(true);
  });

  it('is never a link to another file', async () => {
    writeFileSync(join(root, 'other.txt'), 'KS 1');
    symlinkSync(join(root, 'other.txt'), join(own, 'dnr.txt'));
    expect(await answers()()).toBe(false);
    expect(given).toEqual([]);
  });
});
