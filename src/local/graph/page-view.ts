import { readFileSync } from 'node:fs';
import { CitizenDeed, ControlError, doDeed } from './control.ts';
import { type Html, html } from './html.ts';
import { frontPage, pageOf } from './page-html.ts';
import type { Wall } from './wall.ts';

/** An answer for a browser. */
export interface PageAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

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

/** The pages for people: `/`, `/page/{id}` and its form. Null for every other path. */
export function answerPage(wall: Wall, method: string, url: URL, form: URLSearchParams): PageAnswer | null {
  const file = FILES[url.pathname];
  if (file !== undefined) return { status: 200, ...file };
  if (method === 'GET' && url.pathname === '/') return shown(200, frontPage(wall));
  const [, id = '', edge] = /^\/page\/(\d+)(\/comments)?$/.exec(url.pathname) ?? [];
  if (id === '') return null;
  const page = wall.page(id);
  if (page === undefined) return shown(404, html`<p>Sidan finns inte. <a href="/">Alla sidor</a></p>`);
  if (method === 'POST' && edge !== undefined) return comment(wall, id, form);
  const [as, edit, problem] = ['as', 'edit', 'problem'].map((name) => url.searchParams.get(name));
  return shown(200, pageOf(wall, page, { as: as ?? '', edit: edit ?? null, problem: problem ?? null }));
}

/** What was sent, then back to the page: a reload sends nothing twice. */
function comment(wall: Wall, page: string, form: URLSearchParams): PageAnswer {
  const back = new URLSearchParams({ as: form.get('author') ?? '' });
  let at = '';
  try {
    at = `#c-${doDeed(wall, deedOf(page, form)).id}`;
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    back.set('problem', error.status === 409 ? 'blocked' : error.status === 400 ? 'empty' : 'gone');
  }
  return { status: 303, type: 'text/plain', body: '', headers: { location: `/page/${page}?${back}${at}` } };
}

function deedOf(page: string, form: URLSearchParams): CitizenDeed {
  const field = (name: string) => form.get(name) || undefined;
  const [op, id] = [form.get('op'), form.get('comment')];
  const message = (field('message') ?? '').replaceAll('\r\n', '\n').trim();
  const asked = () => {
    if (op === 'remove') return { op, id };
    if (op === 'edit') return { op, id, message };
    const [post, parent, author] = [field('post'), field('parent'), field('author')];
    return { op: 'add', page, post, parent, author, message, photo: form.has('photo') };
  };
  const deed = CitizenDeed.safeParse(asked());
  const emptied = op === 'edit' && message === '';
  if (!deed.success || emptied) throw new ControlError(400, 'expected a comment of 1 to 8000 characters');
  return deed.data;
}

function shown(status: number, body: Html): PageAnswer {
  const page = html`<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulerat Facebook</title>
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
