import { around, type Findings, type Material, near, told } from './material.ts';
import { dateOf, instantMs } from './office.ts';
import { saysRepeated } from './said.ts';
import type { Played } from './year.ts';

/** One digest for each municipality and working day, at its hour or as soon as the bot runs; a second says that it may be one. */
export function auditDigests(
  played: Played,
  { posted, notes, offices }: Omit<Material, 'tickets'>,
): Findings {
  const violations: string[] = [];
  const figures = { digests: 0, 'digests that may be a second': 0, 'digests missed in outages': 0 };
  const byDay = Map.groupBy(
    posted.filter(({ what }) => what === 'digest'),
    ({ municipality, atMs }) => `${municipality} ${dateOf(atMs)}`,
  );
  for (const [municipality, office] of offices) {
    const { runsFrom } = around(municipality, office, played);
    for (const { date, closesMs } of office.days) {
      const hourMs = instantMs(date, office.clock.digest);
      if (hourMs < played.fromMs || hourMs >= played.untilMs) continue;
      const name = `${municipality} ${date}`;
      const [first, ...more] = byDay.get(name) ?? [];
      byDay.delete(name);
      const atMs = runsFrom(hourMs);
      if (atMs >= closesMs) {
        figures['digests missed in outages'] += 1;
        if (first) violations.push(`a digest too late: ${told(first)}`);
        continue;
      }
      if (!first) {
        violations.push(`missing digest: ${name}`);
        continue;
      }
      figures.digests += 1;
      if (!near(first.atMs, atMs)) violations.push(`a digest at another time: ${told(first)}`);
      for (const again of more) {
        figures['digests that may be a second'] += 1;
        if (!saysRepeated(again.text))
          violations.push(`a second digest that does not say so: ${told(again)}`);
      }
      const journalled = notes.filter(
        (note) =>
          note.kind === 'digest-posted' && note.municipality === municipality && note.data['day'] === date,
      );
      if (journalled.length !== 1) violations.push(`journalled ${journalled.length} times: digest ${name}`);
    }
  }
  for (const name of byDay.keys()) violations.push(`a digest on a day off: ${name}`);
  return { figures, violations };
}
