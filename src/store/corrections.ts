import { sql, type Transaction } from 'kysely';
import { toJson } from './storable.ts';
import type { Thread } from './threads.ts';

/**
 * What the platform itself says of when known comments were written, and of what was unknown of them, takes the place of
 * what a webhook left open: who wrote, and where it stands. Nothing else that is known is changed.
 */
export async function correct(
  tx: Transaction<unknown>,
  threads: readonly { readonly id: string; readonly texts: Thread['texts'] }[],
  municipality: string,
): Promise<void> {
  const corrections = threads.flatMap(({ id, texts }) => {
    const told = texts.findLast(({ corrects }) => corrects);
    if (!told) return [];
    return [
      {
        id,
        created_at: told.createdAt.toString(),
        post_id: told.postId,
        parent_id: told.parentId,
        author_id: told.author.id,
        author_name: told.author.name,
        permalink: told.permalink,
      },
    ];
  });
  if (corrections.length === 0) return;
  await sql`
    UPDATE comment c SET created_at = r.created_at, retimed = c.retimed OR c.created_at <> r.created_at, ask_at = NULL,
      post_id = coalesce(c.post_id, r.post_id), parent_id = coalesce(c.parent_id, r.parent_id),
      author_id = coalesce(c.author_id, r.author_id), author_name = coalesce(c.author_name, r.author_name),
      permalink = coalesce(c.permalink, r.permalink)
    FROM jsonb_to_recordset(${toJson(corrections)}::jsonb) AS r (id uuid, created_at timestamptz, post_id text,
      parent_id text, author_id text, author_name text, permalink text)
    WHERE c.municipality = ${municipality} AND c.id = r.id`.execute(tx);
  // A card may have been posted meanwhile, without the link or the post that are known only now.
  await sql`
    UPDATE card k SET wanted = k.wanted + 1 FROM ticket t
    WHERE t.municipality = ${municipality} AND t.comment = ANY(${corrections.map(({ id }) => id)}::uuid[])
      AND t.state <> 'closed' AND k.municipality = t.municipality AND k.ticket = t.id`.execute(tx);
}

/** What stands under a post was perhaps told of before the post: its cards are drawn anew, and say what it answers. */
export async function drawUnder(
  tx: Transaction<unknown>,
  municipality: string,
  threads: readonly { readonly texts: Thread['texts'] }[],
): Promise<void> {
  const posts = threads.flatMap(({ texts: [text] }) => (text?.kind === 'post' ? [text] : []));
  if (posts.length === 0) return;
  const named = posts.map(({ platform, account, externalId }) => ({
    platform,
    account,
    post_id: externalId,
  }));
  await sql`
    UPDATE card k SET wanted = k.wanted + 1 FROM ticket t
    JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
    JOIN jsonb_to_recordset(${toJson(named)}::jsonb) AS r (platform text, account text, post_id text)
      ON r.platform = c.platform AND r.account = c.account AND r.post_id = c.post_id
    WHERE t.municipality = ${municipality} AND t.state <> 'closed'
      AND k.municipality = t.municipality AND k.ticket = t.id`.execute(tx);
}
