import { readFileSync } from 'node:fs';
import { chartOf } from './chart.ts';
import { escaped } from './escaped.ts';
import type { Report } from './report.ts';
import { shownText } from './shown-text.ts';
import type { Row, Table } from './table.ts';
import { reportWords, type Say } from './words.ts';

const CSS = new URL('page.css', import.meta.url);

/**
 * The report as one page: no script, nothing from elsewhere, readable at 320 px, in print and aloud (WCAG 2.1 AA, which
 * lagen 2018:1937 10 § asks of a municipality's own pages).
 */
export function reportHtml(report: Report): string {
  const say = reportWords(report.language);
  const title = `${report.title}: ${report.name}`;
  return `<!doctype html>
<html lang="${report.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
${readFileSync(CSS, 'utf8')}</style>
</head>
<body>
<a class="skip" href="#main">${escaped(say('skip'))}</a>
<header>
<h1>${escaped(title)}</h1>
<p>${escaped(report.lead)}</p>
${report.preliminary ? `<p class="notice">${escaped(say('preliminary'))}</p>` : ''}
</header>
${contents(report, say)}
<main id="main" tabindex="-1">
<section aria-labelledby="about">
<h2 id="about">${escaped(say('about.heading'))}</h2>
${report.about.map((text) => `<p>${escaped(text)}</p>`).join('\n')}
</section>
${report.sections.map((section) => sectionHtml(section, say)).join('\n')}
</main>
</body>
</html>
`;
}

function contents({ sections }: Report, say: Say): string {
  const links = [{ id: 'about', heading: say('about.heading') }, ...sections.map(anchored)];
  return `<nav aria-label="${escaped(say('contents'))}"><ul>
${links.map(({ id, heading }) => `<li><a href="#${id}">${escaped(heading)}</a></li>`).join('\n')}
</ul></nav>`;
}

const anchored = ({ id, heading }: Report['sections'][number]) => ({ id: `section-${id}`, heading });

function sectionHtml(section: Report['sections'][number], say: Say): string {
  const { id, heading } = anchored(section);
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(heading)}</h2>
${section.tables.map((table) => tableHtml(table, say)).join('\n')}
</section>`;
}

function tableHtml(table: Table, say: Say): string {
  const { id, caption, definition, columns, rows, total } = table;
  const about = `<p class="about" id="${id}-about">${escaped(definition)}</p>`;
  if (rows.length === 0)
    return `<div class="table"><h3>${escaped(caption)}</h3>${about}<p>${escaped(say('empty'))}</p></div>`;
  const [first, second] = columns.map(escaped);
  const foot =
    total === null
      ? ''
      : `<tfoot><tr><th scope="row">${escaped(say('total'))}</th><td>${escaped(shownText(total, say))}</td></tr></tfoot>`;
  const chart = chartOf(table, say);
  return `<div class="table"><h3>${escaped(caption)}</h3>
${about}
${chart === null ? '' : `<figure>${chart}</figure>`}
<table aria-describedby="${id}-about">
<caption>${escaped(caption)}</caption>
<thead><tr><th scope="col">${first}</th><th scope="col">${second}</th></tr></thead>
<tbody>
${rows.map((row) => rowHtml(row, say)).join('\n')}
</tbody>${foot}
</table></div>`;
}

const rowHtml = ({ label, note, shown }: Row, say: Say): string =>
  `<tr><th scope="row">${escaped(label)}${note === null ? '' : `<span class="note">${escaped(note)}</span>`}</th><td>${escaped(shownText(shown, say))}</td></tr>`;
