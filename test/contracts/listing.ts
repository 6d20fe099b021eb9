import { parseWireJson } from '../../src/platforms/wire-json.ts';
import { PlatformError, type Target } from '../../src/ports/platform.ts';
import { type Dialect, WRITTEN } from './dialect.ts';
import { PATIENT_MS, type Wired, type WireWorld } from './wire.ts';

/** A page in place of the platform's own. Pages are numbered from 0; `next` null: none follows. */
export interface Paged {
  readonly items: readonly unknown[];
  readonly next: number | null;
}

/** A trap: which page the adapter is given, of the comments that are there. */
export type Script = (number: number, all: readonly unknown[]) => Paged;

/** What is listed, and how. */
export interface Asked {
  /** How many comments there are. Default 6. */
  readonly written?: number;
  /** Absent: what the platform itself answers. */
  readonly script?: Script;
  /** How many the platform gives at a time in the script, where that is fewer than it is asked for. */
  readonly size?: number;
  /** List a second time, as the platform itself answers. */
  readonly again?: boolean;
  /** What a citizen writes instead of plain comments; all of it is to be listed. */
  readonly write?: (world: WireWorld) => readonly Target[];
}

/** What came of it. */
export interface Found {
  /** The ids of the citizen's comments, as often as they were listed. */
  readonly ids: readonly string[];
  readonly written: number;
  /** How many pages with anything on them, or after such, were asked for. */
  readonly pages: number;
  /** Why it ended before its end; null where it did not. */
  readonly code: PlatformError['code'] | null;
}

/** Lists in a world of its own. */
export async function listing(wired: Wired, dialect: Dialect, asked: Asked = {}): Promise<Found> {
  const pager = new Pager(dialect, asked);
  const world = await wired.make({ fetch: pager.fetch, timeoutMs: PATIENT_MS });
  try {
    const plain = () => Array.from({ length: asked.written ?? WRITTEN }, (_, at) => world.write(`Hej ${at}`));
    const written = new Set((asked.write?.(world) ?? plain()).map(({ externalId }) => externalId));
    const ids: string[] = [];
    const code = await collect(world, written, ids);
    if (asked.again) {
      pager.script = undefined;
      await collect(world, written, ids);
    }
    return { ids, written: written.size, pages: pager.pages, code };
  } finally {
    await world.close();
  }
}

/** The account's own replies to a comment, through a script; `texts`: what it has answered. */
export async function ownReplies(
  wired: Wired,
  dialect: Dialect,
  { texts, script }: { texts: readonly string[]; script: Script },
): Promise<Pick<Found, 'pages'> & { readonly found: readonly string[] }> {
  const pager = new Pager({ ...dialect, isList: dialect.isReplies }, {});
  const world = await wired.make({ fetch: pager.fetch, timeoutMs: PATIENT_MS });
  try {
    const target = world.write('Fråga');
    for (const text of texts) await world.platform.reply(target, text);
    pager.script = script;
    const found = (await world.platform.ownReplies(target)).map(({ text }) => text);
    return { found, pages: pager.pages };
  } finally {
    await world.close();
  }
}

async function collect(
  world: WireWorld,
  written: ReadonlySet<string>,
  into: string[],
): Promise<PlatformError['code'] | null> {
  const { platform, account, now } = world;
  const since = now.subtract({ hours: 26 });
  try {
    for await (const page of platform.list({ account, since, awaited: [], now }))
      into.push(...page.map(({ comment }) => comment.externalId).filter((id) => written.has(id)));
    return null;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return error.code;
  }
}

/** Gives an adapter the pages of a script in place of the simulator's. */
export class Pager {
  pages = 0;
  script: Script | undefined;
  readonly #dialect: Dialect;
  readonly #size: number;
  readonly #written: number;

  constructor(dialect: Dialect, { script, size, written }: Asked) {
    this.script = script;
    this.#dialect = dialect;
    this.#size = size ?? dialect.size;
    this.#written = written ?? WRITTEN;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    if (init?.method !== 'GET' || !this.#dialect.isList(url)) return fetch(input, init);
    const first = await fetch(this.#dialect.firstOf(new URL(url)), init);
    // Ids can be numbers that no number holds.
    const body = parseWireJson(Buffer.from(await first.arrayBuffer())) as object;
    const all = this.#dialect.itemsOf(body);
    // Of a list of nothing there is nothing to be led astray by.
    if (all.length > 0) this.pages += 1;
    if (all.length === 0 || this.script === undefined) return fetch(input, init);
    const number = this.#dialect.numberOf(url, this.#size);
    const page = this.script(number, all.slice(0, this.#written));
    return Response.json(this.#dialect.bodyOf(body, { ...page, number }, this.#size), {
      headers: { date: first.headers.get('date') ?? '' },
    });
  };
}

/** A comment with so many replies. */
export function withReplies(world: WireWorld, replies: number): Target[] {
  const top = world.write('Fråga');
  const below = { parent: top.externalId };
  return [top, ...Array.from({ length: replies }, (_, at) => world.write(`Svar ${at}`, below))];
}
