import { type Html, html } from '../simulator/html.ts';
import { citizenChoice, counted, timeOf } from '../simulator/page.ts';
import type { SimComment, SimPage, SimPost } from './state.ts';
import type { Wall } from './wall.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  empty: 'Skriv något eller bifoga en bild. En kommentar får ha högst 1 250 tecken.',
  gone: 'Kommentaren finns inte längre.',
};

/** What a person sees: as whom they wrote last, the comment that they change, and why the last one was not taken. */
export interface Shown {
  readonly as: string;
  readonly edit: string | null;
  readonly problem: string | null;
}

/** The list of Pages. */
export function frontPage(wall: Wall): Html {
  const pages = wall.state.pages.map(({ number, name }) => {
    const comments = wall.state.comments.filter((each) => each.page === number).length;
    return html`<li><a href="/page/${number}">${name}</a> <span class="quiet">${counted(comments)}</span></li>`;
  });
  return html`<header><h1>Simulerat LinkedIn</h1><p>Kommunernas sidor. Inget här lämnar din dator.</p></header>
<main><ul class="pages">${pages}</ul></main>`;
}

/** One Page with its posts, newest first. */
export function pageOf(wall: Wall, page: SimPage, shown: Shown): Html {
  const posts = wall.state.posts
    .filter((post) => post.page === page.number)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  const problem = shown.problem === null ? undefined : PROBLEMS[shown.problem];
  return html`<header><a href="/">Alla sidor</a><h1>${page.name}</h1></header>
<main>
${problem === undefined ? null : html`<p class="problem" role="alert">${problem}</p>`}
<p class="quiet"><a href="/page/${page.number}">Uppdatera</a> (sker av sig självt var tredje sekund)</p>
${posts.map((post) => postOf(wall, page, post, shown))}
</main>`;
}

/** LinkedIn's markup as people see it. */
const words = (commentary: string): string =>
  commentary.replaceAll(/\{hashtag\|\\#\|([^}]*)\}/gu, '#$1').replaceAll(/\\(.)/gu, '$1');

function postOf(wall: Wall, page: SimPage, post: SimPost, shown: Shown): Html {
  return html`<article class="post" id="p-${post.activity}">
<h2>${page.name}</h2>
<p class="quiet">${timeOf(post.createdAt)}</p>
<p class="words">${words(post.commentary)}</p>
<section class="comments live" id="comments-${post.activity}">
<p class="quiet">${counted(wall.state.comments.filter((each) => each.post === post.activity).length)}</p>
${wall.under(post, null).map((comment) => commentOf(wall, { page, post, shown }, comment))}
</section>
${writeForm(page, shown.as, html`<input type="hidden" name="post" value="${post.activity}">`, 'Skriv en kommentar')}
</article>`;
}

interface On {
  readonly page: SimPage;
  readonly post: SimPost;
  readonly shown: Shown;
}

function commentOf(wall: Wall, on: On, comment: SimComment): Html {
  const { id, name, actor, text, photo, createdAt, modifiedAt } = comment;
  const isOwn = actor === `urn:li:organization:${on.page.number}`;
  const replies = wall.under(on.post, comment);
  return html`<div class="thread">
<div class="comment${isOwn ? ' own' : ''}" id="c-${id}">
<strong>${name}</strong>
<p class="words">${text}</p>
${photo === null ? null : html`<img src="${photo}" alt="Bild som ${name} har bifogat">`}
<p class="quiet">${timeOf(createdAt)}${modifiedAt === createdAt ? null : ' (ändrad)'}</p>
</div>
${isOwn ? null : tools(on, comment)}
${replies.length === 0 ? null : html`<div class="replies">${replies.map((reply) => commentOf(wall, on, reply))}</div>`}
</div>`;
}

/** Answering as anyone, and changing as the author: the latter's form only for the comment that was asked for. */
function tools({ page, shown }: On, comment: SimComment): Html {
  const { id, name, text } = comment;
  const link = `/page/${page.number}?${new URLSearchParams({ as: shown.as, edit: id })}#c-${id}`;
  const change = html`<details open><summary>Ändra som ${name}</summary>
<form method="post" action="/page/${page.number}/comments">
<input type="hidden" name="comment" value="${id}"><input type="hidden" name="author" value="${name}">
<textarea name="text" rows="2" required maxlength="1250" aria-label="Ny text">${text}</textarea>
<button name="op" value="edit">Spara ändringen</button>
<button name="op" value="remove" formnovalidate>Ta bort kommentaren</button>
</form></details>`;
  return html`<div class="tools">
<details><summary>Svara</summary>
${writeForm(page, shown.as, html`<input type="hidden" name="parent" value="${id}">`, 'Skriv ett svar')}
</details>
${shown.edit === id ? change : html`<a href="${link}">Ändra som ${name}</a>`}
</div>`;
}

function writeForm(page: SimPage, as: string, target: Html, label: string): Html {
  return html`<form class="write" method="post" action="/page/${page.number}/comments">${target}
${citizenChoice(as)}
<textarea name="text" rows="2" maxlength="1250" placeholder="${label}" aria-label="${label}"></textarea>
<label><input type="checkbox" name="photo"> Bifoga en bild</label>
<button>Skicka</button>
</form>`;
}
