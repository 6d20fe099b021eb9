import { readFileSync } from 'node:fs';
import type { PageAnswer } from './answer.ts';
import { type Html, html } from './html.ts';

/** Imagined people to write as. */
const CITIZENS = [
  'Kim Testsson',
  'Alva Provman',
  'Birger Exempelén',
  'Cecilia Påhittad',
  'Dragan Låtsasson',
  'Elin Uppdiktad',
  'Farah Skenberg',
  'Göte Fantasi',
];

const FILES: Readonly<Record<string, { type: string; body: Buffer }>> = {
  '/page.css': {
    type: 'text/css; charset=utf-8',
    body: readFileSync(new URL('./view/page.css', import.meta.url)),
  },
  '/page.js': {
    type: 'text/javascript; charset=utf-8',
    body: readFileSync(new URL('./view/page.js', import.meta.url)),
  },
};

const CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' http: https:; form-action 'self'";

/** The style and the script of the pages; null for every other path. */
export function answerFile(path: string): PageAnswer | null {
  const file = FILES[path];
  return file === undefined ? null : { status: 200, ...file };
}

/** A whole page around `body`. A part of it with an id and the class `live` redraws itself every third second. */
export function wholePage(title: string, status: number, body: Html): PageAnswer {
  const page = html`<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>${body}</body>
</html>`;
  return {
    status,
    type: 'text/html; charset=utf-8',
    body: page.text,
    headers: { 'content-security-policy': CSP },
  };
}

/** So many comments, in words. */
export const counted = (comments: number): string =>
  comments === 1 ? '1 kommentar' : `${comments} kommentarer`;

/** An instant as people in Sweden read it. */
export function timeOf(instant: string): Html {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Stockholm');
  const words = local.toLocaleString('sv-SE', { dateStyle: 'medium', timeStyle: 'short' });
  return html`<time datetime="${instant}">${words}</time>`;
}

/** Whom a form is written as: one of the imagined people, `as` chosen beforehand. */
export function citizenChoice(as: string): Html {
  const people = CITIZENS.map((name) =>
    name === as ? html`<option selected>${name}</option>` : html`<option>${name}</option>`,
  );
  return html`<label>Som <select name="author">${people}</select></label>`;
}

/** A form's text as it was typed, with plain line breaks and nothing around it. */
export const typed = (form: URLSearchParams, name: string): string =>
  (form.get(name) ?? '').replaceAll('\r\n', '\n').trim();
