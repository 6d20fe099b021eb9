import type { PageAnswer } from '../../simulator/answer.ts';
import { ControlError } from '../../simulator/control.ts';
import { type Html, html } from '../../simulator/html.ts';
import { citizenChoice, counted, timeOf, typed, wholePage } from '../../simulator/page.ts';
import type { Wall } from '../wall.ts';
import { doInstagramDeed, InstagramDeed } from './deeds.ts';
import { accountIn } from './gallery.ts';
import { type SimAccount, type SimMedia, type SimMediaComment, usernameOf } from './state.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  blocked: 'Personen är blockerad och kan inte kommentera.',
  empty: 'Skriv något. En kommentar får ha högst 2 200 tecken.',
  gone: 'Kommentaren finns inte längre.',
};

/** What a person sees: as whom they wrote last, and why the last thing was not taken. */
interface Shown {
  readonly as: string;
  readonly problem: string | null;
}

/** The page of an account and its form, `/instagram/{id}`; null for every other path. */
export function answerInstagramPage(
  wall: Wall,
  method: string,
  url: URL,
  form: URLSearchParams,
): PageAnswer | null {
  const [, id = '', edge] = /^\/instagram\/(\d+)(\/comments)?$/u.exec(url.pathname) ?? [];
  if (id === '') return null;
  const account = accountIn(wall, id);
  if (account === undefined) return shown(404, html`<p>Kontot finns inte. <a href="/">Alla sidor</a></p>`);
  if (method === 'POST' && edge !== undefined) return done(wall, account, form);
  const [as, problem] = ['as', 'problem'].map((name) => url.searchParams.get(name));
  return shown(200, accountPage(wall, account, { as: as ?? '', problem: problem ?? null }));
}

const shown = (status: number, body: Html): PageAnswer => wholePage('Simulerat Instagram', status, body);

/** What was sent, then back to the page: a reload sends nothing twice. */
function done(wall: Wall, { id: account }: SimAccount, form: URLSearchParams): PageAnswer {
  const back = new URLSearchParams({ as: form.get('author') ?? '' });
  try {
    doInstagramDeed(wall, deedOf(account, form));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    back.set('problem', error.status === 409 ? 'blocked' : error.status === 400 ? 'empty' : 'gone');
  }
  const headers = { location: `/instagram/${account}?${back}` };
  return { status: 303, type: 'text/plain', body: '', headers };
}

function deedOf(account: string, form: URLSearchParams): InstagramDeed {
  const field = (name: string) => form.get(name) || undefined;
  const username = usernameOf(field('author') ?? '');
  const [op, text] = [field('op') ?? 'add', typed(form, 'text')];
  const asked = () => {
    if (op === 'remove') return { op, id: field('comment') };
    return { op, account, username, text, media: field('media'), parent: field('parent') };
  };
  const deed = InstagramDeed.safeParse(asked());
  if (!deed.success || (op === 'add' && text === ''))
    throw new ControlError(400, 'expected a comment of 1 to 2200 characters');
  return deed.data;
}

function accountPage(wall: Wall, account: SimAccount, as: Shown): Html {
  const { id, username } = account;
  const { media, blocked } = wall.state.instagram;
  const own = media
    .filter((each) => each.account === id && each.owner === null)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  const problem = as.problem === null ? undefined : PROBLEMS[as.problem];
  const number = blocked[id]?.length ?? 0;
  return html`<header><a href="/">Alla sidor</a><h1>@${username}</h1></header>
<main>
${problem === undefined ? null : html`<p class="problem" role="alert">${problem}</p>`}
<p class="quiet"><a href="/instagram/${id}">Uppdatera</a> (sker av sig självt var tredje sekund)</p>
<section class="blocked live" id="blocked">${number === 0 ? null : html`<p>Blockerade personer: ${number}</p>`}</section>
<p><a href="/instagram/${id}/messages">Skriv ett privat meddelande till kontot</a></p>
<p class="quiet">Bara den som har skrivit ett privat meddelande till kontot kan blockeras av ett program.</p>
${own.map((each) => mediaPart(wall, account, each, as))}
</main>`;
}

function mediaPart(wall: Wall, account: SimAccount, { id, caption, createdAt }: SimMedia, as: Shown): Html {
  const comments = wall.state.instagram.comments.filter((each) => each.media === id);
  const top = comments.filter(({ parent }) => parent === null);
  return html`<article class="post" id="m-${id}">
<h2>@${account.username}</h2>
<p class="quiet">${timeOf(createdAt)}</p>
<p class="words">${caption}</p>
<section class="comments live" id="comments-${id}">
<p class="quiet">${counted(comments.length)}</p>
${top.map((comment) => threadPart(wall, account, comment, as))}
</section>
${writeForm(account, as, html`<input type="hidden" name="media" value="${id}">`, 'Skriv en kommentar')}
</article>`;
}

function threadPart(wall: Wall, account: SimAccount, comment: SimMediaComment, as: Shown): Html {
  const { id, author, text, hidden, createdAt } = comment;
  const { comments, blocked } = wall.state.instagram;
  const replies = comments.filter(({ parent }) => parent === id);
  const isOwn = author.id === account.id;
  return html`<div class="thread">
<div class="comment${hidden ? ' hidden' : ''}${isOwn ? ' own' : ''}" id="c-${id}">
<strong>@${author.username}</strong>${blocked[account.id]?.includes(author.id) ? html` <em class="tag">Blockerad</em>` : null}
<p class="words">${text}</p>
${hidden ? html`<p class="note">Dold: syns bara för skribenten</p>` : null}
<p class="quiet">${timeOf(createdAt)}</p>
</div>
${isOwn ? null : tools(account, comment, as)}
${replies.length === 0 ? null : html`<div class="replies">${replies.map((reply) => threadPart(wall, account, reply, as))}</div>`}
</div>`;
}

function tools(account: SimAccount, { id, author }: SimMediaComment, as: Shown): Html {
  return html`<div class="tools">
<details><summary>Svara</summary>
${writeForm(account, as, html`<input type="hidden" name="parent" value="${id}">`, 'Skriv ett svar')}
</details>
<form method="post" action="/instagram/${account.id}/comments"><input type="hidden" name="comment" value="${id}">
<button name="op" value="remove">Ta bort som @${author.username}</button></form>
</div>`;
}

function writeForm({ id }: SimAccount, { as }: Shown, target: Html, label: string): Html {
  return html`<form class="write" method="post" action="/instagram/${id}/comments">${target}
${citizenChoice(as)}
<textarea name="text" rows="2" maxlength="2200" placeholder="${label}" aria-label="${label}"></textarea>
<button>Skicka</button>
</form>`;
}
