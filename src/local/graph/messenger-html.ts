import { type Html, html } from '../simulator/html.ts';
import { citizenChoice, timeOf } from '../simulator/page.ts';
import { exchanged, inMessenger } from './messenger.ts';
import type { SimMessage, SimPage } from './state.ts';
import type { Wall } from './wall.ts';

/** The page's private messages with one person, as that person sees them, and a form to write as them. */
export function messagesOf(wall: Wall, page: SimPage, as: string): Html {
  const messages = exchanged(wall, page.id, inMessenger(page.id, as).id);
  return html`<header><a href="/page/${page.id}">${page.name}</a><h1>Meddelanden</h1></header>
<main>
<section class="comments live" id="messages">
${messages.length === 0 ? html`<p class="quiet">${as} har inte skrivit till sidan.</p>` : null}
${messages.map((message) => messageOf(page, as, message))}
</section>
<form class="write" method="post" action="/page/${page.id}/messages">
${citizenChoice(as)}
<textarea name="text" rows="2" required maxlength="2000" placeholder="Skriv ett meddelande" aria-label="Skriv ett meddelande"></textarea>
<button>Skicka</button>
</form>
</main>`;
}

function messageOf(page: SimPage, as: string, { id, byPage, text, createdAt, unsent }: SimMessage): Html {
  const isOwn = !byPage && !unsent;
  return html`<div class="comment${byPage ? ' own' : ''}" id="m-${id}">
<strong>${byPage ? page.name : as}</strong>
<p class="words">${unsent ? 'Meddelandet är borttaget' : text}</p>
<p class="quiet">${timeOf(createdAt)}</p>
${isOwn ? takeBack(page, as, id) : null}
</div>`;
}

const takeBack = (page: SimPage, as: string, id: string): Html =>
  html`<form method="post" action="/page/${page.id}/messages">
<input type="hidden" name="author" value="${as}"><input type="hidden" name="unsend" value="${id}">
<button>Ta tillbaka</button>
</form>`;
