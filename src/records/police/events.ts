import type { RecordItem } from '../../core/record-item.ts';
import type { PoliceFacts } from '../../ports/police.ts';
import { CSV_BOM, csvLine } from '../documents/csv.ts';
import type { Say } from './words.ts';

/** Something that happened to the comment, and whose clock says when. */
export interface PoliceEvent {
  readonly what: string;
  readonly at: Temporal.Instant;
  readonly source: 'platform' | 'bot';
}

/** Acts that tell the police something; the journal has the rest. */
const TOLD = ['hide-comment', 'delete-comment', 'reply-to-comment', 'reply-privately', 'block-author'];

/** Everything that happened to a comment, in order; what was only tried did not. */
export function eventsOf(items: readonly RecordItem[], { events }: PoliceFacts, say: Say): PoliceEvent[] {
  const [first] = items;
  const acts = items.find(({ inForce }) => inForce)?.acts ?? [];
  const told: PoliceEvent[] = [
    ...items.map(({ version, writtenAt: at }) => ({
      ...{ what: say('event.written', { version }), at, source: 'platform' as const },
    })),
    ...(first ? [{ what: say('event.arrived'), at: first.arrivedAt, source: 'bot' as const }] : []),
    ...acts.flatMap(({ kind, state, how, at }) =>
      at !== null && state === 'done' && how !== 'trial' && TOLD.includes(kind)
        ? [{ what: say(`event.act.${kind}`), at, source: 'bot' as const }]
        : [],
    ),
    ...events.map(({ seq, kind, at }) => ({
      ...{ what: say('event.journal', { seq, what: say(`journal.${kind}`) }), at, source: 'bot' as const },
    })),
  ];
  return told.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

/** A time in Sweden, to the second. */
export const localTime = (at: Temporal.Instant): string => {
  const local = at.toZonedDateTimeISO('Europe/Stockholm');
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'second' })} (${local.offset})`;
};

/** `handelser.csv`. */
export const eventsCsv = (events: readonly PoliceEvent[], say: Say): string =>
  [
    CSV_BOM,
    csvLine(['event', 'utc', 'local', 'source'].map((column) => say(`column.${column}`))),
    ...events.map(({ what, at, source }) =>
      csvLine([what, at.toString({ smallestUnit: 'second' }), localTime(at), say(`source.${source}`)]),
    ),
  ].join('');
