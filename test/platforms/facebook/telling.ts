import { startGraph } from '../../../src/local/graph/server.ts';
import type { Telling } from '../../contracts/deliveries.ts';
import { tellByGraph } from '../../contracts/graph-telling.ts';
import { PAGE, write } from './wired.ts';

/** A Page whose feed is told of by webhook, edits too. */
export const tellingFacebook: Telling = {
  owned: { municipality: PAGE.municipality, platform: 'facebook', account: PAGE.id },
  make: async (now) => {
    const graph = await startGraph({ now });
    return {
      write: (text) => write(graph, text).externalId,
      edit: (id, message) => void graph.deed({ op: 'edit', id, message }),
      deliver: (how, town) => town.toldBy((url) => tellByGraph(graph, how, url)),
      close: () => graph.close(),
    };
  },
};
