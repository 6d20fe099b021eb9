import { expect } from 'vitest';
import { sampleLinkedInPages } from '../../../src/local/linkedin/seed.ts';
import { startLinkedIn } from '../../../src/local/linkedin/server.ts';
import type { Delivery } from '../../contracts/cells.ts';
import type { Telling } from '../../contracts/deliveries.ts';
import { SECRET } from '../../contracts/town.ts';
import { PAGE, write } from './wired.ts';

/** Several subscribers bring the same event, each under a number of its own. */
const MODES: Readonly<Record<Delivery, object>> = {
  duplicate: { subscribers: 3, batch: 3 },
  reordered: { order: 'reversed', batch: 1 },
  batch: { batch: 10 },
};

/** A Page whose webhook tells of comments, edits too. */
export const tellingLinkedIn: Telling = {
  owned: {
    municipality: sampleLinkedInPages()[0]?.municipality ?? '',
    platform: 'linkedin',
    account: PAGE,
  },
  make: async (now) => {
    const linkedin = await startLinkedIn({ now });
    const mode = { hold: true, order: 'as-written', subscribers: 1, batch: 10 } as const;
    for (const simulated of linkedin.state.pages)
      simulated.subscribedUntil = now().add({ hours: 24 }).toString();
    return {
      write: (text) => write(linkedin, text).externalId,
      edit: (id, text) => void linkedin.deed({ op: 'edit', id, text }),
      deliver: (how, town) =>
        town.toldBy(async (url) => {
          linkedin.deliver(mode);
          await linkedin.subscribe({ url, secret: SECRET });
          linkedin.deliver({ ...mode, ...MODES[how], hold: false });
          const waiting = () => linkedin.state.notifications.filter(({ sendAt }) => sendAt !== null).length;
          await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
          linkedin.deliver(mode);
        }),
      close: () => linkedin.close(),
    };
  },
};
