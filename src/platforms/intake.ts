import type { IntakeItem } from '../core/comment.ts';
import type { InboxItem } from '../core/inbox.ts';
import type { MunicipalityId } from '../core/policy.ts';
import { RewriteRefused } from '../ports/archive.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { parseFacebook } from './facebook-intake.ts';
import { parseComments } from './generic-intake.ts';
import { IntakeError } from './intake-error.ts';

export interface IntakeParts {
  readonly store: Pick<Store, 'archive' | 'keepUnread'>;
  readonly clock: Clock;
  /** Whose account it is; undefined for an account that nobody has configured. */
  readonly municipalityOf: (platform: string, account: string) => MunicipalityId | undefined;
  readonly wake: () => void;
  /** Told of what a verified sender brought and nobody can read yet, once for each account and reason: never its text. */
  readonly onUnread: (kept: Pick<InboxItem, 'source' | 'account' | 'why'> & { count: number }) => void;
}

interface Counted {
  readonly accepted: number;
  readonly duplicates: number;
}

/** Takes verified bodies, and returns only when everything in them is durably stored. */
export interface Intake {
  /** Refuses nothing: what cannot be read, or is of an account that nobody has configured, is kept for the inbox as it came. */
  facebook(body: Buffer): Promise<Counted>;
  /**
   * Takes comments from a sender whose signature speaks for these municipalities.
   * @throws IntakeError naming the field
   */
  comments(body: Buffer, speaksFor: readonly MunicipalityId[]): Promise<Counted>;
}

interface Part {
  readonly municipality: MunicipalityId;
  readonly body: Buffer;
  readonly items: IntakeItem[];
  readonly source: string;
}

export function createIntake(parts: IntakeParts): Intake {
  const { store, clock, municipalityOf, wake } = parts;

  const archive = async (deliveries: readonly Part[], receivedAt: Temporal.Instant) => {
    const total = { accepted: 0, duplicates: 0 };
    for (const delivery of deliveries) {
      const counted = await store.archive({ ...delivery, receivedAt });
      total.accepted += counted.accepted;
      total.duplicates += counted.duplicates;
    }
    wake();
    return total;
  };

  const keep = async (unread: readonly InboxItem[]): Promise<void> => {
    if (unread.length === 0) return;
    const kept = Map.groupBy(await store.keepUnread(unread), ({ account, why }) => `${why} ${account}`);
    for (const [first, ...more] of kept.values()) {
      if (!first) continue;
      const { source, account, why } = first;
      parts.onUnread({ source, account, why, count: 1 + more.length });
    }
  };

  return {
    facebook: async (body) => {
      const receivedAt = clock.now();
      const source = 'facebook';
      const { items, unread, bodyFor } = parseFacebook(body, receivedAt);
      const ownerOf = (account: string | null) =>
        (account !== null && municipalityOf(source, account)) || null;
      const byAccount = [...Map.groupBy(items, ({ account }) => account)];
      const deliveries = byAccount.flatMap(([account, own]): Part[] => {
        const municipality = ownerOf(account);
        if (municipality === null) return [];
        return [{ municipality, source, body: bodyFor(account), items: own.map(({ item }) => item) }];
      });
      const named = new Set([...items, ...unread].flatMap(({ account }) => account ?? []));
      const strangers = [...named].filter((account) => ownerOf(account) === null);
      await keep([
        // With everything that is said of the account: nothing of it is archived.
        ...strangers.map((account) => {
          const why = 'unknown-account' as const;
          return { source, account, municipality: null, receivedAt, body: bodyFor(account), why };
        }),
        ...unread
          .filter(({ account }) => account === null || ownerOf(account) !== null)
          .map((one) => ({ ...one, source, municipality: ownerOf(one.account), receivedAt })),
      ]);
      return archive(deliveries, receivedAt);
    },
    comments: async (body, speaksFor) => {
      const receivedAt = clock.now();
      const parsed = parseComments(body, { municipalities: speaksFor, municipalityOf, receivedAt });
      const groups = [...Map.groupBy(parsed, ({ municipality }) => municipality)];
      const deliveries = groups.map(([municipality, items]) => ({
        municipality,
        source: 'intake',
        // No municipality's archive may hold another's comments: a mixed body is kept as each one's own keys alone.
        body: groups.length === 1 ? body : Buffer.from(JSON.stringify(items.map(({ item }) => item))),
        items: items.map(({ item }) => item),
      }));
      try {
        return await archive(deliveries, receivedAt);
      } catch (error) {
        if (!(error instanceof RewriteRefused)) throw error;
        const index = parsed.findIndex(
          ({ item }) => 'comment' in item && item.comment.externalId === error.externalId,
        );
        const at = parsed.length === 1 ? 'externalId' : `[${index}].externalId`;
        throw new IntakeError(at, 'expected a comment that its platform has not told of itself');
      }
    },
  };
}
