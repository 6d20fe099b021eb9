import { join } from 'node:path';
import type { PressSituation } from '../../src/actions/action.ts';
import type { Verb } from '../../src/actions/index.ts';
import type { Comment } from '../../src/core/comment.ts';
import type { Actor, Breach, Decision, Role, TicketSituation } from '../../src/core/decision.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { CardData } from '../../src/core/event.ts';
import type { Finding, Screening } from '../../src/core/finding.ts';
import { type Policy, ruleOf } from '../../src/core/policy.ts';
import type { Registration } from '../../src/core/registration.ts';
import { targetOf } from '../../src/core/targets.ts';
import type { Ticket } from '../../src/core/ticket.ts';
import type { TicketView } from '../../src/core/view.ts';
import { factsOf } from '../../src/effects/index.ts';
import { decide } from '../../src/reactions/index.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { able } from './able.ts';
import { withoutReminders } from './reacting.ts';

/** The published policies of all five municipalities, as the bot loads them. */
const policies = loadPolicies(join(import.meta.dirname, '..', '..', 'rules'));

export const MUNICIPALITIES = [...policies.keys()];

/** @throws Error for a municipality without a rules file */
export function policyOf(municipality: string): Policy {
  const policy = policies.get(municipality);
  if (!policy) throw new Error(`No rules for ${municipality}`);
  return policy;
}

/** Thursday 2 April 2026, 08.30 in Sweden; the next working day is Tuesday 7 April. */
export const NOW = Temporal.Instant.from('2026-04-02T06:30:00Z');

/** Entra object ids, as tests name people. */
export const ANNA = '0a0a0a0a-0000-4000-8000-000000000001';
export const BO = '0b0b0b0b-0000-4000-8000-000000000002';

export const NAMES: ReadonlyMap<string, string> = new Map([
  [ANNA, 'Anna Andersson'],
  [BO, 'Bo Berg'],
]);

export const actor = (id = ANNA, role: Role | null = 'communicator'): Actor => ({ id, role });

/** A made-up uuid. */
export const numbered = (kind: number, count: number): string =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;

const TICKET_ID = numbered(1, 1);

/** What screening found nothing in, unless said otherwise. */
export const screening = (change: Partial<Screening> = {}): Screening => ({
  tier: 'flag',
  findings: [],
  needsReply: false,
  urgent: false,
  display: 'open',
  ...change,
});

/** A finding under one of the policy's rules. */
export const finding = (policy: Policy, rule: string, change: Partial<Finding> = {}): Finding => ({
  rule,
  category: ruleOf(policy, rule)?.categories[0] ?? 'profanity',
  score: 0.9,
  hard: false,
  evidence: [],
  ...change,
});

/** Everything a test may set; what it leaves out is an ordinary open ticket of Filipstad's. */
export interface Given {
  readonly municipality?: string;
  readonly policy?: Partial<Policy>;
  readonly comment?: Partial<Comment>;
  readonly ticket?: Partial<Ticket>;
  readonly screening?: Partial<Screening>;
  readonly account?: Partial<TicketSituation['account']>;
  readonly effects?: readonly Partial<Effect>[];
  readonly registrations?: readonly Partial<Registration>[];
  readonly breaches?: readonly Breach[];
  readonly earlierRemovals?: TicketSituation['earlierRemovals'];
  readonly otherBlock?: TicketSituation['otherBlock'];
  readonly staff?: TicketSituation['staff'];
  readonly numberShape?: TicketSituation['numberShape'];
  readonly ownReplies?: TicketSituation['ownReplies'];
  readonly joined?: string | null;
  readonly postText?: string | null;
  readonly now?: Temporal.Instant;
}

/** An effect of a ticket; pending and due unless said otherwise. */
export const effect = (change: Partial<Effect> = {}, count = 1): Effect => ({
  id: numbered(2, count),
  kind: 'hide-comment',
  ...factsOf(change.kind ?? 'hide-comment'),
  state: 'pending',
  dueAt: NOW.toString(),
  attempts: 0,
  params: {},
  result: change.state === 'done' ? { at: NOW.toString(), how: 'verified' } : null,
  error: change.state === 'failed' ? 'permission' : change.state === 'unknown' ? 'no-answer' : null,
  ...change,
});

const registration = (change: Partial<Registration> = {}): Registration => ({
  id: numbered(3, 1),
  reference: 'SM 2026-1',
  state: 'secured',
  number: null,
  kind: 'comment',
  subject: 'Kommentar på Facebook',
  ground: null,
  secrecy: 'none',
  provision: null,
  outcome: null,
  securedAt: NOW.toString(),
  registeredAt: null,
  by: ANNA,
  ...change,
});

/** A ticket's situation in a real policy. */
export function situation(given: Given = {}): TicketSituation {
  const municipality = given.municipality ?? 'filipstad';
  const policy = { ...policyOf(municipality), ...given.policy };
  const createdAt = NOW.subtract({ hours: 1 });
  const comment: Comment = {
    id: numbered(4, 1),
    kind: 'comment',
    municipality,
    platform: 'facebook',
    account: '1000',
    externalId: '1000_2000',
    postId: '1000_1',
    parentId: null,
    conversation: null,
    inboxOnly: null,
    author: { id: '7000', name: 'Kim Testsson' },
    permalink: 'https://www.facebook.com/1000/posts/1?comment_id=2000',
    createdAt,
    arrivedAt: createdAt,
    own: false,
    visibility: 'visible',
    version: 1,
    text: 'När öppnar badhuset igen?',
    attachments: [],
    evidenceStored: true,
    ...given.comment,
  };
  const ticket: Ticket = {
    id: TICKET_ID,
    municipality,
    comment: comment.id,
    version: 1,
    state: 'open',
    screening: screening(given.screening),
    commentVersion: comment.version,
    arrivedAt: createdAt.toString(),
    dueAt: '2026-04-07T14:00:00Z',
    promise: policy.clock.promise,
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
    openedAt: createdAt.toString(),
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
    clock: policy.clockVersion,
    ...given.ticket,
  };
  const effects = (given.effects ?? []).map((one, index) => effect(one, index + 1));
  return {
    now: given.now ?? NOW,
    policy,
    comment,
    ticket: { ...ticket, target: given.ticket?.target ?? targetOf({ ticket, effects, comment, policy }) },
    account: {
      name: policy.name,
      trial: false,
      can: able(),
      maxReply: 8000,
      replyWindow: null,
      ...given.account,
    },
    effects,
    registrations: (given.registrations ?? []).map((one) => registration(one)),
    breaches: given.breaches ?? [],
    earlierRemovals: given.earlierRemovals ?? [],
    otherBlock: given.otherBlock ?? null,
    staff: given.staff ?? { lead: null, duty: null, rota: [] },
    numberShape: given.numberShape ?? null,
    ownReplies: given.ownReplies ?? [],
    joined: given.joined ?? null,
    postText: given.postText ?? null,
    decisionId: numbered(5, 1),
  };
}

/** The situation as a card shows it: the text in force, and the one before an edit. */
export const viewOf = (
  seen: TicketSituation,
  change: Partial<
    Pick<
      TicketView,
      | 'following'
      | 'repeated'
      | 'number'
      | 'card'
      | 'text'
      | 'textBefore'
      | 'thread'
      | 'names'
      | 'removalReason'
      | 'authorNotice'
      | 'declineReason'
      | 'internalTexts'
      | 'replyForHands'
      | 'handoverTroubles'
      | 'reported'
      | 'reportedIn'
    >
  > = {},
): TicketView => ({
  ...seen,
  number: 127,
  card: { conversation: '19:moderering@thread.tacv2', tenant: 'tenant-id', messageId: '1760000000001' },
  names: NAMES,
  text: seen.comment.text,
  textBefore: null,
  thread: { post: null, parent: null },
  following: [],
  repeated: null,
  removalReason: null,
  authorNotice: null,
  declineReason: null,
  internalTexts: new Map(),
  replyForHands: null,
  handoverTroubles: [],
  reported: [],
  reportedIn: new Map(),
  ...change,
});

/** A press on the situation's newest card. */
export const press = (
  on: TicketSituation,
  verb: Verb,
  inputs: Readonly<Record<string, unknown>> = {},
  by: Actor = actor(),
): Decision =>
  withoutReminders(
    on,
    decide(on, {
      kind: 'button-pressed',
      key: 'press',
      ticket: on.ticket.id,
      by,
      data: dataFor(on, verb, inputs),
    }),
  );

/** What the card's button sends back. */
export const dataFor = (
  { ticket }: Pick<PressSituation, 'ticket'>,
  verb: string,
  inputs: Readonly<Record<string, unknown>> = {},
): CardData => ({ verb, ticket: ticket.id, version: ticket.version, ...inputs }) as CardData;
