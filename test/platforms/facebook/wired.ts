import { doMessageDeed, MessageDeed } from '../../../src/local/graph/messenger-control.ts';
import { samplePages } from '../../../src/local/graph/seed.ts';
import { type GraphSimulator, startGraph } from '../../../src/local/graph/server.ts';
import { Wall } from '../../../src/local/graph/wall.ts';
import { createFacebook } from '../../../src/platforms/facebook/acts.ts';
import type { Target } from '../../../src/ports/platform.ts';
import { byCursor, cursorOf, type Dialect } from '../../contracts/dialect.ts';
import { meetOnGraph } from '../../contracts/graph-faults.ts';
import type { Wired } from '../../contracts/wire.ts';

const [page] = samplePages();
if (page === undefined) throw new Error('no sample pages');
/** The sample Page. */
export const PAGE = page;

/** The adapter on a simulator, with what a test changes. */
export const facebookOn = (url: string, changed: Partial<Parameters<typeof createFacebook>[0]> = {}) =>
  createFacebook({
    apiUrl: `${url}/v26.0`,
    tokenOf: (account) => samplePages().find(({ id }) => id === account)?.token ?? '',
    attachmentHosts: ['127.0.0.1'],
    ...changed,
  });

/** A citizen writes under the Page's newest post. */
export function write(
  graph: GraphSimulator,
  message: string,
  more: object = {},
): Target & { authorId: string } {
  const deed = { op: 'add', page: PAGE.id, author: 'Kim Testsson', anonymous: false, photo: false } as const;
  const { id, post, page: account, authorId } = graph.deed({ ...deed, message, ...more });
  return { account, externalId: id, postId: post, authorId };
}

/** Somebody writes to the Page in private; the id that they have there. */
function writePrivately({ state, url }: GraphSimulator): string {
  const wall = new Wall(state, { now: Temporal.Now.instant, origin: () => url, changed: () => undefined });
  const deed = MessageDeed.parse({ op: 'write', page: PAGE.id, text: 'Hej i hemlighet' });
  return doMessageDeed(wall, deed)?.person.id ?? '';
}

/** A Page on Graph's simulator. */
export const wiredFacebook: Wired = {
  name: 'facebook',
  make: async (wire) => {
    const graph = await startGraph();
    return {
      platform: facebookOn(graph.url, wire),
      account: PAGE.id,
      authorId: write(graph, 'Hej').authorId,
      now: Temporal.Now.instant(),
      write: (text, more) => write(graph, text, more),
      person: writePrivately(graph),
      picture: `${graph.url}/media/1.png`,
      meet: meetOnGraph(graph),
      performed: () => graph.acts().length,
      close: () => graph.close(),
    };
  },
};

/** Pages of comments, with the address of the next one, which holds the token. */
export const FACEBOOK_PAGES: Dialect = {
  ...byCursor('after'),
  ...{ size: 100, beyond: 0 },
  isList: ({ pathname }) => pathname.endsWith('/comments'),
  isReplies: ({ pathname }) => pathname.endsWith('/comments'),
  itemsOf: (body) => (body as { data: unknown[] }).data,
  bodyOf: (_, { items, next }) => ({
    data: items,
    ...(next !== null && {
      paging: { cursors: { after: cursorOf(next) }, next: 'https://graph/with-the-token' },
    }),
  }),
};
