import type { PageAnswer } from '../simulator/answer.ts';
import { ControlError } from '../simulator/control.ts';
import { type Html, html } from '../simulator/html.ts';
import { answerFile, typed, wholePage } from '../simulator/page.ts';
import { doDeed, MemberDeed } from './control.ts';
import { frontPage, pageOf } from './page-html.ts';
import type { Wall } from './wall.ts';

/** The pages for people: `/`, `/page/{number}` and its form. Null for every other path. */
export function answerPage(wall: Wall, method: string, url: URL, form: URLSearchParams): PageAnswer | null {
  const file = answerFile(url.pathname);
  if (file !== null) return file;
  if (method === 'GET' && url.pathname === '/') return shown(200, frontPage(wall));
  const [, number = '', edge] = /^\/page\/(\d+)(\/comments)?$/.exec(url.pathname) ?? [];
  if (number === '') return null;
  const page = wall.page(number);
  if (page === undefined) return shown(404, html`<p>Sidan finns inte. <a href="/">Alla sidor</a></p>`);
  if (method === 'POST' && edge !== undefined) return comment(wall, number, form);
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
    back.set('problem', error.status === 400 ? 'empty' : 'gone');
  }
  return { status: 303, type: 'text/plain', body: '', headers: { location: `/page/${page}?${back}${at}` } };
}

function deedOf(page: string, form: URLSearchParams): MemberDeed {
  const field = (name: string) => form.get(name) || undefined;
  const [op, id, text] = [form.get('op'), form.get('comment'), typed(form, 'text')];
  const [post, parent, author] = [field('post'), field('parent'), field('author')];
  const written = { op: 'add', page, post, parent, author, text, photo: form.has('photo') };
  const asked = op === 'remove' ? { op, id } : op === 'edit' ? { op, id, text } : written;
  const deed = MemberDeed.safeParse(asked);
  if (!deed.success) throw new ControlError(400, 'expected a comment of 1 to 1250 characters');
  return deed.data;
}

const shown = (status: number, body: Html): PageAnswer => wholePage('Simulerat LinkedIn', status, body);
