import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { freePort } from '../../src/local/free-port.ts';
import { startLocal } from '../../src/local/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'kommentarsvakten-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('starts two towns at the same moment, of which one gets the wanted port', async () => {
  const port = await freePort();
  const started = await Promise.all(
    ['ludvika', 'eslov'].map((municipality) =>
      startLocal({
        municipality,
        dataDir: join(folder, municipality),
        modelDir: inject('modelFolder'),
        port,
        sampleEveryMs: 0,
      }),
    ),
  );
  const urls = started.map(({ botUrl }) => botUrl);
  await Promise.all(started.map((local) => local.stop()));
  expect(urls).toContain(`http://127.0.0.1:${port}`);
  expect(new Set(urls).size).toBe(2);
}, 300_000);
