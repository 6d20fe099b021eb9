import { startGraph } from '../../../src/local/graph/server.ts';
import { byCursor, cursorOf, type Dialect } from '../../contracts/dialect.ts';
import { meetOnGraph } from '../../contracts/graph-faults.ts';
import type { Wired } from '../../contracts/wire.ts';
import { ACCOUNT, instagramOn, peopleOn } from './simulated.ts';

/** Somebody whose comments are counted and never shown. */
export const WITHHELD = 'ovan';

/** An account on Graph's simulator, with somebody who can be blocked since they have written to it in private. */
export const wiredInstagram: Wired = {
  name: 'instagram',
  make: async (wire) => {
    const graph = await startGraph();
    const people = peopleOn(graph);
    people.message();
    people.deed({ op: 'restrict', username: WITHHELD, restricted: true });
    const { authorId } = people.write('Hej');
    return {
      platform: instagramOn(graph, wire),
      account: ACCOUNT,
      authorId,
      person: authorId,
      now: Temporal.Now.instant(),
      write: (text, more) => people.write(text, more),
      picture: `${graph.url}/media/1.png`,
      meet: meetOnGraph(graph),
      performed: () => graph.acts().length,
      close: () => graph.close(),
    };
  },
};

/** Pages of comments, with a cursor as long as there is anything on them. */
export const INSTAGRAM_PAGES: Dialect = {
  ...byCursor('after'),
  ...{ size: 50, beyond: 1 },
  isList: ({ pathname }) => pathname.endsWith('/comments'),
  isReplies: ({ pathname }) => pathname.endsWith('/replies'),
  itemsOf: (body) => (body as { data: unknown[] }).data,
  bodyOf: (_, { items, next }) => ({
    data: items,
    ...(next !== null && { paging: { cursors: { after: cursorOf(next) } } }),
  }),
};
