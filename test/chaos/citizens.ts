import { setTimeout as pause } from 'node:timers/promises';
import { sign } from '../../src/platforms/signature.ts';
import { NETWORK_NAMES, type NetworkName } from '../fakes/networks.ts';
import type { Random } from './random.ts';
import { SECRETS, type Town } from './town.ts';

/** What citizens write, and whether staff must see it. */
const TEXTS = {
  question: { text: 'Hej! När öppnar biblioteket på lördagar?', ticket: true },
  insult: { text: 'Ni är ju dumma i huvudet hela bunten, jävla idioter!', ticket: true },
  secret: { text: 'Min mamma Tolva Tolvansson 121212-1212 har flyttat, ni skickar fel.', ticket: true },
  thanks: { text: 'Tack för fint arbete med parken.', ticket: false },
} as const;

/** Half of what is written on a Page is told by another system. */
const BY = { platform: 4, intake: 1 } as const;
const MIX = { question: 4, insult: 5, secret: 1, thanks: 2 } as const;

/** A comment that a citizen wrote. */
export interface Written {
  readonly externalId: string;
  readonly municipality: string;
  readonly platform: NetworkName;
  readonly needsTicket: boolean;
  readonly by: 'platform' | 'intake';
  /** Platform: always, since it repeats until 200, or is asked. Intake: answered 202. */
  accepted: boolean;
}

/** Everyone who writes. */
export interface Citizens {
  readonly written: Written[];
  /**
   * Writes one comment. What is written on a platform is left to it; a post to the intake resolves when it was answered
   * 202, or all was given up.
   */
  write(): Promise<void>;
}

export function createCitizens(town: Town, random: Random, givenUp: AbortSignal): Citizens {
  const written: Written[] = [];
  return {
    written,
    write: async () => {
      const number = written.length + 1;
      const by = random.weighted(BY);
      const platform = by === 'intake' ? 'facebook' : random.pick(NETWORK_NAMES);
      const on = random.pick(town.platforms.accounts.filter((account) => account.platform === platform));
      const { text, ticket: needsTicket } = TEXTS[random.weighted(MIX)];
      const message = `${text} (${number})`;
      const author = `Kim Testsson ${number}`;
      // Another system tells of it, and no webhook.
      const externalId = await on.write(message, { author, silent: by === 'intake' });
      const { municipality, account } = on;
      const record = { externalId, municipality, platform, needsTicket, by, accepted: by === 'platform' };
      written.push(record);
      if (by === 'platform') return;
      const createdAt = town.clock.now().toString();
      const ids = { municipality, platform, account, externalId };
      record.accepted = await post(
        town,
        { ...ids, author: { id: `${number}`, name: author }, text: message, createdAt },
        givenUp,
      );
    },
  };
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
