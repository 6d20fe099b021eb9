import type { Situation } from '../../src/core/decision.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { StoredSituation } from '../../src/ports/ledger.ts';
import type { AccountRow } from '../../src/ports/tenants.ts';
import { loadForDecision } from '../../src/store/situation.ts';
import { able } from '../fakes/able.ts';
import { ANNA, BO, type Given, NOW, policyOf } from '../fakes/situations.ts';
import type { Town } from './town.ts';

/** One comment in the store, in an account of its own, and what a decision on it may look at beside what is stored. */
export interface StoredComment {
  readonly town: Town;
  readonly account: AccountRow;
  readonly id: string;
  readonly given: Given;
  readonly can: Situation['account']['can'];
  readonly staff: Situation['staff'];
  readonly policies: Map<string, Policy>;
  now: Temporal.Instant;
  /** As it was last loaded; null once something but a decision has changed it. */
  loaded: StoredSituation | null;
}

/** Archives what is given, not screened yet. */
export async function storeComment(town: Town, name: string, given: Given): Promise<StoredComment> {
  const { municipality = 'filipstad', comment: written, account: { trial = false, can } = {} } = given;
  const account = { municipality, platform: 'facebook', account: name, name, trial } as const;
  const comment = {
    ...{ town, account, given, now: NOW, loaded: null, id: '' },
    can: { ...able(), ...can },
    staff: { lead: BO, duty: ANNA, rota: [ANNA, BO] },
    policies: new Map([[municipality, { ...policyOf(municipality), ...given.policy }]]),
  };
  await town.store.declareAccounts([account]);
  await writeComment(comment, written?.text ?? '', written?.evidenceStored ?? true);
  await countBreaches(comment);
  const [row] = await town.rows<{ id: string }>('SELECT id FROM comment WHERE account = $1', [name]);
  return { ...comment, id: row?.id ?? '' };
}

/** What the next decision on it would see. */
export async function load(comment: StoredComment): Promise<StoredSituation> {
  const { town, account, id } = comment;
  if (comment.loaded) return comment.loaded;
  const request = { key: 'none', about: { comment: id }, by: null, policy: '' };
  const [loaded] = await town.database.kysely
    .transaction()
    .execute((tx) => loadForDecision(tx, account.municipality, [request]));
  if (!loaded) throw new Error(`Nothing is stored of ${account.account}`);
  comment.loaded = loaded;
  return loaded;
}

/** The same, with rules, abilities and time. */
export async function situationOf(comment: StoredComment): Promise<Situation> {
  const { now, staff, can, policies, account } = comment;
  const stored = await load(comment);
  const policy = policies.get(account.municipality) ?? policyOf(account.municipality);
  return {
    ...stored,
    now,
    staff,
    numberShape: null,
    policy,
    account: { ...stored.account, can, maxReply: 8000, replyWindow: null },
  };
}

/** The author writes, or writes anew. `stored`: there is no picture that would have to be fetched. */
export async function writeComment(
  { town, account: { account, municipality }, given, now }: Omit<StoredComment, 'id'>,
  text: string,
  stored: boolean,
): Promise<void> {
  const { id, name } = { ...given.comment?.author };
  const attachments = stored ? [] : [{ type: 'photo', url: 'https://example.org/1.jpg' }];
  const author = { id: id ?? undefined, name: name ?? undefined };
  const at = { createdAt: NOW.subtract({ hours: 1 }), writtenAt: now };
  await town.archive([{ account, externalId: `${account}_1`, author, text, attachments, ...at }], {
    municipality,
    receivedAt: now,
  });
}

/** The account replies on the platform, past the bot. */
export async function answerDirectly({ town, account, now }: StoredComment): Promise<void> {
  const { account: name, municipality } = account;
  const ids = { account: name, externalId: `${name}_${now.epochMilliseconds}`, parentId: `${name}_1` };
  await town.archive([{ ...ids, own: true, text: 'Svar', createdAt: now, writtenAt: now }], {
    municipality,
    receivedAt: now,
  });
}

/** The author's earlier breaches, decided on another comment. */
async function countBreaches({ town, account, given }: Omit<StoredComment, 'id'>): Promise<void> {
  const { municipality, platform, account: page } = account;
  const author = given.comment?.author?.id;
  const breaches = given.breaches ?? [];
  if (!author || breaches.length === 0) return;
  const { ticket } = await town.ticket([], municipality);
  for (const { rule, at } of breaches) {
    const row = [municipality, ticket, platform, page, author, rule, at.toString()];
    await town.rows('INSERT INTO breach VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', row);
  }
}
