import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELIVERIES, type Delivery, fill } from './cells.ts';
import { type Owned, openTown, type Town } from './town.ts';

/** A platform on which citizens write before anybody is told. */
interface DeliveryWorld {
  /** Writes a comment; its id. */
  write(text: string): string;
  edit(id: string, text: string): void;
  /** Lets the town know everything that has happened, in that way. */
  deliver(how: Delivery, town: Town): Promise<void>;
  close(): Promise<void>;
}

/** How a platform tells, or is listed where it does not. */
export interface Telling {
  readonly owned: Owned;
  make(now: () => Temporal.Instant): Promise<DeliveryWorld>;
}

const WRITTEN = 12;

/** However deliveries come, each comment is archived once and its newest text is in force. */
export function deliveryContract({ owned, make }: Telling): void {
  describe('what is delivered', () => {
    let now = Temporal.Now.instant().subtract({ hours: 2 }).round('second');
    let town: Town;
    let world: DeliveryWorld;
    beforeAll(async () => {
      town = await openTown(owned, () => now);
      world = await make(() => now);
    });
    afterAll(async () => {
      await world.close();
      await town.close();
    });
    const later = <T>(passes: { minutes: number }, deed: () => T): T => {
      now = now.add(passes);
      return deed();
    };
    /** Writes, edits the first twice, and lets the town know: what must be there, and what is. */
    const written = async (how: Delivery): Promise<string> => {
      const texts = Array.from({ length: WRITTEN }, (_, at) => `Fråga ${at}`);
      const ids = texts.map((text) => later({ minutes: 1 }, () => world.write(text)));
      for (const text of ['Rättad en gång', 'Rättad igen'])
        later({ minutes: 1 }, () => world.edit(ids[0] ?? '', text));
      await later({ minutes: 11 }, () => world.deliver(how, town));
      const archived = (await town.archived()).filter(({ id }) => ids.includes(id));
      const [first, ...others] = ids.map((id) => archived.find((one) => one.id === id));
      expect(archived).toHaveLength(WRITTEN);
      expect(first?.text).toBe('Rättad igen');
      expect(first?.versions).toBeLessThanOrEqual(3);
      expect(others.map((one) => [one?.text, one?.versions])).toEqual(
        texts.slice(1).map((text) => [text, 1]),
      );
      return `${WRITTEN} archived once, the newest text in force`;
    };
    it.for(DELIVERIES)('%s', (how, { task }) =>
      fill(task, { platform: owned.platform, part: 'deliveries', row: how, column: null }, () =>
        written(how),
      ),
    );
  });
}
