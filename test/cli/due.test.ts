import { describe, expect, it } from 'vitest';
import { addDue } from '../../src/cli/due.ts';
import { readInstant } from '../../src/cli/read-instant.ts';
import { runKv, runKvHere } from '../fakes/kv.ts';

const due = (args: readonly string[], stdin?: string) =>
  runKv(['due', ...args], { ...(stdin !== undefined && { stdin }) });
const asked = (municipality: string, at: string) => due(['--municipality', municipality, '--at', at]);
const line = (municipality: unknown, at: unknown) => JSON.stringify({ municipality, at });

const MAUNDY_THURSDAY = {
  municipality: 'filipstad',
  at: '2026-04-02T13:30:00Z',
  arrivedOn: '2026-04-02',
  dueOn: '2026-04-07',
  dueAt: '2026-04-07T14:00:00Z',
  promise: 'FIL-06',
  reminders: ['2026-04-07T10:00:00Z', '2026-04-07T13:00:00Z', '2026-04-08T06:00:00Z'],
};

describe('kv due', () => {
  it('tells when the answer to one comment is due and when it is reminded of', async () => {
    const { code, stderr, lines } = await asked('filipstad', '2026-04-02T15:30+02:00[Europe/Stockholm]');
    expect([code, stderr, lines]).toEqual([0, '', [MAUNDY_THURSDAY]]);
  });

  it('answers each line of stdin in its order, over empty lines and either line ending', async () => {
    const { code, stderr, lines } = await due(
      ['--stdin'],
      `\uFEFF${line('filipstad', '2026-04-02T15:30+02:00')}\r\n\n${line('ludvika', '2026-12-30T23:30Z')}`,
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(lines).toEqual([
      MAUNDY_THURSDAY,
      expect.objectContaining({
        municipality: 'ludvika',
        arrivedOn: '2026-12-31',
        dueOn: '2027-01-04',
        promise: null,
      }),
    ]);
  });

  it('has nothing to say to an empty stdin', async () => {
    expect(await due(['--stdin'], '')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('prints nothing when a line is bad, and names each fault with its line and field', async () => {
    const good = line('filipstad', '2026-04-02T15:30+02:00');
    const { code, stdout, stderr } = await due(
      ['--stdin'],
      [
        good,
        line('filipstad', '2026-02-30T12:00Z'),
        line('karlstad', '2026-04-02T15:30+02:00[Europe/Stockhom]'),
        '{"municipality": "filipstad"',
        '["filipstad"]',
        '{"municipality": "filipstad"}',
        line(7, 1775136600),
        good,
      ].join('\n'),
    );
    expect([code, stdout]).toEqual([2, '']);
    const towns = 'expected one of angelholm, eslov, filipstad, ludvika, vallentuna';
    const instant = 'expected an instant such as 2026-04-02T15:30+02:00';
    expect(stderr.trimEnd().split('\n')).toEqual([
      `line 2, at: ${instant}, found 2026-02-30T12:00Z`,
      `line 3, municipality: ${towns}, found "karlstad"`,
      'line 3, at: expected a time zone that exists, such as Europe/Stockholm, found Europe/Stockhom',
      expect.stringMatching(/^line 4: expected JSON/u),
      expect.stringMatching(/^line 5: expected an object/u),
      `line 6, at: ${instant}, found nothing`,
      `line 7, municipality: ${towns}, found 7`,
      `line 7, at: ${instant}, found 1775136600`,
    ]);
  });

  it('shows the first faults of a file that is wrong from end to end, and counts the rest', async () => {
    const { code, stderr } = await due(['--stdin'], 'x\n'.repeat(1000));
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(21);
    expect(stderr).toContain('and 980 more');
  });

  it.each([
    ['neither form', [], '--municipality: expected one of'],
    ['an unknown option', ['--when', 'now'], '--when'],
  ])('refuses %s with exit code 2', async (_, args, expected) => {
    const { code, stdout, stderr } = await due(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(expected);
  });

  it.each([
    ['no instant', ['--municipality', 'filipstad'], '--at: expected an instant'],
    ['no municipality', ['--at', '2026-04-02T13:30Z'], '--municipality: expected one of'],
    ['both forms', ['--stdin', '--at', '2026-04-02T13:30Z'], '--stdin: expected either it, or'],
    [
      'an unknown municipality',
      ['--municipality', '__proto__', '--at', '2026-04-02T13:30Z'],
      'found "__proto__"',
    ],
    [
      'no offset',
      ['--municipality', 'filipstad', '--at', '2026-04-02T15:30'],
      '--at: expected an offset or Z',
    ],
    ['an argument too many', ['filipstad'], 'too many arguments'],
  ])('refuses %s, and answers nothing', async (_, args, expected) => {
    await expect(runKvHere(addDue, ['due', ...args])).rejects.toThrow(expected);
  });
});

describe('an instant on a command line', () => {
  it.each([
    ['2026-04-02T15:30+02:00', '2026-04-02T13:30:00Z'],
    ['2026-04-02T13:30Z', '2026-04-02T13:30:00Z'],
    ['2026-04-02T13:30:00.5Z', '2026-04-02T13:30:00.5Z'],
    ['2026-04-02T15:30+02:00[Europe/Stockholm]', '2026-04-02T13:30:00Z'],
    ['2026-04-02T15:30+02:00[!Europe/Stockholm][u-ca=iso8601]', '2026-04-02T13:30:00Z'],
    ['2026-04-02T15:30+02:00[u-ca=gregory]', '2026-04-02T13:30:00Z'],
    ['2026-04-02T13:30Z[Europe/Stockholm]', '2026-04-02T13:30:00Z'],
    ['2026-10-25T02:30+01:00[Europe/Stockholm]', '2026-10-25T01:30:00Z'],
    ['1990-01-01T00:00Z', '1990-01-01T00:00:00Z'],
    ['2100-12-31T23:59:59Z', '2100-12-31T23:59:59Z'],
  ])('%s is %s', (written, instant) => {
    expect(readInstant(written).toString()).toBe(instant);
  });

  it.each([
    ['', 'an instant such as', 'nothing'],
    ['tomorrow', 'an instant such as', 'tomorrow'],
    ['2026-02-30T12:00Z', 'an instant such as', '2026-02-30T12:00Z'],
    ['2026-04-02T25:00Z', 'an instant such as', '2026-04-02T25:00Z'],
    ['2026-04-02', 'an offset or Z', '2026-04-02'],
    ['2026-04-02T15:30[Europe/Stockholm]', 'an offset or Z', '2026-04-02T15:30[Europe/Stockholm]'],
    ['2026-04-02T15:30+02:00[Europe/Stockhom]', 'a time zone that exists', 'Europe/Stockhom'],
    ['2026-04-02T15:30+02:00[Europe/London]', 'the offset that Europe/London has then, +01:00', ''],
    ['2026-03-29T02:30+01:00[Europe/Stockholm]', 'the offset that Europe/Stockholm has then, +02:00', ''],
    ['1989-12-31T23:59:59Z', 'a year from 1990 to 2100', '1989-12-31T23:59:59Z'],
    ['2101-01-01T00:00Z', 'a year from 1990 to 2100', '2101-01-01T00:00Z'],
  ])('%s is refused', (written, expected, found) => {
    expect(() => readInstant(written)).toThrow(`expected ${expected}`);
    expect(() => readInstant(written)).toThrow(`found ${found}`);
  });
});
