import { expect } from 'vitest';
import { Fault } from '../../../src/local/graph/faults.ts';
import { startGraph } from '../../../src/local/graph/server.ts';
import { listing, type Script, withReplies } from '../../contracts/listing.ts';
import { wholeIn } from '../../contracts/paging.ts';
import { platformContract } from '../../contracts/platform.ts';
import { ACCOUNT, instagramOn, PAGE, peopleOn } from './simulated.ts';
import { tellingInstagram } from './telling.ts';
import { INSTAGRAM_PAGES, WITHHELD, wiredInstagram } from './wired.ts';

platformContract('Instagram, against its simulator', {
  make: async () => {
    const graph = await startGraph();
    const people = peopleOn(graph);
    people.message();
    return {
      platform: instagramOn(graph),
      account: ACCOUNT,
      authorId: people.write('Hej').authorId,
      write: async (text) => people.write(text),
      failNext: async (code) =>
        graph.fault(Fault.parse({ kind: code === 'account-paused' ? 'paused' : 'refusal' })),
      setSubscribed: async (subscribed) => {
        const page = graph.state.pages.find(({ id }) => id === PAGE);
        if (page) page.subscribedFields = subscribed ? ['feed'] : [];
      },
      isBlocked: async (authorId) => graph.state.instagram.blocked[ACCOUNT]?.includes(authorId) ?? false,
      performed: async () => graph.acts().length,
      close: () => graph.close(),
    };
  },
  wired: wiredInstagram,
  otherwise: {
    lacks: ['isBlocked'],
    ends: {
      // Whom Graph refuses to block is left to a person.
      'block gone': 'unsupported',
      'unblock gone': 'unsupported',
      // A media that was taken away meanwhile has no comments; the list of media itself is read to its end.
      'list gone': ['not-found', 'done', 'done', 'not-found'],
    },
  },
  telling: tellingInstagram,
  dialect: INSTAGRAM_PAGES,
  traps: {
    'partial replies': (wired, dialect) =>
      wholeIn(1 + dialect.beyond, wired, dialect, { write: (world) => withReplies(world, 60) }),
    // Fifty at a time are looked at, and fewer shown, so that a short page is no last one.
    'withheld replies': (wired, dialect) =>
      wholeIn(1 + dialect.beyond, wired, dialect, {
        write: (world) => {
          const [top, ...replies] = withReplies(world, 57);
          const below = { parent: top?.externalId, username: WITHHELD };
          for (let at = 0; at < 3; at += 1) world.write('Ovän', below);
          return [...(top ? [top] : []), ...replies];
        },
      }),
    'nothing though counted': async (wired, dialect) => {
      const script: Script = (at) => ({ items: [], next: at === 0 ? 1 : null });
      const { ids, pages, code } = await listing(wired, dialect, { script });
      expect([ids, pages, code]).toEqual([[], 2, null]);
      return `nothing listed in ${pages} pages, and no error`;
    },
  },
});
