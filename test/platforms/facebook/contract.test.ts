import { Fault } from '../../../src/local/graph/faults.ts';
import { startGraph } from '../../../src/local/graph/server.ts';
import type { Script } from '../../contracts/listing.ts';
import { wholeIn } from '../../contracts/paging.ts';
import { platformContract } from '../../contracts/platform.ts';
import { tellingFacebook } from './telling.ts';
import { FACEBOOK_PAGES, facebookOn, PAGE, wiredFacebook, write } from './wired.ts';

const ALL = ['feed', 'mention', 'messages', 'message_echoes', 'message_edits', 'standby'];

platformContract('Facebook, against its simulator', {
  make: async () => {
    const graph = await startGraph();
    return {
      platform: facebookOn(graph.url),
      account: PAGE.id,
      authorId: write(graph, 'Hej').authorId,
      write: async (text) => write(graph, text),
      failNext: async (code) =>
        graph.fault(Fault.parse({ kind: code === 'account-paused' ? 'paused' : 'refusal' })),
      setSubscribed: async (subscribed) => {
        const simulated = graph.state.pages.find(({ id }) => id === PAGE.id);
        if (simulated) simulated.subscribedFields = subscribed ? ALL : ['mention'];
      },
      performed: async () => graph.acts().length,
      close: () => graph.close(),
    };
  },
  wired: wiredFacebook,
  otherwise: {
    lacks: [],
    // A post that was taken away meanwhile has no comments.
    ends: { 'list gone': ['not-found', 'done'] },
  },
  telling: tellingFacebook,
  dialect: FACEBOOK_PAGES,
  traps: {
    'ranked feed': async (wired, dialect) => {
      const feed = { ...dialect, isList: ({ pathname }: URL) => pathname.endsWith('/feed') };
      // An old post first, then none, then the newest.
      const script: Script = (at, all) => {
        const oldest = (all as { created_time: string }[]).toSorted((one, other) =>
          one.created_time < other.created_time ? -1 : 1,
        );
        return {
          items: [oldest.slice(0, 1), [], oldest.slice(1)][at] ?? [],
          next: at < 2 ? at + 1 : null,
        };
      };
      return wholeIn(3, wired, feed, { script });
    },
    'cursor after the last': (wired, dialect) => wholeIn(1, wired, dialect, {}),
  },
});
