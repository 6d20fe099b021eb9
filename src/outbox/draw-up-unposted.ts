import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DigestTurn, Unposted, UnpostedPage } from '../core/digest-lists.ts';
import type { Policy } from '../core/policy.ts';
import type { StoredUnposted } from '../ports/digests.ts';
import type { DigestSources } from './draw-up-digest.ts';

/** Lines on a page. */
const PAGE = 10;
/** So many of a period, the newest, are put in order by how likely they are: each is screened anew for it. */
const MOST_ORDERED = 1000;

type Turn = Extract<DigestTurn, { to: 'unposted' }>;

/** The comments of the period that got no card, after that one. */
export async function drawUpUnposted(
  sources: DigestSources,
  policy: Policy,
  { inflow, wish, after }: Turn,
): Promise<UnpostedPage> {
  const { store, clock } = sources;
  const query = { period: { from: inflow.since, until: inflow.until }, account: wish.account };
  const found =
    wish.order === 'newest'
      ? await store.unposted(policy.municipality, { ...query, after, limit: PAGE })
      : await likeliest(sources, policy, query, after);
  const { comments } = await judged(sources, policy, found.comments);
  const accounts = await store.accounts(policy.municipality);
  return { ...found, now: clock.now(), inflow, wish, after, accounts, comments };
}

/** What screening says of each, one a turn of the event loop: presses do not wait for a long list. */
async function judged({ screen }: DigestSources, policy: Policy, stored: readonly StoredUnposted[]) {
  const comments: Unposted[] = [];
  const scores = new Map<string, number>();
  for (const { attachments, author, text, ...comment } of stored) {
    await nextTurn();
    const { display, findings } = screen(text, policy, attachments);
    scores.set(comment.comment, findings[0]?.score ?? 0);
    comments.push({ ...comment, shown: display === 'secret' ? null : { text, author } });
  }
  return { comments, scores };
}

async function likeliest(
  sources: DigestSources,
  policy: Policy,
  query: Pick<Parameters<DigestSources['store']['unposted']>[1], 'period' | 'account'>,
  after: string | null,
) {
  const all = await sources.store.unposted(policy.municipality, {
    ...query,
    after: null,
    limit: MOST_ORDERED,
  });
  const { scores } = await judged(sources, policy, all.comments);
  const scoreOf = ({ comment }: StoredUnposted) => scores.get(comment) ?? 0;
  const ordered = all.comments.toSorted((one, other) => scoreOf(other) - scoreOf(one));
  const before = after === null ? 0 : ordered.findIndex(({ comment }) => comment === after) + 1;
  return { total: ordered.length, before, comments: ordered.slice(before, before + PAGE) };
}
