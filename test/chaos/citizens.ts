import { setTimeout as pause } from 'node:timers/promises';
import { personOn } from '../../src/local/graph/state.ts';
import { sign } from '../../src/platforms/signature.ts';
import type { Random } from './random.ts';
import { SECRETS, type Town } from './town.ts';

/** What citizens write, and whether staff must see it. */
const TEXTS = {
  question: { text: 'Hej! När öppnar biblioteket på lördagar?', ticket: true },
  insult: { text: 'Ni är ju dumma i huvudet hela bunten, jävla idioter!', ticket: true },
  secret: { text: 'Min mamma Tolva Tolvansson 121212-1212 har flyttat, ni skickar fel.', ticket: true },
  thanks: { text: 'Tack för fint arbete med parken.', ticket: false },
} as const;

const MIX = { question: 4, insult: 5, secret: 1, thanks: 2 } as const;

/** A comment that a citizen wrote. */
export interface Written {
  readonly externalId: string;
  readonly municipality: string;
  readonly needsTicket: boolean;
  readonly by: 'webhook' | 'intake';
  /** Webhook: always, since Facebook repeats until 200. Intake: answered 202. */
  accepted: boolean;
}

/** Everyone who writes. */
export interface Citizens {
  readonly written: Written[];
  /**
   * Writes one comment. A webhook is left to Facebook; a post to the intake resolves when it was answered 202, or all
   * was given up. @param by default: either
   */
  write(by?: Written['by']): Promise<void>;
}

export function createCitizens(town: Town, random: Random, givenUp: AbortSignal): Citizens {
  const written: Written[] = [];
  return {
    written,
    write: async (by = random.pick(['webhook', 'intake'])) => {
      const number = written.length + 1;
      const { municipality, id: page } = random.pick(town.pages);
      const { text, ticket: needsTicket } = TEXTS[random.weighted(MIX)];
      const message = `${text} (${number})`;
      const author = `Kim Testsson ${number}`;
      if (by === 'webhook') {
        const { id } = town.graph.deed({ op: 'add', page, author, message, anonymous: false, photo: false });
        written.push({ externalId: id, municipality, needsTicket, by, accepted: true });
        return;
      }
      const comment = addSilently(town, page, author, message, number);
      const record: Written = {
        externalId: comment.externalId,
        municipality,
        needsTicket,
        by,
        accepted: false,
      };
      written.push(record);
      record.accepted = await post(town, { municipality, ...comment }, givenUp);
    },
  };
}

/** A comment on the page that no webhook tells of: another system reports it through `POST /api/comments`. */
function addSilently(town: Town, page: string, author: string, message: string, number: number) {
  const post = town.graph.state.posts.find((each) => each.page === page)?.id ?? '';
  const id = `${post.split('_')[1]}_9${String(number).padStart(9, '0')}`;
  const createdAt = town.clock.now().toString();
  const person = personOn(page, author);
  town.graph.state.comments.push({
    ...{ id, page, post, parent: null, author: person, anonymous: false },
    ...{ message, photo: null, createdAt, hidden: false },
  });
  const ids = { platform: 'facebook', account: page, externalId: id, postId: post };
  return { ...ids, author: person, text: message, createdAt };
}

async function post(town: Town, comment: object, givenUp: AbortSignal): Promise<boolean> {
  const body = Buffer.from(JSON.stringify(comment));
  const headers = { 'x-kommentarsvakten-signature': sign(SECRETS.INTAKE_SECRET, body) };
  while (!givenUp.aborted) {
    try {
      const signal = AbortSignal.timeout(15_000);
      const { status } = await fetch(`${town.bot.url}/api/comments`, {
        method: 'POST',
        headers,
        body,
        signal,
      });
      if (status === 202) return true;
      if (status < 500) throw new TypeError(`POST /api/comments answered ${status}`);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith('POST')) throw error;
    }
    await pause(100);
  }
  return false;
}
