import type { Verb } from '../../src/actions/index.ts';
import type { Actor, Breach, Decision, EffectOutcome, TicketSituation } from '../../src/core/decision.ts';
import { type Effect, isSaid } from '../../src/core/effect.ts';
import type { CardData, Event } from '../../src/core/event.ts';
import type { Screening } from '../../src/core/finding.ts';
import type { Registration } from '../../src/core/registration.ts';
import type { TicketView } from '../../src/core/view.ts';
import { effectOf } from '../../src/effects/index.ts';
import { decide } from '../../src/reactions/index.ts';
import { withoutReminders } from './reacting.ts';
import {
  actor,
  dataFor,
  effect,
  type Given,
  NAMES,
  numbered,
  screening,
  situation,
  viewOf,
} from './situations.ts';

/** One decided event with what stood before and after it, for tests that look at every step. */
export interface Step {
  readonly before: TicketSituation;
  readonly decision: Decision;
  readonly after: TicketSituation;
}

/** A ticket in memory that plays events as the store would commit them. */
export interface World {
  readonly situation: TicketSituation;
  /** The card's view, with the text that stood before the last edit. */
  readonly view: TicketView;
  readonly steps: readonly Step[];
  /** Texts and names that no journal may hold. */
  readonly said: readonly string[];
  pass(minutes: number): void;
  press(verb: Verb, inputs?: Readonly<Record<string, unknown>>, by?: Actor): Decision;
  pressWith(data: CardData, by: Actor): Decision;
  /** Starts the first due effect of its lane, as the store would hand it out; null when none is to be had. */
  start(): Effect | null;
  /** Ends a started effect. */
  end(id: string, to: EndsAs): Decision;
  /** Starts and ends what is due until nothing is left. */
  run(to?: EndsAs): void;
  /** The citizen's new text is archived, but not screened yet. */
  arrive(text: string, evidenceStored?: boolean): void;
  screen(found?: Partial<Screening>): Decision;
  /** The citizen edits the comment, and the new text is screened. */
  edit(text: string, found?: Partial<Screening>, evidenceStored?: boolean): Decision;
  platform(change: 'removed' | 'hidden' | 'unhidden'): Decision;
}

/** How an attempt ends in a played world. */
export type EndsAs = 'done' | 'already-so' | 'failed' | 'unknown' | 'later';

/** Plays one ticket from the given situation on. */
export function createWorld(given: Given = {}): World {
  let now = situation(given);
  let count = 100;
  const texts = ['', now.comment.text];
  const steps: Step[] = [];
  const said = [now.comment.text, now.comment.author.name ?? '', ...NAMES.values()];

  const happen = (event: Event): Decision => {
    const decision = decide(now, event);
    const before = now;
    const after = applied(before, decision, () => numbered(2, ++count));
    steps.push({ before, decision, after });
    now = { ...after, decisionId: numbered(5, ++count) };
    return withoutReminders(before, decision);
  };
  const keyed = () => ({ key: `event ${++count}`, ticket: now.ticket.id, comment: now.comment.id });
  const decideOn = (data: CardData, by: Actor) => {
    said.push(...Object.entries(data).flatMap(([key, value]) => (isProse(key) ? [String(value)] : [])));
    return happen({ kind: 'button-pressed', ...keyed(), by, data });
  };
  const start = (): Effect | null => {
    const due = now.effects.find((one) => mayStart(now, one)) ?? null;
    if (due === null) return null;
    const started: Effect = { ...due, state: 'started', attempts: due.attempts + 1 };
    now = { ...now, effects: now.effects.map((one) => (one.id === due.id ? started : one)) };
    return started;
  };
  const end = (id: string, to: EndsAs) =>
    happen({ kind: 'effect-ended', ...keyed(), outcome: outcomeOf(now, id, to) });

  const arrive = (text: string, evidenceStored = true) => {
    texts.push(text);
    said.push(text);
    now = { ...now, comment: { ...now.comment, text, version: now.comment.version + 1, evidenceStored } };
  };
  const screen = (found: Partial<Screening> = {}) =>
    happen({
      kind: 'comment-screened',
      ...keyed(),
      version: now.comment.version,
      screening: screening(found),
    });

  return {
    get situation() {
      return now;
    },
    get view() {
      const { commentVersion, editedAfter } = now.ticket;
      const textBefore = editedAfter ? (texts[editedAfter.version] ?? null) : null;
      return viewOf(now, { text: texts[commentVersion] ?? '', textBefore });
    },
    steps,
    said,
    pass: (minutes) => {
      now = { ...now, now: now.now.add({ minutes }) };
    },
    press: (verb, inputs = {}, by = actor()) => decideOn(dataFor(now, verb, inputs), by),
    pressWith: decideOn,
    start,
    end,
    run: (to = 'done') => {
      for (let started = start(); started; started = start()) end(started.id, to);
    },
    arrive,
    screen,
    edit: (text, found = {}, evidenceStored = true) => {
      arrive(text, evidenceStored);
      return screen(found);
    },
    platform: (change) =>
      happen({
        kind: 'platform-changed',
        ...keyed(),
        change,
        at: now.now.add({ seconds: 1 }),
        screening: null,
      }),
  };
}

/** The fields of a form in which a person writes freely. */
const isProse = (key: string): boolean =>
  key.startsWith('text-') || ['reason', 'why', 'condition', 'subject'].includes(key);

/** The rule of `claimEffects` in the store: due, first in its lane, and a deletion only of the text that was judged. */
function mayStart({ effects, comment, now }: TicketSituation, one: Effect): boolean {
  const lane = effects.filter(({ lane }) => lane === one.lane);
  const holds: readonly Effect['state'][] = isSaid(one)
    ? ['pending', 'started']
    : ['pending', 'started', 'failed', 'unknown'];
  const first = lane.find(({ state }) => holds.includes(state));
  const judged =
    !effectOf(one.kind).onJudgedText ||
    one.params.commentVersion === comment.version ||
    one.params.evenIfChanged === true;
  const due = Temporal.Instant.compare(one.dueAt, now) <= 0;
  return one.state === 'pending' && first === one && due && judged;
}

function outcomeOf({ now, account }: TicketSituation, id: string, to: EndsAs): EffectOutcome {
  if (to === 'failed') return { id, to, error: 'permission' };
  if (to === 'unknown') return { id, to, error: 'no-answer' };
  if (to === 'later') return { id, to: 'pending', dueAt: now.add({ seconds: 2 }), error: 'transient' };
  const how = account.trial ? 'trial' : to === 'already-so' ? 'already-so' : 'verified';
  return { id, to: 'done', result: { at: now.toString(), how } };
}

/** The situation after a decision, as the store commits it. */
function applied(now: TicketSituation, decision: Decision, nextId: () => string): TicketSituation {
  const settled = now.effects.map((one): Effect => {
    if (decision.cancel?.includes(one.id)) return { ...one, state: 'cancelled', result: null, error: null };
    const change = decision.settle?.find(({ id }) => id === one.id);
    if (!change) return one;
    return {
      ...one,
      state: change.to,
      dueAt: change.to === 'pending' ? change.dueAt.toString() : one.dueAt,
      result: change.to === 'done' ? change.result : null,
      error: 'error' in change ? change.error : null,
    };
  });
  const ordered = decision.effects.map(
    ({ kind, params, dueAt }): Effect => ({
      ...effect({ kind, params, dueAt: (dueAt ?? now.now).toString() }),
      id: nextId(),
    }),
  );
  const effects = [...settled, ...ordered];
  const fetched = effects.some(
    ({ kind, state, params }) =>
      kind === 'fetch-attachments' && state === 'done' && params.commentVersion === now.comment.version,
  );
  return {
    ...now,
    ticket: decision.ticket ?? now.ticket,
    comment: {
      ...now.comment,
      visibility: decision.visibility ?? now.comment.visibility,
      evidenceStored: now.comment.evidenceStored || fetched,
    },
    effects,
    registrations: registrationsAfter(now, decision),
    breaches: breachesAfter(now, decision),
  };
}

function registrationsAfter(now: TicketSituation, { registration: change }: Decision): Registration[] {
  if (!change) return [...now.registrations];
  const at = now.now.toString();
  if ('complete' in change) {
    return now.registrations.map((one) =>
      one.id === change.complete
        ? { ...one, state: 'registered', number: change.number, registeredAt: at }
        : one,
    );
  }
  const { number: wanted, create } = change;
  const number = wanted === null ? null : 'given' in wanted ? wanted.given : `${wanted.series} 2026/0001`;
  return [
    ...now.registrations,
    {
      ...create,
      id: now.decisionId,
      state: number === null ? 'secured' : 'registered',
      number,
      securedAt: at,
      registeredAt: number === null ? null : at,
    },
  ];
}

function breachesAfter(now: TicketSituation, { breach, voidBreach }: Decision): Breach[] {
  const kept = voidBreach ? now.breaches.filter(({ ticket }) => ticket !== now.ticket.id) : now.breaches;
  return breach ? [...kept, { ticket: now.ticket.id, rule: breach.rule, at: now.now }] : [...kept];
}
