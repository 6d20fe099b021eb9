import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';
import type { Paging } from './answers.ts';
import { callGraph, type GraphConnection } from './call.ts';

/** An edge that is read page by page. */
export interface Edge<Node> {
  readonly account: string;
  readonly path: readonly string[];
  readonly fields: string;
  readonly limit: number;
  /** So long passes between two calls. */
  readonly betweenMs?: number;
  /** What else is asked. */
  readonly more?: Readonly<Record<string, string>>;
  /** Where to begin, when the first page is known already. */
  readonly after?: string | undefined;
  /** What says that another page follows: Facebook gives its address, Instagram only a cursor, after the last one too. */
  readonly followedBy: 'next' | 'cursor';
  readonly answer: z.ZodType<{ data: Node[]; paging?: z.infer<typeof Paging> }>;
}

/** No edge of a municipality's holds more than so many pages. */
const MOST_PAGES = 200;

/**
 * Pages of an edge. The address of the next one is not followed, since Graph writes the token into it. A page may be empty
 * though others follow it; one that goes in circles has been read to its end.
 * @throws PlatformError `rejected` for one that does not end
 */
export async function* pages<Node>(graph: GraphConnection, edge: Edge<Node>): AsyncGenerator<Node[]> {
  const { account, path, fields, limit, betweenMs = 0, more, followedBy, answer } = edge;
  const begun = new Set<string>();
  let after = edge.after;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (after !== undefined) begun.add(after);
    if (page > 0) await pause(betweenMs);
    const query = { fields, limit: String(limit), ...more, ...(after !== undefined && { after }) };
    const { data, paging } = await callGraph(graph, { account, method: 'GET', path, query, answer });
    yield data;
    after = paging?.cursors?.after;
    if (followedBy === 'next' && paging?.next === undefined) return;
    if (after === undefined || begun.has(after)) return;
  }
  throw new PlatformError('rejected', `GET /${path.join('/')} has more than ${MOST_PAGES} pages`);
}
