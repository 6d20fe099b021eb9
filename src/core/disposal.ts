import { STOCKHOLM } from './calendar.ts';
import type { DisposalRule, DisposalType } from './disposal-policy.ts';
import type { PlatformName } from './platform.ts';

/** Whose row something is. */
export type ItemOf = 'comment' | 'reply' | 'delivery' | 'inbox';

/** Something that may be disposed of. `versions`: of a comment, how many it has; 0 of anything else. */
export interface DisposalItem {
  readonly of: ItemOf;
  readonly id: string;
  readonly versions: number;
}

/** What a comment is, to a disposal decision. */
export type CommentType = Exclude<DisposalType, 'media' | 'raw' | 'draft' | 'terms'>;

/** What counts when something is to be disposed of. Of what belongs to no comment, all that speaks of one is false or null. */
export interface DisposalFacts extends DisposalItem {
  readonly type: CommentType | null;
  readonly platform: PlatformName | null;
  readonly account: string | null;
  /** Published rules that something was decided under. */
  readonly rules: readonly string[];
  /** When the latest of it came in. */
  readonly arrivedAt: Temporal.Instant;
  /** When its ticket was closed; null where it has none, or an open one. */
  readonly closedAt: Temporal.Instant | null;
  readonly hasOpenTicket: boolean;
  readonly isHeld: boolean;
  /** Something that was ordered on the platform has not ended. */
  readonly isUnsettled: boolean;
  /** Secured in the register, and without a diary number. */
  readonly isUnnumbered: boolean;
  /** Police have it, or are to have it, or somebody suspects abuse in its pictures. */
  readonly isPoliceCase: boolean;
  /** A message in the chat that shows it has not been emptied yet. */
  readonly isShown: boolean;
  /** An archive has acknowledged that it has it. */
  readonly isHandedOver: boolean;
  /** Its latest breach that counts against its author; null for none. */
  readonly breachAt: Temporal.Instant | null;
}

/** What else says how long something is kept. */
export interface DisposalTerms {
  /** So many days the accounts file keeps what came in on an account; null: as law demands. */
  keepDays(platform: string, account: string): number | null;
  /** So many months a breach counts towards a block; null where none does. */
  readonly breachMonths: number | null;
}

/** Why something that has reached its time stays. */
export const BLOCKS = [
  'hold',
  'open-ticket',
  'unsettled',
  'unnumbered',
  'police',
  'breach',
  'teams-copy',
  'keep',
  'exception',
  'not-archived',
  'changed',
  'younger',
  'gone',
] as const;
/** `changed`: more has been written since it was proposed; `younger`: it has not reached its time after all; `gone`: there is nothing left of it. */
export type Block = (typeof BLOCKS)[number];

/** What a comment is: the first that fits. */
export function commentTypeOf(comment: {
  readonly kind: string;
  readonly own: boolean;
  readonly isMeasured: boolean;
  readonly isRegistered: boolean;
  readonly isAnswered: boolean;
}): CommentType {
  if (comment.kind === 'message') return 'message';
  if (comment.own) return 'own';
  if (comment.isMeasured) return 'removed';
  if (comment.isRegistered) return 'registered';
  return comment.isAnswered ? 'answered' : 'comment';
}

/** Does the rule speak of it at all? */
export function fits(
  { type }: Pick<DisposalRule, 'type'>,
  facts: Pick<DisposalFacts, 'of' | 'type'>,
): boolean {
  if (type === 'draft') return facts.of === 'reply';
  if (type === 'raw') return facts.of !== 'reply';
  return facts.of === 'comment' && (type === 'media' || type === 'terms' || type === facts.type);
}

/** When it may be disposed of, by the calendar of Stockholm; null: never. What has no ticket is closed when it comes in. */
export function disposableAt(
  rule: DisposalRule,
  facts: DisposalFacts,
  terms: DisposalTerms,
): Temporal.Instant | null {
  const { arrivedAt, closedAt } = facts;
  if (rule.type === 'terms') {
    const days = keepDaysOf(facts, terms);
    return days === null ? null : later(arrivedAt, { days });
  }
  if (!rule.after || !rule.from) return null;
  const from = rule.from === 'arrival' ? arrivedAt : latest(arrivedAt, closedAt);
  return later(rule.from === 'year-end' ? yearEnd(from) : from, rule.after);
}

/** Why it stays; null where nothing holds it. */
export function blockOf(
  rule: DisposalRule,
  facts: DisposalFacts,
  terms: DisposalTerms,
  now: Temporal.Instant,
): Block | null {
  const at = disposableAt(rule, facts, terms);
  if (at === null || isBefore(now, at)) return 'younger';
  return CHECKS.find(([, holds]) => holds(facts, { rule, terms, now }))?.[0] ?? null;
}

interface Around {
  readonly rule: DisposalRule;
  readonly terms: DisposalTerms;
  readonly now: Temporal.Instant;
}

/** In the order in which they are told: what a person must see to first. */
const CHECKS: readonly (readonly [Block, (facts: DisposalFacts, around: Around) => boolean])[] = [
  ['hold', ({ isHeld }) => isHeld],
  ['police', ({ isPoliceCase }) => isPoliceCase],
  ['open-ticket', ({ hasOpenTicket }) => hasOpenTicket],
  ['unsettled', ({ isUnsettled }) => isUnsettled],
  ['unnumbered', ({ isUnnumbered }) => isUnnumbered],
  [
    'breach',
    ({ breachAt }, { rule, terms, now }) =>
      erasesComment(rule.type) &&
      breachAt !== null &&
      terms.breachMonths !== null &&
      isBefore(now, later(breachAt, { months: terms.breachMonths })),
  ],
  ['teams-copy', ({ isShown }) => isShown],
  [
    'keep',
    (facts, { terms, now }) => {
      const days = keepDaysOf(facts, terms);
      return days !== null && isBefore(now, later(facts.arrivedAt, { days }));
    },
  ],
  ['exception', (facts, { rule }) => isExcepted(rule, facts)],
  ['not-archived', ({ isHandedOver }, { rule }) => rule.preserve && !isHandedOver],
];

/** Does everything of the comment go, and not a part alone? */
export const erasesComment = (type: DisposalType): boolean =>
  type !== 'media' && type !== 'raw' && type !== 'draft';

const keepDaysOf = ({ platform, account }: DisposalFacts, terms: DisposalTerms): number | null =>
  platform === null || account === null ? null : terms.keepDays(platform, account);

const isExcepted = ({ exceptions }: DisposalRule, facts: DisposalFacts): boolean =>
  exceptions.some(
    ({ platform, account, rule }) =>
      (platform === undefined || platform === facts.platform) &&
      (account === undefined || account === facts.account) &&
      (rule === undefined || facts.rules.includes(rule)),
  );

const isBefore = (one: Temporal.Instant, other: Temporal.Instant): boolean =>
  Temporal.Instant.compare(one, other) < 0;

const latest = (one: Temporal.Instant, other: Temporal.Instant | null): Temporal.Instant =>
  other !== null && isBefore(one, other) ? other : one;

const later = (at: Temporal.Instant, by: NonNullable<DisposalRule['after']>): Temporal.Instant => {
  const { years = 0, months = 0, days = 0 } = by;
  return at.toZonedDateTimeISO(STOCKHOLM).add({ years, months, days }).toInstant();
};

const yearEnd = (at: Temporal.Instant): Temporal.Instant => {
  const { year } = at.toZonedDateTimeISO(STOCKHOLM);
  return Temporal.PlainDate.from({ year: year + 1, month: 1, day: 1 })
    .toZonedDateTime(STOCKHOLM)
    .toInstant();
};

/** Nothing that came in after this can have reached its time; for a first sieve. */
export function cameBefore(rule: DisposalRule, now: Temporal.Instant): Temporal.Instant {
  const { years = 0, months = 0, days = 0 } = rule.after ?? {};
  return now.toZonedDateTimeISO(STOCKHOLM).subtract({ years, months, days }).add({ days: 4 }).toInstant();
}
