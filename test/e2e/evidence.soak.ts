import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Local, startLocal } from '../../src/local/run.ts';
import { readCases } from '../eval/cases.ts';
import { SEED } from '../soak/form.ts';
import { openPlayground, type PlaygroundPage } from './playground-page.ts';

const KEEP = process.env['UPDATE_SCREENSHOTS'] === '1';
const ORDINARY = join(import.meta.dirname, '..', 'eval', 'ordinary', 'first', 'ludvika.jsonl');
/** Some get no card: screening does not find all. */
const WRITTEN = 20;
const SHOWN = 10;

describe('what a card rests on, in a browser', { timeout: 180_000 }, () => {
  let local: Local;
  let teams: PlaygroundPage;
  const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
  const shots = KEEP ? join(import.meta.dirname, 'screenshots') : join(folder, 'screenshots');

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    local = await startLocal({
      ...{ municipality: 'ludvika', dataDir: join(folder, 'data'), modelDir: inject('modelFolder') },
      ...{ port: 0, sampleEveryMs: 0 },
    });
    teams = await openPlayground(local.playgroundUrl);
    await teams.channel('Moderering');
  }, 120_000);
  afterAll(async () => {
    await teams?.close();
    await local?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`stands on it: the first ${SHOWN} cards of ${WRITTEN} ordinary breaches, in an order by seed ${SEED}`, async () => {
    const breaches = readCases(ORDINARY).filter(({ rules }) => (rules ?? []).length > 0);
    for (const { text } of shuffled(breaches, SEED).slice(0, WRITTEN)) {
      const body = {
        op: 'add',
        page: local.pageUrl.split('/').at(-1),
        author: 'Kim Testsson',
        message: text,
      };
      const headers = { 'content-type': 'application/json' };
      await fetch(`${local.graphUrl}/_sim/comments`, { method: 'POST', headers, body: JSON.stringify(body) });
    }
    for (let number = 1; number <= SHOWN; number++) {
      const card = teams.card(`Nr ${number} ·`);
      await card.waitFor({ timeout: 60_000 });
      await card.screenshot({ path: join(shots, `evidence-${number}.png`) });
      // A rule in the municipality's own words, or that none speaks of it and a person should look.
      expect(await card.innerText()).toMatch(/LUD-\d+|BBS-5|behöva svar|brådska|titta/iu);
    }
  });
});

/** In an order that the seed alone decides. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = seed;
  const keyed = list.map((one) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return { one, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}
