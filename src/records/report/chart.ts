import { cutAtWord } from '../../text/characters.ts';
import { escaped } from './escaped.ts';
import { shownText } from './shown-text.ts';
import type { Row, Table } from './table.ts';
import type { Say } from './words.ts';

/** In units of the drawing, which a screen of 320 px shows as they are. */
const WIDTH = 300;
const ROW = 38;
const BAR = 14;
const ROOM_FOR_NUMBER = 64;
const MOST_LABEL = 44;
/** As long as any few: its length says nothing. */
const FEW = 10;

/** Is there something to draw: two numbers or more, of which one is shown, and nothing but numbers? */
const isDrawn = ({ rows }: Table): boolean =>
  rows.length > 1 &&
  rows.every(({ shown }) => ['count', 'few', 'withheld'].includes(shown.kind)) &&
  rows.some(({ shown }) => shown.kind === 'count' && shown.count > 0);

/** A table's numbers as bars; null where a picture would tell nothing. The table beside it says the same in numbers. */
export function chartOf(table: Table, say: Say): string | null {
  if (!isDrawn(table)) return null;
  const most = Math.max(...table.rows.map(({ shown }) => (shown.kind === 'count' ? shown.count : 0)));
  const height = table.rows.length * ROW;
  const caption = say('chart', { caption: table.caption });
  const ids = { title: `${table.id}-title`, desc: `${table.id}-desc` };
  return [
    `<svg role="img" viewBox="0 0 ${WIDTH} ${height}" aria-labelledby="${ids.title} ${ids.desc}">`,
    `<title id="${ids.title}">${escaped(caption)}</title>`,
    `<desc id="${ids.desc}">${escaped(described(table, say))}</desc>`,
    ...table.rows.map((row, place) => bar(row, place * ROW, most, say)),
    '</svg>',
  ].join('\n');
}

const described = ({ rows }: Table, say: Say): string => {
  const told = rows.map(({ label, shown }) => `${cutAtWord(label, MOST_LABEL)}: ${shownText(shown, say)}`);
  const few = rows.some(({ shown }) => shown.kind === 'few') ? ` ${say('chart.few')}` : '';
  return `${told.join('; ')}.${few}`;
};

function bar({ label, shown }: Row, top: number, most: number, say: Say): string {
  const length = shown.kind === 'count' ? ((WIDTH - ROOM_FOR_NUMBER) * shown.count) / most : FEW;
  const drawn = Math.round(length * 10) / 10;
  const place = `x="1" y="${top + 18}" height="${BAR}" width="${drawn}"`;
  const shape =
    shown.kind === 'count'
      ? `<rect class="bar" ${place}/>`
      : shown.kind === 'few'
        ? `<rect class="few" ${place}/>`
        : '';
  const after = shape === '' || drawn === 0 ? 0 : drawn + 6;
  return `<text x="0" y="${top + 13}">${escaped(cutAtWord(label, MOST_LABEL))}</text>${shape}<text x="${after}" y="${top + 30}">${escaped(shownText(shown, say))}</text>`;
}
