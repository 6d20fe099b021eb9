import type { Block, DisposalItem, DisposalTerms, ItemOf } from '../core/disposal.ts';
import type { DisposalRule, DisposalType } from '../core/disposal-policy.ts';
import type { MunicipalityId } from '../core/policy.ts';

/** What a rule would let go of now. */
export interface DisposalFound {
  /** So many may go. */
  readonly free: number;
  /** When the oldest and the newest of these came in. */
  readonly oldest: string | null;
  readonly newest: string | null;
  /** So many have reached their time and stay, by reason. */
  readonly blocked: Readonly<Partial<Record<Block, number>>>;
}

/** A proposal of what to dispose of, and how far it has come. */
export interface Disposal {
  readonly municipality: MunicipalityId;
  readonly id: string;
  readonly rule: DisposalRule;
  /** The version of the municipality's rules. */
  readonly policy: string;
  /** `withdrawn`: another proposal of the same rule came before it was confirmed. */
  readonly state: 'proposed' | 'confirmed' | 'running' | 'done' | 'withdrawn';
  /** Entra object id; null: the bot. */
  readonly proposedBy: string | null;
  readonly proposedAt: Temporal.Instant;
  readonly confirmations: readonly { readonly by: string; readonly at: Temporal.Instant }[];
  readonly found: DisposalFound;
  readonly doneAt: Temporal.Instant | null;
  /** The reference of its protocol in the register. */
  readonly reference: string | null;
  readonly protocol: DisposalProtocol | null;
}

/** The protocol (gallringsprotokoll): what was decided, by whom it was carried out, and what remains. Ids and counts alone. */
export interface DisposalProtocol {
  readonly schema: 'kommentarsvakten/gallringsprotokoll/1';
  readonly municipality: MunicipalityId;
  readonly disposal: string;
  readonly reference: string;
  readonly rule: DisposalRule;
  readonly policy: string;
  /** When the oldest and the newest that was proposed came in. */
  readonly oldest: string | null;
  readonly newest: string | null;
  readonly proposedBy: string | null;
  readonly proposedAt: string;
  readonly confirmedBy: readonly { readonly by: string; readonly at: string }[];
  readonly begunAt: string;
  readonly endedAt: string;
  readonly proposed: number;
  readonly disposed: Readonly<Partial<Record<ItemOf, number>>>;
  /** Versions of comments among them. */
  readonly versions: number;
  readonly firstId: string | null;
  readonly lastId: string | null;
  readonly batches: number;
  /** What was proposed and stayed, by reason. */
  readonly stayed: Readonly<Partial<Record<Block, number>>>;
  /** Read back afterwards: so many of the disposed, and so many of them with something left. */
  readonly readBack: { readonly checked: number; readonly left: number };
  readonly journalBefore: { readonly seq: number; readonly hash: string };
  readonly journalAfter: { readonly seq: number; readonly hash: string };
}

/** What came of a confirmation. `rule-changed`: the municipality's decision is another than the one that was proposed under. */
export type ConfirmOutcome =
  | { readonly kind: 'confirmed'; readonly left: number }
  | {
      readonly kind: 'refused';
      readonly why: 'unknown' | 'proposer' | 'no-person' | 'twice' | 'state' | 'rule-changed';
    };

/** A disposal as the log outside the database knows it: ids alone. */
export interface LoggedBatch {
  readonly municipality: MunicipalityId;
  readonly batch: string;
  readonly disposal: string;
  readonly type: DisposalType;
  readonly leaves: DisposalRule['leaves'];
  readonly items: readonly DisposalItem[];
}

/** Keeps, outside the database, what is erased from it: a copy of the database from before does not know. */
export interface DisposalLog {
  /** On the disk when it resolves; nothing is erased before. */
  intent(batch: LoggedBatch): Promise<void>;
  /** What was intended has been committed; the journal's head then, null where that was found out later. */
  done(batch: string, journal: { readonly seq: number; readonly hash: string } | null): Promise<void>;
}

/** What must be known of a municipality for its disposals to be carried out. */
export interface DisposalGround {
  readonly rules: readonly DisposalRule[];
  readonly policy: string;
  readonly terms: DisposalTerms;
  /** The neutral subject of its protocol in the register. */
  readonly subject: string;
}

/** A piece of work: a batch that was erased, or a protocol that was registered. `blocked`: stayed by what came between. */
export interface DisposalStep {
  readonly municipality: MunicipalityId;
  readonly disposal: string;
  readonly batch: string | null;
  readonly disposed: number;
  readonly blocked: number;
  /** The reference of the protocol, when this was the last. */
  readonly reference: string | null;
}

/** Disposal, as far as the store has to do with it. */
export interface DisposalStore {
  /** What a rule would let go of now; changes nothing. `sample`: ids of some of it. */
  planDisposal(
    municipality: MunicipalityId,
    now: Temporal.Instant,
    rule: DisposalRule,
    terms: DisposalTerms,
  ): Promise<{ readonly found: DisposalFound; readonly sample: readonly string[] }>;
  /** Proposes it: what is found now is listed, and nothing else will go. Earlier proposals of the rule that wait are withdrawn. */
  proposeDisposal(
    municipality: MunicipalityId,
    now: Temporal.Instant,
    proposal: { readonly rule: DisposalRule; readonly policy: string; readonly by: string | null },
    terms: DisposalTerms,
  ): Promise<Disposal>;
  /** One of the two persons says yes. */
  confirmDisposal(
    municipality: MunicipalityId,
    now: Temporal.Instant,
    confirmation: { readonly id: string; readonly by: string; readonly rules: readonly DisposalRule[] },
  ): Promise<ConfirmOutcome>;
  disposals(municipality: MunicipalityId): Promise<readonly Disposal[]>;
  /**
   * Carries out a piece of what has been confirmed, in one transaction: null when there is nothing to do. What holds an item
   * back by now leaves it standing. @param ground null: nothing is known of that municipality, and nothing is done
   */
  disposeSome(
    now: Temporal.Instant,
    ground: (municipality: MunicipalityId) => DisposalGround | null,
    log: DisposalLog,
    limit: number,
  ): Promise<DisposalStep | null>;
  /** Erases again what the database does not know to have been erased; the number of items. What is on hold now stays. */
  replayDisposal(batch: LoggedBatch, now: Temporal.Instant): Promise<{ replayed: number; held: number }>;
  /** Which of these batches the database has, each with all its items. */
  disposedBatches(batches: readonly Pick<LoggedBatch, 'batch' | 'items'>[]): Promise<ReadonlySet<string>>;
  /** Gives the room of what was erased back, and with it the last traces in the tables' files. */
  reclaim(): Promise<void>;
}
