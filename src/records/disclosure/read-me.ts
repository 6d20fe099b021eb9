import { localDay } from '../../core/calendar.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { RecordQuery } from '../../core/record-item.ts';
import type { PackageCounts, Request } from '../../core/request.ts';
import { filled } from '../record-words.ts';
import type { DisclosureWords } from './disclosure-words.ts';

/** What the package holds, by number. */
export interface Contents extends PackageCounts {
  readonly context: number;
  readonly media: number;
  readonly unsettled: number;
}

/** `LÄS MIG.txt`: what this is, how it is written, what it costs, and what to do where something was not given. */
export function readMe(
  policy: Pick<Policy, 'name' | 'disclosure'>,
  { request, query }: { request: Pick<Request, 'reference'> | null; query: RecordQuery },
  contents: Contents,
  words: DisclosureWords,
): string {
  const { readMe: said } = words;
  const { unsettled, ...counts } = contents;
  const fees = policy.disclosure?.fees ?? [];
  const data: Record<string, string> = {
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
    name: policy.name,
    reference: request?.reference ?? said.noReference,
    from: localDay(query.from).toString(),
    to: localDay(query.to.subtract({ nanoseconds: 1 })).toString(),
    selection: selectionOf(query, words),
    unsettled: unsettled === 0 ? '' : filled(said.unsettled, { count: String(unsettled) }),
    maskedExample: filled(words.masked, { lagrum: '21 kap. 1 §' }),
    fees: fees.length > 0 ? fees.join('\r\n') : said.noFees,
    court: policy.disclosure?.court ?? said.court,
  };
  return `\uFEFF${said.lines
    .filter((line) => line !== '{unsettled}' || unsettled > 0)
    .map((line) => filled(line, data))
    .join('\r\n')}\r\n`;
}

function selectionOf(query: RecordQuery, { readMe: { by, everything } }: DisclosureWords): string {
  const { platform, account, ticket, author, words } = query;
  const asked = { platform: platform && platformTitle(platform), account, ticket, author, words };
  const all = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [filled(by[name as keyof typeof by], { value: String(value) })],
  );
  return all.length === 0 ? everything : all.join('; ');
}
