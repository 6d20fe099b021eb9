import { type Html, html } from '../simulator/html.ts';
import { citizenChoice, timeOf } from '../simulator/page.ts';
import { exchanged, personWriting } from './messenger.ts';
import type { SimMessage } from './state.ts';
import type { Wall } from './wall.ts';

/** Whom one writes to: a Page or an Instagram account, what it is called, and the path of its own page. */
export interface Addressee {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** Private messages with one person, as that person sees them, and a form to write as them. */
export function messagesOf(wall: Wall, to: Addressee, as: string): Html {
  const messages = exchanged(wall, to.id, personWriting(wall, to.id, as).id);
  return html`<header><a href="${to.path}">${to.name}</a><h1>Meddelanden</h1></header>
<main>
<section class="comments live" id="messages">
${messages.length === 0 ? html`<p class="quiet">${as} har inte skrivit till ${to.name}.</p>` : null}
${messages.map((message) => messageOf(to, as, message))}
</section>
<form class="write" method="post" action="${to.path}/messages">
${citizenChoice(as)}
<textarea name="text" rows="2" required maxlength="2000" placeholder="Skriv ett meddelande" aria-label="Skriv ett meddelande"></textarea>
<button>Skicka</button>
</form>
</main>`;
}

function messageOf(to: Addressee, as: string, { id, byPage, text, createdAt, unsent }: SimMessage): Html {
  const isOwn = !byPage && !unsent;
  return html`<div class="comment${byPage ? ' own' : ''}" id="m-${id}">
<strong>${byPage ? to.name : as}</strong>
<p class="words">${unsent ? 'Meddelandet är borttaget' : text}</p>
<p class="quiet">${timeOf(createdAt)}</p>
${isOwn ? takeBack(to, as, id) : null}
</div>`;
}

const takeBack = ({ path }: Addressee, as: string, id: string): Html =>
  html`<form method="post" action="${path}/messages">
<input type="hidden" name="author" value="${as}"><input type="hidden" name="unsend" value="${id}">
<button>Ta tillbaka</button>
</form>`;
