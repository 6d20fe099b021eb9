import type { Delivery, IncomingComment } from '../../src/core/comment.ts';
import type { Decision } from '../../src/core/decision.ts';
import type { EffectOrder } from '../../src/core/effect.ts';
import type { Ticket } from '../../src/core/ticket.ts';
import type { DecisionRequest, StoredSituation } from '../../src/ports/ledger.ts';
import type { Store } from '../../src/ports/store.ts';
import { createStore } from '../../src/store/store.ts';
import type { OpenTestDatabase, TestDatabase } from '../fakes/databases.ts';

export const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');
/** The evidence of an item of which it does not matter. */
export const RAW = Buffer.from('{}');
export const LEASE_MS = 60_000;

/** A store with what its tests need to fill it: comments and tickets of any municipality. */
export interface Town {
  readonly database: TestDatabase<unknown>;
  readonly store: Store;
  rows<Row = Record<string, unknown>>(query: string, values?: unknown[]): Promise<Row[]>;
  archive(comments: Partial<IncomingComment>[], more?: Partial<Delivery>): ReturnType<Store['archive']>;
  /** Archives a comment and opens its ticket, with these effects ordered. */
  ticket(
    effects?: EffectOrder[],
    municipality?: string,
    externalId?: string,
  ): Promise<{ ticket: string; comment: string }>;
  /** Decides one event. Default: about nothing but a journal line. */
  decide(
    about: DecisionRequest['about'],
    decide?: (situation: StoredSituation) => Decision,
    request?: Partial<DecisionRequest> & { municipality?: string; at?: Temporal.Instant },
  ): Promise<Awaited<ReturnType<Store['decide']>>[number] | undefined>;
}

/** A decision that only says that it was made. */
export const noted: Decision = { journal: [{ kind: 'ticket-claimed', by: 'p', data: {} }], effects: [] };

export const incoming = (more: Partial<IncomingComment> = {}): IncomingComment => ({
  platform: 'facebook',
  account: '1',
  externalId: '1_1',
  author: { id: 'a' },
  text: 'Hej!',
  createdAt: NOW,
  writtenAt: NOW,
  attachments: [],
  own: false,
  ...more,
});

let count = 0;
const next = (what: string) => `${what}-${++count}`;

export async function openTown(open: OpenTestDatabase): Promise<Town> {
  const database = await open();
  const store = await createStore(database);
  await store.declareAccounts(
    ['filipstad', 'ludvika'].map((municipality) => ({
      municipality,
      platform: 'facebook',
      account: '1',
      name: municipality,
      trial: false,
    })),
  );
  const rows: Town['rows'] = async (query, values) =>
    (await database.pool.query(query, values)).rows as never[];
  const archive: Town['archive'] = (comments, more) =>
    store.archive({
      municipality: 'filipstad',
      source: 'test',
      receivedAt: NOW,
      sha256: 'none',
      items: comments.map((comment) => ({ key: next('key'), raw: RAW, comment: incoming(comment) })),
      ...more,
    });
  const decide: Town['decide'] = async (about, made = () => noted, request = {}) => {
    const { municipality = 'filipstad', at = NOW, ...rest } = request;
    const [outcome] = await store.decide(
      municipality,
      at,
      [{ key: next('event'), about, by: 'p', policy: '1', ...rest }],
      made,
    );
    return outcome;
  };
  return {
    database,
    store,
    rows,
    archive,
    decide,
    ticket: async (effects = [], municipality = 'filipstad', externalId = next('comment')) => {
      await archive([{ externalId }], { municipality });
      const [row] = await rows<{ id: string }>(
        'SELECT id FROM comment WHERE municipality = $1 AND external_id = $2',
        [municipality, externalId],
      );
      const comment = row?.id ?? '';
      const outcome = await decide(
        { comment },
        (situation) => ({ screenedVersion: 1, ticket: opened(situation), journal: noted.journal, effects }),
        { municipality },
      );
      if (outcome?.kind !== 'decided' || outcome.ticket === null) throw new Error('No ticket was opened');
      return { ticket: outcome.ticket, comment };
    },
  };
}

/** The ticket that screening would open of what it was shown. */
export const opened = ({ comment, decisionId }: StoredSituation): Ticket => ({
  id: decisionId,
  municipality: comment.municipality,
  comment: comment.id,
  version: 1,
  state: 'open',
  screening: {
    tier: 'flag',
    score: 1,
    findings: [],
    needsReply: false,
    urgent: false,
    display: 'open',
  } as unknown as Ticket['screening'],
  commentVersion: comment.version,
  arrivedAt: NOW.toString(),
  dueAt: NOW.toString(),
  promise: null,
  claim: null,
  reply: null,
  removal: null,
  declined: null,
  hiddenNow: null,
  dismissal: null,
  block: null,
  takenUp: null,
  elsewhere: null,
  alertConfirmed: null,
  reports: [],
  reportDecided: null,
  suspected: null,
  editedAfter: null,
  lastAct: null,
  closedAt: null,
  openedAt: NOW.toString(),
  removeBy: null,
  answer: null,
  target: null,
  remindedAt: null,
  escalatedAt: null,
  window: null,
  following: [],
  snooze: null,
  request: false,
  police: null,
  internal: [],
  clock: '',
});
