import { STOCKHOLM } from '../../core/calendar.ts';
import { erasesComment } from '../../core/disposal.ts';
import type { DisposalRule } from '../../core/disposal-policy.ts';
import type { DisposalProtocol } from '../../ports/disposal.ts';
import { createPdf } from '../documents/pdf.ts';
import type { Block } from '../documents/pdf-blocks.ts';
import type { Sink } from '../documents/zip.ts';
import words from './words.json' with { type: 'json' };

type Language = 'sv' | 'en';
type Key = keyof typeof words;

/** Whose protocol it is, and how its people are called. */
export interface ProtocolAbout {
  readonly language: Language;
  readonly municipality: string;
  /** Entra object id → name; an id that is not there stands as it is. */
  readonly names: ReadonlyMap<string, string>;
}

/** Writes a disposal's protocol (gallringsprotokoll) as a PDF/A: the reading copy of the JSON that is kept. */
export async function writeProtocol(
  protocol: DisposalProtocol,
  about: ProtocolAbout,
  sink: Sink,
): Promise<void> {
  const { language } = about;
  const title = say(language, 'title', { reference: protocol.reference });
  const pdf = createPdf({ title, language, created: Temporal.Instant.from(protocol.endedAt) }, sink);
  for (const block of blocksOf(protocol, about, title)) await pdf.add(block);
  await pdf.end();
}

function blocksOf(protocol: DisposalProtocol, about: ProtocolAbout, title: string): Block[] {
  const { language } = about;
  const text = (key: Key, data?: Record<string, string | number>) => say(language, key, data);
  const stayed = Object.entries(protocol.stayed).map(([why, count]) => [
    text(`why.${why}` as Key),
    String(count),
  ]);
  return [
    { kind: 'heading', level: 1, text: title },
    { kind: 'fields', rows: [...decisionRows(protocol, about), ...deedRows(protocol, about)] },
    { kind: 'heading', level: 2, text: text('stayed') },
    stayed.length === 0
      ? { kind: 'text', text: text('nothingStayed') }
      : { kind: 'table', head: [text('reason'), text('count')], rows: stayed },
    { kind: 'heading', level: 2, text: text('readBack') },
    { kind: 'text', text: text('readBackWas', { ...protocol.readBack }) },
    { kind: 'heading', level: 2, text: text('remains') },
    { kind: 'text', text: text('remaining') },
    { kind: 'heading', level: 2, text: text('journal') },
    {
      kind: 'list',
      items: [protocol.journalBefore, protocol.journalAfter].map((head) => text('head', { ...head })),
    },
  ];
}

type Rows = (readonly [string, string])[];

function decisionRows(
  { rule, oldest, newest }: DisposalProtocol,
  { language, municipality }: ProtocolAbout,
): Rows {
  const text = (key: Key, data?: Record<string, string | number>) => say(language, key, data);
  return [
    [text('municipality'), municipality],
    [text('type'), text(`type.${rule.type}`)],
    [text('decision'), text('decided', { ...rule.decision })],
    [text('plan'), rule.plan],
    [text('term'), termOf(rule, language)],
    ...(oldest !== null && newest !== null
      ? [[text('period'), text('between', { from: dayOf(oldest), to: dayOf(newest) })] as const]
      : []),
  ];
}

function deedRows(protocol: DisposalProtocol, { language, names }: ProtocolAbout): Rows {
  const text = (key: Key, data?: Record<string, string | number>) => say(language, key, data);
  const { rule, disposed, versions, batches, proposed, firstId, lastId } = protocol;
  const nameOf = (id: string | null) => (id === null ? text('bot') : (names.get(id) ?? id));
  const acted = (who: string | null, at: string) => text('byAt', { who: nameOf(who), at: timeOf(at) });
  const count = Object.values(disposed).reduce((sum, some) => sum + some, 0);
  const left = erasesComment(rule.type) ? rule.leaves.map((what) => text(`leaves.${what}`)) : [];
  return [
    [text('proposed'), acted(protocol.proposedBy, protocol.proposedAt)],
    ...protocol.confirmedBy.map(({ by, at }) => [text('confirmed'), acted(by, at)] as const),
    [text('carriedOut'), text('between', { from: timeOf(protocol.begunAt), to: timeOf(protocol.endedAt) })],
    [text('method'), [text(erasesComment(rule.type) ? 'method.whole' : 'method.part'), ...left].join(' ')],
    [text('count'), text('counted', { proposed, disposed: count, batches })],
    ...(versions > 0 ? [[text('versions'), String(versions)] as const] : []),
    ...(firstId !== null && lastId !== null
      ? [[text('range'), text('between', { from: firstId, to: lastId })] as const]
      : []),
  ];
}

function termOf({ after, from }: DisposalRule, language: Language): string {
  if (!after || !from) return say(language, 'from.keep');
  const parts = (['years', 'months', 'days'] as const).flatMap((unit) =>
    after[unit] === undefined ? [] : [say(language, unit, { n: after[unit] })],
  );
  return [...parts, say(language, `from.${from}`)].join(' ');
}

const localTime = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(STOCKHOLM);
const dayOf = (instant: string): string => localTime(instant).toPlainDate().toString();
const timeOf = (instant: string): string => {
  const { hour, minute } = localTime(instant);
  return `${dayOf(instant)} ${String(hour).padStart(2, '0')}.${String(minute).padStart(2, '0')}`;
};

const say = (language: Language, key: Key, data: Record<string, string | number> = {}): string =>
  words[key][language].replace(/\{(\w+)\}/gu, (brace, name: string) => String(data[name] ?? brace));
