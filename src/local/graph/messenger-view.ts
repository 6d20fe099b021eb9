import type { PageAnswer } from '../simulator/answer.ts';
import { typed, wholePage } from '../simulator/page.ts';
import { accountIn } from './instagram/gallery.ts';
import { doMessageDeed, MessageDeed } from './messenger-control.ts';
import { type Addressee, messagesOf } from './messenger-html.ts';
import type { Wall } from './wall.ts';

/** Whose messages are shown when nobody is asked for. */
const FIRST = 'Kim Testsson';

/** Where people write in private: `/page/{id}/messages`, `/instagram/{id}/messages` and their form; null for other paths. */
export function answerMessages(
  wall: Wall,
  method: string,
  url: URL,
  form: URLSearchParams,
): PageAnswer | null {
  const [, path = '', id = ''] = /^(\/(?:page|instagram)\/(\d+))\/messages$/u.exec(url.pathname) ?? [];
  const to = addresseeOf(wall, path, id);
  if (to === null) return null;
  if (method === 'POST') return written(wall, to, form);
  const title = path.startsWith('/page') ? 'Simulerat Facebook' : 'Simulerat Instagram';
  return wholePage(title, 200, messagesOf(wall, to, url.searchParams.get('as') || FIRST));
}

function addresseeOf(wall: Wall, path: string, id: string): Addressee | null {
  const page = path.startsWith('/page') ? wall.page(id) : undefined;
  const account = path.startsWith('/instagram') ? accountIn(wall, id) : undefined;
  const name = page?.name ?? (account && `@${account.username}`);
  return name === undefined ? null : { id, name, path };
}

/** Written or taken back, then the person's messages again. */
function written(wall: Wall, { id: page, path }: Addressee, form: URLSearchParams): PageAnswer {
  const [author, id, text] = [form.get('author') || FIRST, form.get('unsend'), typed(form, 'text')];
  const deed = id === null ? { op: 'write', page, author, text } : { op: 'unsend', id };
  if (id !== null || text !== '') doMessageDeed(wall, MessageDeed.parse(deed));
  const location = `${path}/messages?${new URLSearchParams({ as: author })}`;
  return { status: 303, type: 'text/plain', body: '', headers: { location } };
}
