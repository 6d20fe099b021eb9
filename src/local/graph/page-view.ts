import type { PageAnswer } from '../simulator/answer.ts';
import { ControlError } from '../simulator/control.ts';
import { type Html, html } from '../simulator/html.ts';
import { answerFile, typed, wholePage } from '../simulator/page.ts';
import { CitizenDeed, doDeed } from './control.ts';
import { answerInstagramPage } from './instagram/view.ts';
import { answerMessages } from './messenger-view.ts';
import { frontPage, pageOf } from './page-html.ts';
import type { Wall } from './wall.ts';

/** The pages for people: `/`, `/page/{id}` and its form, and Instagram's. Null for every other path. */
export function answerPage(wall: Wall, method: string, url: URL, form: URLSearchParams): PageAnswer | null {
  const file = answerFile(url.pathname);
  if (file !== null) return file;
  const other = answerMessages(wall, method, url, form) ?? answerInstagramPage(wall, method, url, form);
  if (other !== null) return other;
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
  const message = typed(form, 'message');
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

const shown = (status: number, body: Html): PageAnswer => wholePage('Simulerat Facebook', status, body);
