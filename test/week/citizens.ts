import type { Random } from '../chaos/random.ts';
import type { Network } from '../fakes/networks.ts';
import type { RunningApp } from '../fakes/running-app.ts';

const TEXTS = [
  'Hej! När öppnar biblioteket på lördagar?',
  'Ni är ju dumma i huvudet hela bunten, jävla idioter!',
  'Tack för fint arbete med parken.',
  'Vem svarar för belysningen på Kyrkogatan?',
];

const DEEDS = { write: 6, answer: 3, edit: 3, remove: 2, filter: 1 } as const;

/** What a citizen has written, and what became of it as far as the citizens know. */
export interface WrittenThere {
  readonly id: string;
  readonly at: Temporal.Instant;
  /** How often it was written anew. */
  edits: number;
  /** When a citizen took it away, or what it answers. */
  goneAt: Temporal.Instant | null;
}

/** Everyone who writes. */
export interface Citizens {
  readonly written: readonly WrittenThere[];
  /** Somebody does something. */
  act(): Promise<void>;
}

/** Citizens of one account, whose deeds follow from chance alone. */
export function createCitizens(network: Network, random: Random, bot: Pick<RunningApp, 'now'>): Citizens {
  const written: WrittenThere[] = [];
  let said = 0;
  const words = () => {
    said += 1;
    return `${random.pick(TEXTS)} (${said})`;
  };
  const write = async (parent?: string) => {
    const author = `Kim Testsson ${Math.floor(random.between(0, 20))}`;
    const at = bot.now();
    written.push({ id: await network.write(words(), { author, parent }), at, edits: 0, goneAt: null });
  };
  /** One that still stands; the newest ones are touched most. */
  const chosen = async () => {
    const standing = new Set((await network.standing()).map(({ id }) => id));
    const own = written.filter(({ id }) => standing.has(id));
    if (own.length === 0) return null;
    return random.next() < 0.6 ? random.pick(own.slice(-4)) : random.pick(own);
  };
  const remove = async (id: string) => {
    await network.remove(id);
    const left = new Set((await network.standing()).map((each) => each.id));
    for (const one of written) if (!left.has(one.id)) one.goneAt ??= bot.now();
  };
  const act = async () => {
    const deed = random.weighted(DEEDS);
    const one = deed === 'write' ? null : await chosen();
    if (one === null) return write();
    if (deed === 'answer') return write(one.id);
    if (deed === 'remove') return remove(one.id);
    if (deed === 'filter') return network.filter?.(one.id, random.next() < 0.7);
    one.edits += 1;
    return network.edit(one.id, words());
  };
  return { written, act };
}
