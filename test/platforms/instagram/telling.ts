import { startGraph } from '../../../src/local/graph/server.ts';
import type { Telling } from '../../contracts/deliveries.ts';
import { tellByGraph } from '../../contracts/graph-telling.ts';
import { ACCOUNT, instagramOn, MUNICIPALITY, peopleOn } from './simulated.ts';

/** An account whose comments are told of, and neither when they were written nor what becomes of them: it is asked. */
export const tellingInstagram: Telling = {
  owned: { municipality: MUNICIPALITY, platform: 'instagram', account: ACCOUNT },
  make: async (now) => {
    const graph = await startGraph({ now });
    const people = peopleOn(graph, now);
    return {
      write: (text) => people.write(text).externalId,
      edit: (id, text) => people.change({ op: 'edit', id, text }),
      deliver: async (how, town) => {
        await town.toldBy((url) => tellByGraph(graph, how, url));
        await town.asks(instagramOn(graph));
      },
      close: () => graph.close(),
    };
  },
};
