import { type Html, html } from '../simulator/html.ts';
import { citizenChoice, counted, timeOf } from '../simulator/page.ts';
import type { Channels } from './channel.ts';
import type { SimChannel, SimComment, SimVideo } from './state.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  closed: 'Kommentarerna till videon är avstängda.',
  empty: 'Skriv något. En kommentar får ha högst 10 000 tecken.',
  gone: 'Kommentaren finns inte längre.',
};

const NOTES: Readonly<Record<SimComment['status'], string | null>> = {
  published: null,
  heldForReview: 'Väntar på granskning: syns inte för allmänheten',
  likelySpam: 'Trolig skräppost: syns inte för allmänheten',
  rejected: 'Avvisad: kan inte visas igen',
};

/** The list of channels, and what is left of the day's units. */
export function frontPage({ state }: Channels): Html {
  const channels = state.channels.map((channel) => {
    const comments = state.comments.filter((each) => each.channel === channel.id).length;
    return html`<li><a href="/channel/${channel.id}">${channel.title}</a> <span class="quiet">${counted(comments)}</span></li>`;
  });
  const { used, unitsADay } = state.project;
  return html`<header><h1>Simulerat YouTube</h1><p>Kommunernas kanaler. Inget här lämnar din dator.</p></header>
<main><ul class="pages">${channels}</ul>
<section class="live" id="units"><p class="quiet">Använt av dagens kvot: ${used} av ${unitsADay} enheter</p></section></main>`;
}

/** What a person sees: as whom they wrote last, the comment that they change, and why the last one was not taken. */
export interface Shown {
  readonly as: string;
  readonly edit: string | null;
  readonly problem: string | null;
}

/** One channel with its videos, newest first. */
export function channelPage(channels: Channels, channel: SimChannel, shown: Shown): Html {
  const videos = channels.state.videos
    .filter((video) => video.channel === channel.id)
    .sort((one, other) => (one.publishedAt < other.publishedAt ? 1 : -1));
  const problem = shown.problem === null ? undefined : PROBLEMS[shown.problem];
  return html`<header><a href="/">Alla kanaler</a><h1>${channel.title}</h1></header>
<main>
${problem === undefined ? null : html`<p class="problem" role="alert">${problem}</p>`}
<p class="quiet"><a href="/channel/${channel.id}">Uppdatera</a> (sker av sig självt var tredje sekund)</p>
${blockedOf(channel)}
${videos.map((video) => videoOf(channels, channel, video, shown))}
</main>`;
}

function blockedOf({ banned }: SimChannel): Html {
  const people = banned.map((person) => html`<li>${person.name}</li>`);
  const list = people.length === 0 ? null : html`<h2>Dolda från kanalen</h2><ul>${people}</ul>`;
  return html`<section class="blocked live" id="blocked">${list}</section>`;
}

function videoOf(channels: Channels, channel: SimChannel, video: SimVideo, shown: Shown): Html {
  const onIt = channels.state.comments.filter((each) => each.video === video.id);
  const top = onIt.filter((each) => each.parent === null);
  const target = html`<input type="hidden" name="video" value="${video.id}">`;
  return html`<article class="post" id="v-${video.id}">
<h2>${video.title}</h2>
<p class="quiet">${timeOf(video.publishedAt)}</p>
<p class="words">${video.description}</p>
<section class="comments live" id="comments-${video.id}">
<p class="quiet">${counted(onIt.length)}</p>
${top.map((comment) => commentOf(channels, channel, comment, shown))}
</section>
${video.closed ? html`<p class="note">${PROBLEMS['closed'] ?? ''}</p>` : writeForm(channel, shown.as, target, 'Skriv en kommentar')}
</article>`;
}

function commentOf(channels: Channels, channel: SimChannel, comment: SimComment, shown: Shown): Html {
  const { id, author, text, status, publishedAt } = comment;
  const replies = channels.replies(comment);
  const note = NOTES[status];
  const own = author?.id === channel.id;
  return html`<div class="thread">
<div class="comment${note === null ? '' : ' hidden'}${own ? ' own' : ''}" id="c-${id}">
<strong>${author?.name ?? 'Okänd'}</strong>
<p class="words">${text}</p>
${note === null ? null : html`<p class="note">${note}</p>`}
<p class="quiet">${timeOf(publishedAt)}</p>
</div>
${own || status === 'rejected' ? null : tools(channel, comment, shown)}
${replies.length === 0 ? null : html`<div class="replies">${replies.map((reply) => commentOf(channels, channel, reply, shown))}</div>`}
</div>`;
}

/** Answering as anyone, and changing as the author: the latter's form only for the comment that was asked for. */
function tools(channel: SimChannel, comment: SimComment, shown: Shown): Html {
  const { id, author } = comment;
  const link = `/channel/${channel.id}?${new URLSearchParams({ as: shown.as, edit: id })}#c-${id}`;
  const name = author?.name ?? 'okänd';
  const target = html`<input type="hidden" name="parent" value="${id}">`;
  return html`<div class="tools">
<details><summary>Svara</summary>
${writeForm(channel, shown.as, target, 'Skriv ett svar')}
</details>
${shown.edit === id ? editForm(channel, comment, name) : html`<a href="${link}">Ändra som ${name}</a>`}
</div>`;
}

function editForm(channel: SimChannel, { id, text }: SimComment, name: string): Html {
  return html`<details open><summary>Ändra som ${name}</summary>
<form method="post" action="/channel/${channel.id}/comments">
<input type="hidden" name="comment" value="${id}">
<textarea name="text" rows="2" required maxlength="10000" aria-label="Ny text">${text}</textarea>
<button name="op" value="edit">Spara ändringen</button>
<button name="op" value="remove" formnovalidate>Ta bort kommentaren</button>
</form></details>`;
}

function writeForm(channel: SimChannel, as: string, target: Html, label: string): Html {
  return html`<form class="write" method="post" action="/channel/${channel.id}/comments">${target}
${citizenChoice(as)}
<textarea name="text" rows="2" maxlength="10000" placeholder="${label}" aria-label="${label}"></textarea>
<button>Skicka</button>
</form>`;
}
