import { z } from 'zod';
import type { PlatformName } from '../../src/core/platform.ts';

/** A comment as the platform would still show it to the account. */
interface Standing {
  readonly id: string;
  readonly text: string;
  readonly hidden: boolean;
}

/** A write that was performed through the interface, whether or not its answer arrived. */
export interface Performed {
  readonly act: string;
  readonly on: string;
  readonly made?: string | undefined;
  readonly text?: string | undefined;
}

/** What one account's simulator is told and asked of, over HTTP: it may be a program of its own. */
export interface Network {
  readonly platform: NetworkName;
  readonly account: string;
  /** A citizen writes, under `parent` or under the newest post. @returns the comment's id there */
  write(text: string, by: Writing): Promise<string>;
  edit(id: string, text: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** What the platform's own filters do; null where it has none. */
  readonly filter: ((id: string, hidden: boolean) => Promise<void>) | null;
  /** Null where nothing is delivered. */
  readonly deliver: ((how: Delivering) => Promise<void>) | null;
  standing(): Promise<Standing[]>;
  acts(): Promise<Performed[]>;
  /** How many changes wait to be delivered. */
  pending(): Promise<number>;
  /** A fault as the platform's simulator spells it; null: there are none any longer. */
  fault(fault: object | null): Promise<void>;
}

/** How something is written. */
interface Writing {
  readonly author: string;
  readonly parent?: string | undefined;
  /** The platform tells nobody, where it would (Facebook alone). */
  readonly silent?: boolean | undefined;
}

/** `held`: kept back; `odd`: what waits twice and newest first; `plain`: as it is written. */
type Delivering = 'held' | 'odd' | 'plain';

/** The platforms that are simulated. */
export const NETWORK_NAMES = [
  'facebook',
  'instagram',
  'youtube',
  'linkedin',
] as const satisfies readonly PlatformName[];
export type NetworkName = (typeof NETWORK_NAMES)[number];

/** Tells and asks the simulator there of one account. */
export const networkOf = (platform: NetworkName, url: string, account: string): Network =>
  NETWORKS[platform](url, account);

const Done = z.looseObject({ id: z.string() });
const Act = z.looseObject({
  act: z.string(),
  on: z.string(),
  made: z.string().optional(),
  text: z.string().optional(),
});

const NETWORKS: Readonly<Record<NetworkName, (url: string, account: string) => Network>> = {
  facebook: (url, account) => ({
    ...common(url, 'comments'),
    ...graphs(url, account),
    ...{ platform: 'facebook', account },
    write: async (message, { author, parent, silent }) =>
      Done.parse(await tell(url, 'comments', { op: 'add', page: account, author, message, parent, silent }))
        .id,
    edit: async (id, message) => void (await tell(url, 'comments', { op: 'edit', id, message })),
    filter: async (id, hidden) => void (await tell(url, 'comments', { op: hidden ? 'hide' : 'unhide', id })),
    standing: async () => {
      const Row = z.looseObject({
        page: z.string(),
        id: z.string(),
        message: z.string(),
        hidden: z.boolean(),
      });
      const rows = z.array(Row).parse(await ask(url, 'comments'));
      return rows
        .filter(({ page }) => page === account)
        .map(({ id, message: text, hidden }) => ({ id, text, hidden }));
    },
  }),
  instagram: (url, account) => ({
    ...common(url, 'instagram'),
    ...graphs(url, account),
    ...{ platform: 'instagram', account },
    write: async (text, { author, parent }) => {
      const username = author.toLowerCase().replaceAll(' ', '.');
      return Done.parse(await tell(url, 'instagram', { op: 'add', account, username, text, parent })).id;
    },
    edit: async (id, text) => void (await tell(url, 'instagram', { op: 'edit', id, text })),
    filter: async (id, hidden) => void (await tell(url, 'instagram', { op: 'hide', id, hidden })),
    standing: async () => {
      const Row = z.looseObject({
        account: z.string(),
        id: z.string(),
        text: z.string(),
        hidden: z.boolean(),
      });
      const { comments } = z.looseObject({ comments: z.array(Row) }).parse(await ask(url, 'instagram'));
      return comments
        .filter((each) => each.account === account)
        .map(({ id, text, hidden }) => ({ id, text, hidden }));
    },
  }),
  youtube: (url, account) => ({
    ...common(url, 'comments'),
    ...{ platform: 'youtube', account },
    write: async (text, { author, parent }) =>
      Done.parse(await tell(url, 'comments', { op: 'add', channel: account, author, text, parent })).id,
    edit: async (id, text) => void (await tell(url, 'comments', { op: 'edit', id, text })),
    filter: async (id, hidden) => {
      const status = hidden ? 'heldForReview' : 'published';
      await tell(url, 'comments', { op: 'status', id, status });
    },
    deliver: null,
    pending: async () => 0,
    standing: async () => {
      const Row = z.looseObject({
        channel: z.string(),
        id: z.string(),
        text: z.string(),
        status: z.string(),
      });
      const rows = z.array(Row).parse(await ask(url, 'comments'));
      return rows
        .filter(({ channel, status }) => channel === account && status !== 'rejected')
        .map(({ id, text, status }) => ({ id, text, hidden: status !== 'published' }));
    },
    acts: () => actsOf(url, 'channel', account),
  }),
  linkedin: (url, account) => ({
    ...common(url, 'comments'),
    ...{ platform: 'linkedin', account },
    write: async (text, { author, parent }) =>
      Done.parse(await tell(url, 'comments', { op: 'add', page: account, author, text, parent })).id,
    edit: async (id, text) => void (await tell(url, 'comments', { op: 'edit', id, text })),
    filter: null,
    deliver: async (how) => {
      const odd = { order: 'reversed', subscribers: 2, batch: 3 };
      await tell(url, 'webhooks', how === 'held' ? { hold: true } : how === 'odd' ? odd : {});
    },
    pending: () => pendingAt(url),
    standing: async () => {
      const Row = z.looseObject({ page: z.string(), id: z.string(), text: z.string() });
      const rows = z.array(Row).parse(await ask(url, 'comments'));
      return rows.filter(({ page }) => page === account).map(({ id, text }) => ({ id, text, hidden: false }));
    },
    acts: () => actsOf(url, 'page', account),
  }),
};

/** What is told and asked alike everywhere. */
const common = (url: string, deeds: string) => ({
  remove: async (id: string) => void (await tell(url, deeds, { op: 'remove', id })),
  fault: (fault: object | null) => setFault(url, fault),
});

/** What Facebook and Instagram share: one sender, and one log. */
const graphs = (url: string, account: string) => ({
  deliver: async (how: Delivering) => {
    const odd = { order: 'reversed', copies: 2, batch: 3 };
    await tell(url, 'webhooks', how === 'held' ? { hold: true } : how === 'odd' ? odd : {});
  },
  pending: () => pendingAt(url),
  acts: () => actsOf(url, 'page', account),
});

const actsOf = async (url: string, field: string, account: string): Promise<Performed[]> =>
  (await actsAt(url)).filter((act) => act[field] === account);

/** Every write of the simulator's accounts. */
export const actsAt = async (url: string): Promise<z.infer<typeof Act>[]> =>
  z.array(Act).parse(await ask(url, 'acts'));

/** How many changes wait there to be delivered. */
export const pendingAt = async (url: string): Promise<number> =>
  z.array(z.unknown()).parse(await ask(url, 'pending')).length;

/** A fault to come, as the simulator there spells it; null: there are none any longer. */
export const setFault = async (url: string, fault: object | null): Promise<void> =>
  void (fault === null ? await call(url, 'DELETE', 'faults') : await tell(url, 'faults', fault));

const ask = (url: string, what: string): Promise<unknown> => call(url, 'GET', what);
const tell = (url: string, what: string, said: object): Promise<unknown> => call(url, 'POST', what, said);

/** @throws Error in the simulator's own words when it refuses */
async function call(url: string, method: string, what: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/_sim/${what}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /_sim/${what}: HTTP ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}
