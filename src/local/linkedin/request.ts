import type { ApiAnswer } from '../simulator/answer.ts';
import { LinkedInRefusal, REFUSALS } from './refusal.ts';
import type { SimPage } from './state.ts';

/** A call of the interface. */
export interface LinkedInRequest {
  readonly method: string;
  /** Below `/rest`, each part as it came. */
  readonly path: readonly string[];
  /** As it came: `List(…)` and `(k:v)` stand in it. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly token: string | null;
  readonly body: unknown;
}

/** A refusal of what LinkedIn cannot make sense of. */
export const wrong = (message: string): LinkedInRefusal =>
  new LinkedInRefusal({ ...REFUSALS.refusal, message });

/** A value of the query, decoded; refused without. */
export function queryValue({ query }: LinkedInRequest, name: string): string {
  const value = query.get(name);
  if (value === undefined) throw wrong(`Query parameter ${name} is required`);
  return decodeURIComponent(value);
}

/** A part of a list, as it was asked for. `total` where the list has one. */
export function listed(request: LinkedInRequest, elements: readonly object[], hasTotal = true): ApiAnswer {
  const [start, count] = [Number(request.query.get('start') ?? 0), Number(request.query.get('count') ?? 10)];
  if (!(start >= 0 && count > 0 && count <= 100)) throw wrong('start or count is out of range');
  const isMore = start + count < elements.length;
  const links = isMore ? [{ rel: 'next', type: 'application/json', href: `/?start=${start + count}` }] : [];
  const paging = { start, count, links, ...(hasTotal && { total: elements.length }) };
  return { status: 200, body: { elements: elements.slice(start, start + count), paging } };
}

/** To any but an administrator everything is empty, with 200. */
export const mayRead = ({ role }: SimPage): boolean => role === 'ADMINISTRATOR';
