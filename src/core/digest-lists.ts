import type { CommentKind } from './comment.ts';
import type { PlatformName } from './platform.ts';
import type { CategoryId, RuleId } from './policy.ts';
import type { Ticket } from './ticket.ts';
import type { CardPlace, HandoverTrouble } from './view.ts';

/**
 * What a digest lists, the worst first: what is urgent or what a statute may cover, what is late, what is due today,
 * what nobody has taken, what did not go through, what waits for the registrar. A ticket stands in the first list that
 * it belongs to, and counts in all of them.
 */
export const DIGEST_LISTS = ['urgent', 'overdue', 'today', 'unclaimed', 'failed', 'registrar'] as const;

/** One of the lists, as digests, journal and pages name it. */
export type DigestListName = (typeof DIGEST_LISTS)[number];

/**
 * How grave what was found is: what may be urgent, what a statute may cover and what the municipality's own rules call critical;
 * what they call high; the rest.
 */
export const SEVERITIES = ['critical', 'high', 'other'] as const;

/** One of them. */
export type Severity = (typeof SEVERITIES)[number];

/** Where a line stands in the order of all lines: by list, severity, deadline and number. What follows it is the next page. */
export interface DigestPlace {
  readonly list: DigestListName;
  readonly severity: Severity;
  readonly at: Temporal.Instant;
  readonly number: number;
}

/** One line: ids, instants and the name of a colleague; never a comment's text or its author's name. */
export interface DigestItem extends DigestPlace {
  readonly ticket: string;
  readonly platform: PlatformName;
  /** The account's name. */
  readonly account: string;
  readonly accountId: string;
  readonly writtenAt: Temporal.Instant;
  readonly closed: boolean;
  readonly kind: CommentKind;
  readonly screening: Pick<Ticket['screening'], 'display' | 'urgent' | 'needsReply'>;
  /** The rule that comes nearest, and what it is about; null when none does. */
  readonly finding: { readonly rule: RuleId; readonly category: CategoryId } | null;
  readonly target: Ticket['target'];
  /** Who has it: a name, an empty one when it is not known, null when nobody has it. */
  readonly owner: string | null;
  /** Who sees to it where nobody has it: a name, an empty one when it is not known; null where whoever sees to the municipality's does. */
  readonly seesTo: string | null;
  /** Who has proposed a removal that somebody else must approve; null where nothing is proposed. */
  readonly proposedBy: string | null;
  /** Is an act on its platform asked of a person? */
  readonly byHand: boolean;
  /** The post that it stands under, by an id that no other has, and the post's text where it is the account's own; null where there is none. */
  readonly post: { readonly id: string; readonly text: string | null } | null;
  /** What did not go through. */
  readonly problem: 'failed' | 'unknown' | 'card' | null;
  /** An entry of its is secured, and has no diary number. */
  readonly awaitsRegistrar: boolean;
  /** How its way to the diary ended, where it ended badly: the worse of several. */
  readonly handover: HandoverTrouble['state'] | null;
  /** Null while it has not been posted. */
  readonly card: CardPlace | null;
  /** The comment's address on its platform. */
  readonly permalink: string | null;
}

/** `total`: the tickets that belong to the list. `listed`: those of them that stand in no worse one. */
export interface DigestCount {
  readonly total: number;
  readonly listed: number;
}

/** Some of the lines, in order. */
export interface DigestLines {
  readonly counts: Readonly<Record<DigestListName, DigestCount>>;
  /** How many lines there are before these. */
  readonly before: number;
  readonly items: readonly DigestItem[];
}

/** How many lines there are in all: each ticket once. */
export const lineCount = ({ counts }: Pick<DigestLines, 'counts'>): number =>
  DIGEST_LISTS.reduce((sum, name) => sum + counts[name].listed, 0);

/** After `since`, up to and including `until`: the period whose inflow a digest tells of. */
interface Told {
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** A later page of a digest's lines. */
export interface DigestPage {
  /** The instant that the digest speaks of: whatever time passes, its lines keep their lists. */
  readonly now: Temporal.Instant;
  readonly inflow: Told;
  readonly waiting: DigestLines;
}

/** Which of the comments that got no card are wanted, and which of them first. */
export interface UnpostedWish {
  /** Of one account alone; null for all of them. */
  readonly account: { readonly platform: PlatformName; readonly account: string } | null;
  /** `likeliest`: what screening thinks most likely to break a rule. */
  readonly order: 'newest' | 'likeliest';
}

/** A comment that got no card, for the one who asked to see it. */
export interface Unposted {
  readonly comment: string;
  readonly platform: PlatformName;
  readonly writtenAt: Temporal.Instant;
  /** Null: it must not be shown. What may be secret gets a card; only what came before that was so can be here. */
  readonly shown: { readonly text: string; readonly author: string | null } | null;
  readonly permalink: string | null;
  /** The number of the card that it got when somebody took it up; null while nobody has. */
  readonly number: number | null;
}

/** Some of the comments of a period that got no card. */
export interface UnpostedPage {
  readonly now: Temporal.Instant;
  readonly inflow: Told;
  readonly wish: UnpostedWish;
  /** The line before the first of these; null at the beginning. */
  readonly after: string | null;
  /** What can be chosen among. */
  readonly accounts: readonly {
    readonly platform: PlatformName;
    readonly account: string;
    readonly name: string;
  }[];
  readonly total: number;
  /** How many there are before these. */
  readonly before: number;
  readonly comments: readonly Unposted[];
}

/**
 * Where a button of a digest leads: to its `beginning`, as things stand now; to the `lines` after one, of the digest
 * that spoke of the instant `now`; or to the comments of its period that got no card, after one of them.
 */
export type DigestTurn =
  | { readonly to: 'beginning'; readonly inflow: Told }
  | {
      readonly to: 'lines';
      readonly inflow: Told;
      readonly now: Temporal.Instant;
      readonly after: DigestPlace;
    }
  | {
      readonly to: 'unposted';
      readonly inflow: Told;
      readonly wish: UnpostedWish;
      readonly after: string | null;
    };
