import { createHash } from 'node:crypto';
import type { IntakeItem } from '../core/comment.ts';
import type { ArchiveStore } from '../ports/archive.ts';
import type { Listed, Target } from '../ports/platform.ts';
import type { DuePoll, PollStore } from '../ports/polls.ts';

/** What archiving needs. */
export interface ArchiveParts {
  readonly store: Pick<ArchiveStore, 'archive'> & Pick<PollStore, 'differences'>;
  /** Called when something has been archived. */
  readonly wake: () => void;
}

type Account = Pick<DuePoll, 'municipality' | 'platform' | 'account'>;

/**
 * Archives what differs, as it stood when the list was begun: what a webhook has told of since then is newer.
 * @returns when each comment of somebody else's was written that was not archived before
 */
export async function archiveListed(
  parts: ArchiveParts,
  poll: Account,
  page: readonly Listed[],
  now: Temporal.Instant,
): Promise<Temporal.Instant[]> {
  if (page.length === 0) return [];
  const differences = new Map(
    (await parts.store.differences(poll, page)).map((one) => [one.externalId, one] as const),
  );
  const news: Temporal.Instant[] = [];
  const items = page.flatMap(({ comment, node, hidden }): IntakeItem[] => {
    const differs = differences.get(comment.externalId);
    // A page may name a comment twice.
    if (!differs || !differences.delete(comment.externalId)) return [];
    const { platform, account, externalId } = comment;
    const key = keyOf(poll, externalId, now);
    const raw = Buffer.from(JSON.stringify(node));
    const isNew = differs.known === null;
    if (isNew && !comment.own) news.push(comment.createdAt);
    const change = {
      platform,
      account,
      externalId,
      change: hidden ? 'hidden' : 'unhidden',
      at: now,
    } as const;
    const { text, facts } = differs;
    // Whatever was told of it before, these are the words that stand there now.
    const stands = Temporal.Instant.compare(comment.writtenAt, now) < 0 ? { writtenAt: now } : {};
    const corrected = { ...comment, ...(text && stands), ...(facts && { corrects: true }) };
    return [
      ...(isNew ? [{ key, raw, comment: { ...comment, ...stands } }] : []),
      ...(text || facts ? [{ key, raw, comment: corrected }] : []),
      ...(differs.visibility || (isNew && hidden) ? [{ key: `${key}:visibility`, raw, change }] : []),
    ];
  });
  await archive(parts, poll, items, now);
  return news;
}

/** Archives how what was looked for differs; null: it is gone. */
export async function archiveFound(
  parts: ArchiveParts,
  of: Account & Target,
  found: Listed | null,
  now: Temporal.Instant,
): Promise<void> {
  if (found !== null) return void (await archiveListed(parts, of, [found], now));
  const { platform, account, externalId } = of;
  const change = { platform, account, externalId, change: 'removed', at: now } as const;
  await archive(parts, of, [{ key: keyOf(of, externalId, now), raw: GONE, change }], now);
}

/** The platform has nothing to show of what is gone. */
const GONE = Buffer.from('null');

const keyOf = ({ platform, account }: Account, externalId: string, now: Temporal.Instant): string =>
  `listed:${platform}:${account}:${externalId}:${now}`;

async function archive(
  { store, wake }: ArchiveParts,
  { municipality }: Account,
  items: readonly IntakeItem[],
  now: Temporal.Instant,
): Promise<void> {
  if (items.length === 0) return;
  const sha256 = createHash('sha256');
  for (const { raw } of items) sha256.update(raw);
  await store.archive({ municipality, source: 'poll', receivedAt: now, sha256: sha256.digest('hex'), items });
  wake();
}
