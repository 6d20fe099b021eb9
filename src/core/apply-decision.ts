import type { AccountState, Breach, Decision, Situation } from './decision.ts';
import { type Effect, type EffectKind, isCopied } from './effect.ts';
import {
  changed,
  changedEntry,
  diaryNumber,
  type EntryPlace,
  type Registration,
  referenceOf,
} from './registration.ts';

/** What of a situation a decision changes, and what that hangs on. */
export type Decidable = Pick<
  Situation,
  'ticket' | 'comment' | 'effects' | 'registrations' | 'breaches' | 'decisionId'
> & { readonly account: Pick<AccountState, 'trial'> };

/** What a decision does not say itself: ids and numbers, which are the store's to give, and the table of effects. */
export interface Given {
  readonly now: Temporal.Instant;
  /** The id of an effect that is ordered, by its place among them. */
  readonly effectId: (index: number) => string;
  /** The next place in the municipality's register. Asked at most once, and only where an entry is made. */
  readonly entryPlace: () => EntryPlace;
  readonly factsOf: (kind: EffectKind) => Pick<Effect, 'lane' | 'becomes' | 'failureIsSaid'>;
  /** Does the kind change something on the platform? */
  readonly isAct: (kind: EffectKind) => boolean;
}

/**
 * The situation once a decision has been committed: the one meaning of a decision, for the store and for whoever plays
 * one. What the decision leaves alone is the same object as before, so that a difference is seen without comparing.
 */
export function applyDecision<S extends Decidable>(before: S, decision: Decision, given: Given): S {
  const ordered = orderedEffects(before, decision, given);
  const effects = [...settledEffects(before.effects, decision), ...ordered];
  const { comment } = before;
  return {
    ...before,
    ticket: decision.ticket ?? before.ticket,
    comment: {
      ...comment,
      visibility: decision.visibility ?? comment.visibility,
      evidenceStored: comment.evidenceStored || isCopied(effects, comment.version),
    },
    effects,
    registrations: registrationsAfter(before, decision, given),
    breaches: breachesAfter(before, decision, given),
  };
}

/** Effects once a decision has cancelled or settled some of them. Whatever is settled anew forgets how it ended before. */
export function settledEffects(
  effects: readonly Effect[],
  { settle = [], cancel = [] }: Pick<Decision, 'settle' | 'cancel'>,
): Effect[] {
  return effects.map((effect) => {
    if (cancel.includes(effect.id)) return { ...effect, state: 'cancelled', result: null, error: null };
    const change = settle.find(({ id }) => id === effect.id);
    if (!change) return effect;
    return {
      ...effect,
      state: change.to,
      dueAt: change.to === 'pending' ? change.dueAt.toString() : effect.dueAt,
      result: change.to === 'done' ? change.result : null,
      error: 'error' in change ? change.error : null,
    };
  });
}

/** What is ordered in trial mode is stamped so: leaving the mode must not carry out what was only tried. */
const orderedEffects = (
  { account }: Decidable,
  { effects }: Decision,
  { now, effectId, factsOf, isAct }: Given,
): Effect[] =>
  effects.map(({ kind, params, dueAt }, index) => ({
    id: effectId(index),
    kind,
    ...factsOf(kind),
    state: 'pending',
    dueAt: (dueAt ?? now).toString(),
    attempts: 0,
    params: account.trial && isAct(kind) ? { ...params, trial: true } : params,
    result: null,
    error: null,
  }));

function registrationsAfter(
  { registrations, decisionId }: Decidable,
  { registration: change }: Decision,
  { now, entryPlace }: Given,
): readonly Registration[] {
  if (!change) return registrations;
  const at = now.toString();
  if (!('create' in change)) {
    const id = changedEntry(change);
    return registrations.map((one) => (one.id === id ? changed(one, change, at) : one));
  }
  const { create, number: wanted } = change;
  const { secret, ...said } = create;
  const place = entryPlace();
  const number =
    wanted === null ? null : 'given' in wanted ? wanted.given : diaryNumber(wanted.series, place);
  const entry: Registration = {
    ...said,
    id: decisionId,
    reference: referenceOf(place),
    state: number === null ? 'secured' : 'registered',
    number,
    secrecy: secret ? 'possible' : 'none',
    provision: null,
    outcome: null,
    securedAt: at,
    registeredAt: number === null ? null : at,
  };
  return [...registrations, entry];
}

/** Nothing counts against an author whom the platform does not name. */
function breachesAfter(
  { comment, ticket, breaches }: Decidable,
  decision: Decision,
  { now }: Given,
): readonly Breach[] {
  const id = (decision.ticket ?? ticket)?.id;
  const kept = decision.voidBreach ? breaches.filter((one) => one.ticket !== id) : breaches;
  if (!decision.breach || id === undefined || comment.author.id === null) return kept;
  return [...kept, { ticket: id, rule: decision.breach.rule, at: now }];
}
