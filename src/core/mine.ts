import type { CommentKind } from './comment.ts';
import type { DigestItem } from './digest-lists.ts';
import type { PlatformName } from './platform.ts';
import type { TicketState } from './ticket.ts';
import type { CardPlace } from './view.ts';

/**
 * What one person has and what waits for them, in this order: what they have taken; alerts to them that nobody has seen to;
 * colleagues' questions to them that nobody has answered; removals that a colleague has proposed; and what nobody has taken, where that is theirs to see to.
 */
export const MINE_LISTS = ['claimed', 'alerted', 'asked', 'proposed', 'unclaimed'] as const;

/** One of the lists. */
export type MineListName = (typeof MINE_LISTS)[number];

/** One open ticket of theirs: ids and instants; never a comment's text or its author's name. */
export interface MineItem {
  readonly list: MineListName;
  readonly ticket: string;
  readonly number: number;
  readonly state: TicketState;
  readonly kind: CommentKind;
  readonly platform: PlatformName;
  readonly display: DigestItem['screening']['display'];
  readonly target: DigestItem['target'];
  /** What the line is sorted by: when it is awaited, or was to be assessed. */
  readonly at: Temporal.Instant;
  /** Null while it has not been posted. */
  readonly card: CardPlace | null;
}

/** The first lines of each list, by deadline. `totals`: how many belong to it, with those that were left out. */
export interface Mine {
  readonly totals: Readonly<Record<MineListName, number>>;
  readonly items: readonly MineItem[];
}
