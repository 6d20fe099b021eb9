import { z } from 'zod';
import { type Comment, Visibility } from './comment.ts';
import type { Decision } from './decision.ts';
import { InstantText } from './ticket.ts';

/**
 * The kinds of effect and the lane of each. A file in `effects/` adds its kind by itself (`declare module`): so a kind is
 * one file and its line in the table there, and decisions can name it without importing what performs it.
 */
export interface EffectKinds {
  /** Ordered by `keepTime` here, whatever else is decided. */
  remind: 'clock';
}

/** Work in the outside world that a decision ordered. */
export type EffectKind = keyof EffectKinds;

/**
 * Effects of one ticket and lane are performed in order; outside the chat a failed or unknown one holds those behind
 * it. What is done to the author waits for no deletion of the comment, a reply for no copy of a picture, and nothing for
 * a reminder that is not due yet.
 */
export const Lane = z.enum(['comment', 'author', 'evidence', 'chat', 'clock']);
export type Lane = z.infer<typeof Lane>;

/** The lanes in which something is said in the chat rather than done outside it. */
export const SAID_LANES = ['chat', 'clock'] as const satisfies readonly Lane[];

/** The kinds that are said in the chat. */
export type SaidKind = {
  [Kind in EffectKind]: EffectKinds[Kind] extends (typeof SAID_LANES)[number] ? Kind : never;
}[EffectKind];

/** Is it said in the chat rather than done outside it? */
export const isSaid = ({ lane }: Pick<Effect, 'lane'>): boolean => SAID_LANES.some((said) => said === lane);

/** Did it end badly on the platform, so that a person must settle it? What fails in the chat is said, but holds nothing up. */
export const isUnsettled = (effect: Effect): boolean =>
  !isSaid(effect) && (effect.state === 'failed' || effect.state === 'unknown');

/** Must a person see to it: do by hand what was ordered, or say what became of it? */
export const isForHands = ({ state }: Pick<Effect, 'state'>): boolean =>
  state === 'asked' || state === 'failed' || state === 'unknown';

/** What a performed act has made of the comment on its platform; undefined where it changes nothing there. */
export function visibilityAfter(
  { becomes }: Effect,
  how: NonNullable<Effect['result']>['how'],
): Comment['visibility'] | undefined {
  if (how === 'trial' || becomes === null) return undefined;
  return how === 'already-so' ? 'gone' : becomes;
}

/**
 * pending → started (committed before the call) → done | failed | unknown; cancelled from pending. `asked`: a person must do
 * it on the platform; it holds those behind it, and ends done, by the person's word or seen there, or cancelled.
 */
export const EffectState = z.enum(['pending', 'started', 'asked', 'done', 'failed', 'unknown', 'cancelled']);
export type EffectState = z.infer<typeof EffectState>;

/** Why an effect did not go through: a stable code, shown in words by the card. */
export const EffectError = z.enum([
  'token-expired',
  'permission',
  'account-paused',
  'rate-limited',
  'not-found',
  'rejected',
  'transient',
  'no-answer',
  'still-visible',
  'chat-refused',
  'attachment-missing',
  'unsupported',
  'window-closed',
  'replied-before',
  'unreachable',
]);
export type EffectError = z.infer<typeof EffectError>;

/** An ordered effect as its ticket sees it. */
export const Effect = z.object({
  id: z.string(),
  kind: z.custom<EffectKind>((kind) => typeof kind === 'string'),
  /** What its file in `effects/` says of the kind. */
  lane: Lane,
  becomes: Visibility.nullable(),
  failureIsSaid: z.boolean(),
  state: EffectState,
  /** Not before this instant, by the Clock port. */
  dueAt: InstantText,
  attempts: z.int(),
  /** Ids that the performer needs: the decision whose reply or reason is meant, the comment version that was judged. */
  params: z.object({
    decision: z.string().optional(),
    commentVersion: z.int().optional(),
    /** Whom a chat effect is for: an Entra object id. */
    person: z.string().optional(),
    /** For post-line: which sentence, and the effect it speaks of. For remind and escalate: what is awaited. */
    line: z.string().optional(),
    about: z.string().optional(),
    /** True where the text may be deleted although it changed: secrecy and statutory categories. */
    evenIfChanged: z.boolean().optional(),
    /** Of an act that lifts a block because its time is over: the block's last day. */
    untilOn: z.iso.date().optional(),
    /** Ordered while the account was in trial mode: never carried out, also when the mode is left before it is due. */
    trial: z.boolean().optional(),
  }),
  /** How it ended. `verified`: a read-back saw it. `trial`: the account is in trial mode and nothing was sent. */
  result: z
    .object({
      at: InstantText,
      how: z.enum(['performed', 'verified', 'already-so', 'trial', 'by-hand']),
      externalId: z.string().optional(),
    })
    .nullable(),
  error: EffectError.nullable(),
});
export type Effect = z.infer<typeof Effect>;

/** What a decision asks for. `dueAt` absent: now. */
export interface EffectOrder {
  readonly kind: EffectKind;
  readonly params: Effect['params'];
  readonly dueAt?: Temporal.Instant;
}

const UNDER_WAY: readonly EffectState[] = ['pending', 'started', 'asked', 'unknown'];

/** Is one of these kinds under way, or stuck, so that a second one must not be ordered beside it? */
export const isBusy = (effects: readonly Effect[], kinds: readonly EffectKind[]): boolean =>
  effects.some(
    ({ kind, state }) => kinds.includes(kind) && (UNDER_WAY.includes(state) || state === 'failed'),
  );

/** Is something under way on the platform, or stuck there, so that the ticket cannot be closed for the comment's being gone? */
export const isHeld = (effects: readonly Effect[]): boolean =>
  isBusy(effects, ['delete-comment', 'hide-comment', 'unhide-comment', 'reply-to-comment']) ||
  effects.some(isUnsettled);

/** Does it send words of the municipality's, which its decision holds? */
export const isWritten = ({ kind }: Pick<Effect, 'kind'>): boolean =>
  kind === 'reply-to-comment' || kind === 'reply-privately';

/** Is a reply on its way, or perhaps published? One that failed stands in nobody's way: a person decides anew. */
export const isReplying = (effects: readonly Effect[]): boolean =>
  effects.some(({ kind, state }) => kind === 'reply-to-comment' && UNDER_WAY.includes(state));

/** Can it still be taken back, since nobody has begun it or it did not happen? */
export const mayBeTakenBack = ({ state }: Effect): boolean =>
  state === 'pending' || state === 'asked' || state === 'failed';

/** Takes back what may be: what is pending is cancelled only if no worker has begun it meanwhile. */
export const takenBack = ({ id, state }: Effect): Pick<Decision, 'cancel' | 'settle'> =>
  state === 'pending' ? { cancel: [id] } : { settle: [{ id, to: 'cancelled' }] };

/** Replies that failed, dropped because a person has decided anew. */
export const dropFailedReplies = (effects: readonly Effect[]): { id: string; to: 'cancelled' }[] =>
  effects
    .filter(({ kind, state }) => kind === 'reply-to-comment' && state === 'failed')
    .map(({ id }) => ({ id, to: 'cancelled' }));

/** Is everything that this version of the comment showed stored, or has a person vouched for a copy of their own? */
export const isCopied = (effects: readonly Effect[], commentVersion: number): boolean =>
  effects.some(
    ({ kind, state, params }) =>
      kind === 'fetch-attachments' && state === 'done' && params.commentVersion === commentVersion,
  );
