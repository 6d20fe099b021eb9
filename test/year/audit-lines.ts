import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TEXTS } from './citizens.ts';
import { type Expected, expectedLines, type Life, type Noted } from './expected.ts';
import { around, type Findings, instant, type Material, type NoteRow, near, told } from './material.ts';
import { kindOf } from './said.ts';
import type { Posted, Town } from './town.ts';
import type { Played } from './year.ts';

/** What changes what is awaited, or of whom. */
const LIFE = new Set([
  'ticket-opened',
  'ticket-reopened',
  'ticket-claimed',
  'ticket-released',
  'ticket-closed',
  'reply-ordered',
  'removal-ordered',
  'let-stand',
  'question-concluded',
  'own-reply-seen',
  'snoozed',
  'effect-done',
]);

/** Every ticket's reminders and escalations against those that its life asks for. */
export function auditLines(
  town: Town,
  played: Played,
  { posted, tickets, notes, offices }: Material,
): Findings {
  const said = Map.groupBy(
    posted.filter(({ what, text }) => what === 'line' && kindOf(text) !== 'other'),
    ({ municipality, ticket }) => `${municipality} ${ticket}`,
  );
  const journals = Map.groupBy(notes, ({ municipality, ticket }) => `${municipality} ${ticket}`);
  const kinds = new Map(played.planned.map(({ externalId, kind }) => [externalId, kind]));
  const figures = {
    reminders: 0,
    escalations: 0,
    'never known whether said': 0,
  };
  const violations: string[] = [];
  for (const row of tickets) {
    const { municipality, ticket, external } = row;
    const name = `${municipality} ${ticket}`;
    const office = offices.get(municipality);
    const kind = kinds.get(external);
    if (!office || !kind) {
      violations.push(`from nowhere: ticket ${name}`);
      continue;
    }
    const journal = (journals.get(name) ?? []).map(noted);
    const life: Life = {
      createdMs: row.created.epochMilliseconds,
      arrivedMs: row.arrived.epochMilliseconds,
      asks: TEXTS[kind].asks,
      removeWithin: shortestWord(town.rulesDir, municipality, row.rules ?? []),
      journal: journal.filter((note) => LIFE.has(note.kind)),
    };
    const expected = expectedLines(life, around(municipality, office, played));
    const unknown = journal.filter(
      ({ kind: what, data }) =>
        what === 'effect-unknown' && (data['kind'] === 'remind' || data['kind'] === 'escalate'),
    );
    figures['never known whether said'] += unknown.length;
    const lines = said.get(name) ?? [];
    figures.reminders += lines.filter(({ text }) => kindOf(text) === 'reminder').length;
    figures.escalations += lines.filter(({ text }) => kindOf(text) === 'escalation').length;
    violations.push(...compare(`${name} (${kind})`, expected, lines, unknown));
    said.delete(name);
  }
  for (const name of said.keys()) violations.push(`lines in the thread of no ticket: ${name}`);
  return { figures, violations };
}

/** Each expected line once, nothing else, the owner alone alerted; what the ledger does not know may be missing. */
function compare(
  name: string,
  expected: readonly Expected[],
  lines: readonly Posted[],
  unknown: readonly Noted[],
): string[] {
  const left = [...lines];
  const lost = [...unknown];
  const violations: string[] = [];
  for (const { atMs, what, mention } of expected) {
    const found = left.findIndex((line) => kindOf(line.text) === what && near(line.atMs, atMs));
    const line = left[found];
    const effect = what === 'reminder' ? 'remind' : 'escalate';
    const doubt = lost.findIndex(({ data, atMs: at }) => data['kind'] === effect && near(at, atMs));
    if (doubt !== -1) lost.splice(doubt, 1);
    if (line) {
      left.splice(found, 1);
      if (line.mention !== mention) violations.push(`alerted ${line.mention}, not ${mention}: ${told(line)}`);
    } else if (doubt === -1) violations.push(`missing ${what} at ${instant(atMs)}: ${name}`);
  }
  return [
    ...violations,
    ...left.map((line) => `not asked for, or twice: ${told(line)} of ${name}`),
    ...lost.map(({ atMs }) => `unknown at ${instant(atMs)}, where nothing was to be said: ${name}`),
  ];
}

function shortestWord(rulesDir: string, municipality: string, rules: readonly string[]): number | null {
  const { clock } = parse(readFileSync(join(rulesDir, `${municipality}.yaml`), 'utf8')) as {
    clock: { removals?: { covers: string[]; withinWorkingMinutes: number }[] };
  };
  const words = (clock.removals ?? [])
    .filter(({ covers }) => covers.some((rule) => rules.includes(rule)))
    .map(({ withinWorkingMinutes }) => withinWorkingMinutes);
  return words.length === 0 ? null : Math.min(...words);
}

const noted = ({ at, kind, by, data }: NoteRow): Noted => ({ atMs: at.epochMilliseconds, kind, by, data });
