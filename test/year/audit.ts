import { sql } from 'kysely';
import { auditDigests } from './audit-digests.ts';
import { auditLines } from './audit-lines.ts';
import { TEXTS } from './citizens.ts';
import { type Findings, type NoteRow, type TicketRow, told } from './material.ts';
import { Office } from './office.ts';
import { kindOf } from './said.ts';
import type { Posted, Town } from './town.ts';
import type { Played } from './year.ts';

/** Compares what stands in the channels with what the journal's lives and the offices' days ask for. */
export async function auditYear(town: Town, played: Played): Promise<Findings> {
  const { rows: tickets } = await sql<TicketRow>`
    SELECT t.municipality, t.id AS ticket, c.external_id AS external, c.created_at AS created, c.arrived_at AS arrived,
      (SELECT array_agg(f ->> 'rule') FROM jsonb_array_elements(t.body #> '{screening,findings}') f) AS rules
    FROM ticket t JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment`.execute(
    town.kysely,
  );
  const { rows: notes } = await sql<NoteRow>`
    SELECT municipality, ticket, at, kind, by, data FROM journal ORDER BY municipality, seq`.execute(
    town.kysely,
  );
  const posted = await town.posted();
  const offices = new Map(
    town.places.map(({ municipality }) => [municipality, new Office(town.rulesDir, municipality)]),
  );
  const lines = auditLines(town, played, { posted, tickets, notes, offices });
  const digests = auditDigests(played, { posted, notes, offices });
  const hours = outOfHours(posted, offices);
  const missed = auditTickets(tickets, played);
  const count = (kind: string) => notes.filter((note) => note.kind === kind).length;
  return {
    figures: {
      ...played.figures,
      comments: played.planned.length,
      tickets: tickets.length,
      answered: count('question-answered'),
      'let stand': count('let-stand'),
      removed: count('removal-ordered'),
      snoozed: count('snoozed'),
      ...lines.figures,
      ...digests.figures,
    },
    violations: [...missed, ...hours, ...lines.violations, ...digests.violations],
  };
}

function auditTickets(tickets: readonly TicketRow[], { planned }: Played): string[] {
  const seen = Map.groupBy(tickets, ({ external }) => external);
  return planned.flatMap(({ externalId, kind, number }) => {
    const found = seen.get(externalId)?.length ?? 0;
    return found === (TEXTS[kind].ticket ? 1 : 0) ? [] : [`${found} tickets of comment ${number} (${kind})`];
  });
}

function outOfHours(posted: readonly Posted[], offices: ReadonlyMap<string, Office>): string[] {
  return posted
    .filter((one) => one.what === 'digest' || kindOf(one.text) !== 'other')
    .filter(({ municipality, atMs }) => !offices.get(municipality)?.isOpen(atMs))
    .map((one) => `outside office hours: ${told(one)}`);
}
