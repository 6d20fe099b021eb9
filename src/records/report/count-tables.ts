import { PlatformName, platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { ReportFacts } from '../../ports/report.ts';
import { shownInBand, WITHHELD } from './small-cells.ts';
import { looseTable, summedTable, type Table, valueTable } from './table.ts';
import type { Say } from './words.ts';

/** Every platform in its place, also where nothing came from it. */
const byPlatform = (countOf: (platform: PlatformName) => number) =>
  PlatformName.options.map((key) => ({ key, label: platformTitle(key), count: countOf(key) }));

/** What came in. */
export const arrivedTable = ({ arrived }: ReportFacts, say: Say): Table =>
  summedTable(
    { id: 'arrived', say, first: 'platform' },
    byPlatform((of) => arrived.find(({ platform }) => platform === of)?.count ?? 0),
  );

/** What was private. */
export const messageTable = ({ messages: count }: ReportFacts, say: Say): Table =>
  looseTable({ id: 'messages', say }, [{ key: 'received', label: say('messages.received'), count }]);

/** Why staff were asked: for the law's sake, the municipality's rules', or the person's. */
export function ticketTable({ tickets }: ReportFacts, { law }: Policy, say: Say): Table {
  const sourceOf = ({ source, rule }: ReportFacts['tickets'][number]) => {
    if (source !== 'finding') return source;
    return law.some(({ id }) => id === rule) ? 'law' : 'rule';
  };
  const keys = ['law', 'rule', 'question', 'message', 'other'] as const;
  return summedTable(
    { id: 'tickets', say },
    keys.map((key) => ({
      key,
      label: say(`tickets.${key}`),
      count: tickets.filter((one) => sourceOf(one) === key).reduce((sum, { count }) => sum + count, 0),
    })),
  );
}

/** The share is that of whole numbers which are all shown: so it tells nothing more than they do. */
export function screeningTable(
  { wrongFlags }: ReportFacts,
  { arrived, tickets }: { readonly arrived: Table; readonly tickets: Table },
  say: Say,
): Table {
  const [all, posted] = [arrived.total, tickets.total];
  const inPrivate = tickets.rows.find(({ key }) => key === 'message')?.shown;
  const isShown = all?.kind === 'count' && posted?.kind === 'count' && inPrivate?.kind === 'count';
  const shown =
    isShown && all.count > 0
      ? {
          kind: 'share' as const,
          percent: Math.round((100 * (posted.count - inPrivate.count)) / all.count),
        }
      : WITHHELD;
  const wrong = looseTable({ id: 'screening', say }, [
    { key: 'wrong', label: say('screening.wrong'), count: wrongFlags },
  ]);
  const share = { key: 'share', label: say('screening.share'), note: null, shown };
  return { ...wrong, columns: [say('column.what'), say('column.value')], rows: [share, ...wrong.rows] };
}

/** Published answers: those of the bot, and those that were given past it. */
export const replyTable = ({ replies }: ReportFacts, say: Say): Table =>
  looseTable({ id: 'replies', say }, [
    { key: 'here', label: say('replies.here'), count: replies.here },
    { key: 'elsewhere', label: say('replies.elsewhere'), count: replies.elsewhere },
  ]);

/** Blocks are few, and go on: what is in force stands in a band. */
export function blockTable({ blocks: { made, lifted, active } }: ReportFacts, say: Say): Table {
  const table = looseTable({ id: 'blocks', say }, [
    { key: 'made', label: say('blocks.made'), count: made },
    { key: 'lifted', label: say('blocks.lifted'), count: lifted },
  ]);
  const band = { key: 'active', label: say('blocks.active'), note: null, shown: shownInBand(active) };
  return { ...table, rows: [...table.rows, band] };
}

const ENTRY_KINDS = ['comment', 'message', 'request', 'decision', 'police-report', 'disposal'];

/** The register's entries by kind. No sum: what is registered of removals could otherwise be worked out from theirs. */
export const registerTable = ({ register }: ReportFacts, say: Say): Table =>
  looseTable(
    { id: 'register', say },
    ENTRY_KINDS.map((key) => ({
      key,
      label: say(`register.${key}`),
      count: register.find(({ kind }) => kind === key)?.count ?? 0,
    })),
  );

/** What did not go through. A silence is its platform's, and points to nobody: it is told exactly. */
export function reliabilityTables({ acts, unheard }: ReportFacts, say: Say): Table[] {
  const silences = (id: string, of: 'count' | 'hours') =>
    valueTable(
      { id, say, first: 'platform' },
      byPlatform((on) => unheard.find(({ platform }) => platform === on)?.[of] ?? 0).map(
        ({ key, label, count }) => ({ key, label, shown: { kind: 'count', count } }),
      ),
    );
  const ended = looseTable({ id: 'acts', say }, [
    { key: 'failed', label: say('acts.failed'), count: acts.failed },
    { key: 'unknown', label: say('acts.unknown'), count: acts.unknown },
  ]);
  return [ended, silences('gaps', 'count'), silences('gapHours', 'hours')];
}
