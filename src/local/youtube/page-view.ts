import type { PageAnswer } from '../simulator/answer.ts';
import { ControlError } from '../simulator/control.ts';
import { type Html, html } from '../simulator/html.ts';
import { answerFile, typed, wholePage } from '../simulator/page.ts';
import type { Channels } from './channel.ts';
import { CitizenDeed, doDeed } from './control.ts';
import { channelPage, frontPage } from './page-html.ts';

/** The pages for people: `/`, `/channel/{id}` and its form. Null for every other path. */
export function answerPage(
  channels: Channels,
  method: string,
  url: URL,
  form: URLSearchParams,
): PageAnswer | null {
  const file = answerFile(url.pathname);
  if (file !== null) return file;
  if (method === 'GET' && url.pathname === '/') return shown(200, frontPage(channels));
  const [, id = '', edge] = /^\/channel\/([\w-]+)(\/comments)?$/.exec(url.pathname) ?? [];
  if (id === '') return null;
  const channel = channels.channel(id);
  if (channel === undefined) return shown(404, html`<p>Kanalen finns inte. <a href="/">Alla kanaler</a></p>`);
  if (method === 'POST' && edge !== undefined) return comment(channels, id, form);
  const [as, edit, problem] = ['as', 'edit', 'problem'].map((name) => url.searchParams.get(name));
  return shown(
    200,
    channelPage(channels, channel, { as: as ?? '', edit: edit ?? null, problem: problem ?? null }),
  );
}

/** What was sent, then back to the channel: a reload sends nothing twice. */
function comment(channels: Channels, channel: string, form: URLSearchParams): PageAnswer {
  const back = new URLSearchParams({ as: form.get('author') ?? '' });
  let at = '';
  try {
    at = `#c-${doDeed(channels, deedOf(channel, form)).id}`;
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    back.set('problem', error.status === 409 ? 'closed' : error.status === 400 ? 'empty' : 'gone');
  }
  return {
    status: 303,
    type: 'text/plain',
    body: '',
    headers: { location: `/channel/${channel}?${back}${at}` },
  };
}

function deedOf(channel: string, form: URLSearchParams): CitizenDeed {
  const field = (name: string) => form.get(name) || undefined;
  const [op, id, text] = [form.get('op'), form.get('comment'), typed(form, 'text')];
  const asked = () => {
    if (op === 'remove') return { op, id };
    if (op === 'edit') return { op, id, text };
    const [video, parent, author] = [field('video'), field('parent'), field('author')];
    return { op: 'add', channel, video, parent, author, text };
  };
  const deed = CitizenDeed.safeParse(asked());
  if (!deed.success) throw new ControlError(400, 'expected a comment of 1 to 10000 characters');
  return deed.data;
}

const shown = (status: number, body: Html): PageAnswer => wholePage('Simulerat YouTube', status, body);
