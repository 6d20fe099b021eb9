import { type Html, html } from '../simulator/html.ts';
import { citizenChoice, counted, timeOf } from '../simulator/page.ts';
import type { SimComment, SimPage, SimPost } from './state.ts';
import type { Wall } from './wall.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  blocked: 'Personen är blockerad och kan inte kommentera på sidan.',
  empty: 'Skriv något eller bifoga en bild. En kommentar får ha högst 8 000 tecken.',
  gone: 'Kommentaren finns inte längre.',
};

/** The list of pages. */
export function frontPage(wall: Wall): Html {
  const pages = wall.state.pages.map((page) => {
    const comments = wall.state.comments.filter((each) => each.page === page.id).length;
    return html`<li><a href="/page/${page.id}">${page.name}</a> <span class="quiet">${counted(comments)}</span></li>`;
  });
  const accounts = wall.state.instagram.accounts.map(
    ({ id, username }) => html`<li><a href="/instagram/${id}">@${username}</a></li>`,
  );
  return html`<header><h1>Simulerat Facebook</h1><p>Kommunernas sidor. Inget här lämnar din dator.</p></header>
<main><ul class="pages">${pages}</ul><h2>På Instagram</h2><ul class="pages">${accounts}</ul></main>`;
}

/** What a person sees: as whom they wrote last, the comment that they change, and why the last one was not taken. */
export interface Shown {
  readonly as: string;
  readonly edit: string | null;
  readonly problem: string | null;
}

/** One page with its posts, newest first. */
export function pageOf(wall: Wall, page: SimPage, shown: Shown): Html {
  const posts = wall.state.posts
    .filter((post) => post.page === page.id)
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  const problem = shown.problem === null ? undefined : PROBLEMS[shown.problem];
  return html`<header><a href="/">Alla sidor</a><h1>${page.name}</h1></header>
<main>
${problem === undefined ? null : html`<p class="problem" role="alert">${problem}</p>`}
<p class="quiet"><a href="/page/${page.id}">Uppdatera</a> (sker av sig självt var tredje sekund)</p>
<p><a href="/page/${page.id}/messages">Skriv ett privat meddelande till sidan</a></p>
${blockedOf(wall, page)}
${posts.map((post) => postOf(wall, page, post, shown))}
</main>`;
}

function blockedOf(wall: Wall, page: SimPage): Html {
  const people = wall.blocked(page.id).map((person) => html`<li>${person.name}</li>`);
  const list = people.length === 0 ? null : html`<h2>Blockerade från sidan</h2><ul>${people}</ul>`;
  return html`<section class="blocked live" id="blocked">${list}</section>`;
}

function postOf(wall: Wall, page: SimPage, post: SimPost, shown: Shown): Html {
  const top = wall.state.comments.filter((each) => each.post === post.id && each.parent === null);
  return html`<article class="post" id="p-${post.id}">
<h2>${page.name}</h2>
<p class="quiet">${timeOf(post.createdAt)}</p>
<p class="words">${post.message}</p>
<section class="comments live" id="comments-${post.id}">
<p class="quiet">${counted(wall.state.comments.filter((each) => each.post === post.id).length)}</p>
${top.map((comment) => commentOf(wall, page, comment, shown))}
</section>
${writeForm(page, shown.as, html`<input type="hidden" name="post" value="${post.id}">`, 'Skriv en kommentar')}
</article>`;
}

function commentOf(wall: Wall, page: SimPage, comment: SimComment, shown: Shown): Html {
  const { id, author, message, photo, hidden } = comment;
  const replies = wall.state.comments.filter((each) => each.parent === id);
  const blocked = wall.blocked(page.id).some((each) => each.id === author.id);
  return html`<div class="thread">
<div class="comment${hidden ? ' hidden' : ''}${author.id === page.id ? ' own' : ''}" id="c-${id}">
<strong>${author.name}</strong>${blocked ? html` <em class="tag">Blockerad</em>` : null}
<p class="words">${message}</p>
${photo === null ? null : html`<img src="${photo}" alt="Bild som ${author.name} har bifogat">`}
${hidden ? html`<p class="note">Dold: syns bara för skribenten och hens vänner</p>` : null}
<p class="quiet">${timeOf(comment.createdAt)}</p>
</div>
${author.id === page.id ? null : tools(page, comment, shown)}
${replies.length === 0 ? null : html`<div class="replies">${replies.map((reply) => commentOf(wall, page, reply, shown))}</div>`}
</div>`;
}

/** Answering as anyone, and changing as the author: the latter's form only for the comment that was asked for. */
function tools(page: SimPage, comment: SimComment, shown: Shown): Html {
  const link = `/page/${page.id}?${new URLSearchParams({ as: shown.as, edit: comment.id })}#c-${comment.id}`;
  return html`<div class="tools">
<details><summary>Svara</summary>
${writeForm(page, shown.as, html`<input type="hidden" name="parent" value="${comment.id}">`, 'Skriv ett svar')}
</details>
${shown.edit === comment.id ? editForm(page, comment) : html`<a href="${link}">Ändra som ${comment.author.name}</a>`}
</div>`;
}

function editForm(page: SimPage, { id, message, author }: SimComment): Html {
  return html`<details open><summary>Ändra som ${author.name}</summary>
<form method="post" action="/page/${page.id}/comments">
<input type="hidden" name="comment" value="${id}"><input type="hidden" name="author" value="${author.name}">
<textarea name="message" rows="2" required maxlength="8000" aria-label="Ny text">${message}</textarea>
<button name="op" value="edit">Spara ändringen</button>
<button name="op" value="remove" formnovalidate>Ta bort kommentaren</button>
</form></details>`;
}

function writeForm(page: SimPage, as: string, target: Html, label: string): Html {
  return html`<form class="write" method="post" action="/page/${page.id}/comments">${target}
${citizenChoice(as)}
<textarea name="message" rows="2" maxlength="8000" placeholder="${label}" aria-label="${label}"></textarea>
<label><input type="checkbox" name="photo"> Bifoga en bild</label>
<button>Skicka</button>
</form>`;
}
