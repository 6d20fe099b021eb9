import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
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
  readonly answer: z.ZodType<{ data: Node[]; paging?: z.infer<typeof Paging> }>;
}

/** No edge holds more than 10,000 things, at 50 a page. */
const MOST_PAGES = 200;

/**
 * Pages of an edge that names where the next one begins and perhaps nothing more: a page may be empty though others follow
 * it, so that an edge ends where none is named. One that goes in circles ends too.
 */
export async function* pages<Node>(graph: GraphConnection, edge: Edge<Node>): AsyncGenerator<Node[]> {
  const { account, path, fields, limit, betweenMs = 0, more, answer } = edge;
  const begun = new Set<string>();
  let after = edge.after;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (after !== undefined) begun.add(after);
    if (page > 0) await pause(betweenMs);
    const query = { ...more, fields, limit: String(limit), ...(after !== undefined && { after }) };
    const { data, paging } = await callGraph(graph, { account, method: 'GET', path, query, answer });
    yield data;
    after = paging?.cursors?.after;
    if (after === undefined || begun.has(after)) return;
  }
}
