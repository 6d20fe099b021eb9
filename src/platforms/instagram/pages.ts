import type { z } from 'zod';
import type { Paging } from '../meta/answers.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';

/** An edge that is read page by page. */
export interface Edge<Node> {
  readonly account: string;
  readonly path: readonly string[];
  readonly fields: string;
  readonly limit: number;
  /** Where to begin, when the first page is known already. */
  readonly after?: string | undefined;
  readonly answer: z.ZodType<{ data: Node[]; paging?: z.infer<typeof Paging> }>;
}

/** No edge holds more than 10,000 things, at 50 a page. */
const MOST_PAGES = 200;

/**
 * Pages of an edge. Instagram names where the next one begins and nothing more: a page may be empty though others follow
 * it, so that an edge ends where none is named. One that goes in circles ends too.
 */
export async function* pages<Node>(graph: GraphConnection, edge: Edge<Node>): AsyncGenerator<Node[]> {
  const { account, path, fields, limit, answer } = edge;
  const begun = new Set<string>();
  let after = edge.after;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (after !== undefined) begun.add(after);
    const query = { fields, limit: String(limit), ...(after !== undefined && { after }) };
    const { data, paging } = await callGraph(graph, { account, method: 'GET', path, query, answer });
    yield data;
    after = paging?.cursors?.after;
    if (after === undefined || begun.has(after)) return;
  }
}
