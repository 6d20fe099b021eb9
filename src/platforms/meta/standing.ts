import { z } from 'zod';
import type { Standing } from '../../core/standing.ts';
import { usableToken } from '../send.ts';
import { missing, onlyFault, unlessRefused } from '../standing.ts';
import { Id, SubscribedApps } from './answers.ts';
import { callGraph, type GraphConnection } from './call.ts';

/** What is asked of the Page behind an account. */
interface AskedOfPage {
  readonly account: string;
  readonly page: string;
  /** What the token must be allowed, by the fields that the Page sends us. */
  scopes(fields: readonly string[]): readonly string[];
  /** What is asked beside, once the token is known to be the Page's. */
  more(fields: readonly string[] | null): Standing['faults'] | Promise<Standing['faults']>;
}

/** Seconds since 1970; 0 for never. */
const Seconds = z.int().min(0).max(8.64e12).optional();
const DebugToken = z.looseObject({
  data: z.looseObject({
    is_valid: z.boolean(),
    type: z.string().optional(),
    expires_at: Seconds,
    data_access_expires_at: Seconds,
    scopes: z.array(z.string()).optional(),
    granular_scopes: z
      .array(z.looseObject({ scope: z.string(), target_ids: z.array(Id).optional() }))
      .default([]),
  }),
});
type Debugged = z.infer<typeof DebugToken>['data'];
const Whose = z.looseObject({ id: Id });

/**
 * What Graph says of the Page's token and of what the Page sends us. Whether a Page's token may be asked of itself is
 * confirmed nowhere: where Graph refuses that, its scopes and its end are untold.
 * @throws PlatformError when Graph cannot be asked
 * Source: developers.facebook.com/docs/graph-api/reference/debug_token and …/page/subscribed_apps.
 */
export async function pageStanding(graph: GraphConnection, asked: AskedOfPage): Promise<Standing> {
  const { account, page } = asked;
  const token = await unlessRefused(debugged(graph, account), {
    'token-expired': 'dead' as const,
    permission: null,
    rejected: null,
    unsupported: null,
  });
  if (token === 'dead' || token?.is_valid === false) return onlyFault('token-dead');
  const whose = await unlessRefused(get(graph, account, ['me'], Whose), { 'token-expired': null });
  if (whose === null) return onlyFault('token-dead');
  const ends = endsOf(token);
  const untold = untoldOf(token);
  if (whose.id !== page) {
    const code = (await isPage(graph, account, whose.id, token)) ? 'other-account' : 'user-token';
    return { faults: [{ code, names: [whose.id] }], ends, untold };
  }
  const fields = await subscribedFields(graph, account, page);
  const lacking = scopesLacking(token, page, asked.scopes(fields ?? []));
  return { faults: [...missing('scope-missing', lacking), ...(await asked.more(fields))], ends, untold };
}

/** The fields of the Page that its app is told of; null when it is told of none. A Page token hears of its own app alone. */
async function subscribedFields(
  graph: GraphConnection,
  account: string,
  page: string,
): Promise<readonly string[] | null> {
  const path = [page, 'subscribed_apps'];
  // Not allowed to ask: then nothing was ever installed with this token either.
  const found = await unlessRefused(get(graph, account, path, SubscribedApps, 'subscribed_fields'), {
    permission: { data: [] },
  });
  return found.data.length === 0 ? null : found.data.flatMap(({ subscribed_fields: fields }) => fields);
}

async function debugged(graph: GraphConnection, account: string): Promise<Debugged> {
  const query = { input_token: usableToken((of) => graph.tokenOf(of), account) };
  const call = { account, method: 'GET', path: ['debug_token'], query, answer: DebugToken } as const;
  return (await callGraph(graph, call)).data;
}

/** A person has no category. */
async function isPage(
  graph: GraphConnection,
  account: string,
  id: string,
  token: Debugged | null,
): Promise<boolean> {
  if (token?.type !== undefined) return token.type === 'PAGE';
  const found = await unlessRefused(get(graph, account, [id], Whose, 'category'), {
    rejected: null,
    permission: null,
  });
  return found !== null;
}

const get = <T>(
  graph: GraphConnection,
  account: string,
  path: readonly string[],
  answer: z.ZodType<T>,
  fields = 'id',
): Promise<T> => callGraph(graph, { account, method: 'GET', path, query: { fields }, answer });

const endsOf = (token: Debugged | null): Standing['ends'] => [
  ...endOf('token', token?.expires_at),
  ...endOf('consent', token?.data_access_expires_at),
];

function endOf(what: 'token' | 'consent', seconds: number | undefined): Standing['ends'] {
  if (seconds === undefined) return [];
  return [{ what, at: seconds === 0 ? null : Temporal.Instant.fromEpochMilliseconds(seconds * 1000) }];
}

const untoldOf = (token: Debugged | null): Standing['untold'] => [
  ...(token?.scopes === undefined ? (['scopes'] as const) : []),
  ...(token?.expires_at === undefined ? (['token'] as const) : []),
  ...(token?.data_access_expires_at === undefined ? (['consent'] as const) : []),
];

/** A scope can be given for some Pages alone. */
function scopesLacking(token: Debugged | null, page: string, wanted: readonly string[]): string[] {
  if (token?.scopes === undefined) return [];
  const given = new Set(token.scopes);
  const elsewhere = new Set(
    token.granular_scopes
      .filter(({ scope, target_ids: ids }) => scope.startsWith('pages_') && ids && !ids.includes(page))
      .map(({ scope }) => scope),
  );
  return wanted.filter((scope) => !given.has(scope) || elsewhere.has(scope));
}
