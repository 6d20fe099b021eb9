import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { samplePages } from '../../src/local/graph/seed.ts';
import { startGraphProcess } from '../../src/local/graph-process.ts';
import { startLocal } from '../../src/local/run.ts';
import { flagsOf, readSimulatedTime, simulatedClock } from '../../src/local/simulated-clock.ts';
import type { SimulatorProcess } from '../../src/local/simulator/process.ts';
import { openDatabase } from '../../src/store/open.ts';
import { copyEmbeddedTemplate } from '../fakes/databases.ts';

const SRC = join(import.meta.dirname, '..', '..', 'src', 'local');
const MAUNDY_THURSDAY = Temporal.Instant.from('2026-04-02T15:30+02:00');
const temporary = mkdtempSync(join(tmpdir(), 'simulated-time-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const hoursUntil = (at: Temporal.Instant): number => at.since(MAUNDY_THURSDAY).total({ unit: 'hours' });

describe('simulated time', () => {
  it('stands still until it begins, and then passes at its speed', () => {
    const machine = Temporal.Now.instant();
    const hours = (from: Temporal.Instant) =>
      hoursUntil(simulatedClock({ from, origin: MAUNDY_THURSDAY, speed: 3600 }).now());
    expect(hours(machine.add({ minutes: 1 }))).toBe(0);
    const anHourASecond = hours(machine.subtract({ seconds: 10 }));
    expect(anHourASecond).toBeGreaterThanOrEqual(10);
    expect(anHourASecond).toBeLessThan(15);
  });

  it('is read back from its flags as the same', () => {
    const time = readSimulatedTime({ now: '2026-04-02T15:30+02:00[Europe/Stockholm]', speed: '0.5' });
    expect(time.origin).toEqual(MAUNDY_THURSDAY);
    const [, since, , now, , speed] = flagsOf(time);
    expect(readSimulatedTime({ since, now, speed })).toEqual(time);
  });

  it('begins with the machine when only its speed is given', () => {
    const { from, origin, speed } = readSimulatedTime({ speed: '60' });
    expect([origin, speed]).toEqual([from, 60]);
  });

  it.each([
    [{ now: '2026-04-02T15:30' }, '--now: expected an offset'],
    [{ now: '2026-02-30T15:30Z' }, '--now: expected an instant'],
    [{ now: '2026-04-02T15:30+02:00[Europe/Stockhom]' }, '--now: expected a time zone that exists'],
    [{ since: 'yesterday' }, '--since: expected an instant'],
    [{ speed: '0' }, '--speed: expected a number above 0 and at most 100000, found 0'],
    [{ speed: '-1' }, '--speed: expected'],
    [{ speed: 'fast' }, '--speed: expected'],
    [{ speed: '' }, '--speed: expected a number above 0 and at most 100000, found nothing'],
    [{ speed: '1e9' }, '--speed: expected'],
  ])('refuses %j', (flags, expected) => {
    expect(() => readSimulatedTime(flags)).toThrow(expected);
  });

  it.each([
    ['main.ts', 1],
    [join('graph', 'main.ts'), 2],
  ])('stops %s before anything is started when a flag is wrong', (file, code) => {
    const folder = mkdtempSync(join(temporary, 'nothing-'));
    for (const [flag, value] of [
      ['--now', '2026-04-02T15:30'],
      ['--speed', 'fast'],
    ] as const) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(SRC, file), `${flag}=${value}`], {
        cwd: folder,
        encoding: 'utf8',
        timeout: 60_000,
      });
      expect([status, stdout]).toEqual([code, '']);
      expect(stderr).toMatch(new RegExp(`^${flag}: expected .*, found ${value}\n`, 'u'));
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  const [page] = samplePages();
  /** Lets a citizen write, and tells when the simulated Facebook says that was. */
  const writeOn = async (graphUrl: string): Promise<Temporal.Instant> => {
    const written = await fetch(`${graphUrl}/_sim/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ op: 'add', page: page?.id, message: 'När öppnar badhuset?' }),
    });
    const { id } = (await written.json()) as { id: string };
    const comments = (await (await fetch(`${graphUrl}/_sim/comments`)).json()) as Record<string, string>[];
    return Temporal.Instant.from(comments.find((comment) => comment['id'] === id)?.['createdAt'] ?? '');
  };

  it('is the same in the simulated Facebook, which is another process', async () => {
    const time = { from: Temporal.Now.instant(), origin: MAUNDY_THURSDAY, speed: 7200 };
    const secrets = { appSecret: 'secret', verifyToken: 'token' };
    const stateFile = join(temporary, 'facebook.json');
    const graph: SimulatorProcess = await startGraphProcess({
      stateFile,
      callback: 'http://127.0.0.1:9',
      ...secrets,
      time,
    });
    try {
      const clock = simulatedClock(time);
      const before = clock.now();
      const createdAt = await writeOn(graph.url);
      expect(Temporal.Instant.compare(before, createdAt)).not.toBe(1);
      expect(Temporal.Instant.compare(createdAt, clock.now())).not.toBe(1);
    } finally {
      await graph.stop();
    }
  });

  it('is that of the bot too', async () => {
    const time = { from: Temporal.Now.instant().add({ minutes: 1 }), origin: MAUNDY_THURSDAY, speed: 7200 };
    const dataDir = copyEmbeddedTemplate();
    const municipality = page?.municipality ?? '';
    const local = await startLocal({
      municipality,
      dataDir,
      modelDir: inject('modelFolder'),
      port: 0,
      sampleEveryMs: 0,
      time,
    });
    await local.stop();
    const database = await openDatabase<{ journal: { at: Temporal.Instant } }>({ dataDir });
    try {
      const entries = await database.kysely.selectFrom('journal').select('at').execute();
      expect(entries.length).toBeGreaterThan(0);
      for (const { at } of entries) expect(at).toEqual(MAUNDY_THURSDAY);
    } finally {
      await database.close();
    }
  });
});
