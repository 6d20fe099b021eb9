import type { Verb } from '../../src/actions/index.ts';
import { applyDecision } from '../../src/core/apply-decision.ts';
import type { Actor, Decision, EffectOutcome, TicketSituation } from '../../src/core/decision.ts';
import { type Effect, isSaid } from '../../src/core/effect.ts';
import type { CardData, Event } from '../../src/core/event.ts';
import type { Screening } from '../../src/core/finding.ts';
import type { TicketView } from '../../src/core/view.ts';
import { effectOf, factsOf, isAct } from '../../src/effects/index.ts';
import { decide } from '../../src/reactions/index.ts';
import { withoutReminders } from './reacting.ts';
import { actor, dataFor, type Given, NAMES, numbered, screening, situation, viewOf } from './situations.ts';

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
  press(verb: Verb, inputs?: Readonly<Record<string, unknown>>, by?: Actor, named?: Actor): Decision;
  pressWith(data: CardData, by: Actor, named?: Actor | null): Decision;
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
    const after = applyDecision(before, decision, {
      now: before.now,
      effectId: () => numbered(2, ++count),
      entryPlace: () => ({ year: 2026, place: before.registrations.length + 1 }),
      factsOf,
      isAct,
    });
    steps.push({ before, decision, after });
    now = { ...after, decisionId: numbered(5, ++count) };
    return withoutReminders(before, decision);
  };
  const keyed = () => ({ key: `event ${++count}`, ticket: now.ticket.id, comment: now.comment.id });
  const decideOn = (data: CardData, by: Actor, named?: Actor | null) => {
    said.push(...Object.entries(data).flatMap(([key, value]) => (isProse(key) ? [String(value)] : [])));
    return happen({ kind: 'button-pressed', ...keyed(), by, ...(named !== undefined && { named }), data });
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
    press: (verb, inputs = {}, by = actor(), named?: Actor) =>
      decideOn(dataFor(now, verb, inputs), by, named),
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
  key.startsWith('text-') ||
  ['reason', 'why', 'condition', 'subject', 'question', 'answer', 'note'].includes(key);

/** The rule of `claimEffects` in the store: due, first in its lane, and a deletion only of the text that was judged. */
function mayStart({ effects, comment, now }: TicketSituation, one: Effect): boolean {
  const lane = effects.filter(({ lane }) => lane === one.lane);
  const holds: readonly Effect['state'][] = isSaid(one)
    ? ['pending', 'started']
    : ['pending', 'started', 'failed', 'unknown'];
  const holdsUp = ({ id, kind, state, attempts }: Effect): boolean =>
    effectOf(kind).givesWay && id !== one.id
      ? state === 'started' || (state === 'pending' && attempts === 0)
      : holds.includes(state);
  const first = lane.find(holdsUp);
  const judged =
    !effectOf(one.kind).onJudgedText ||
    one.params.commentVersion === comment.version ||
    one.params.evenIfChanged === true;
  const due = Temporal.Instant.compare(one.dueAt, now) <= 0;
  const isNext = first === one || (first !== undefined && lane.indexOf(first) > lane.indexOf(one));
  return one.state === 'pending' && isNext && due && judged;
}

/** What a performer reports of an attempt that ended so. */
export function outcomeOf({ now, account }: TicketSituation, id: string, to: EndsAs): EffectOutcome {
  if (to === 'failed') return { id, to, error: 'permission' };
  if (to === 'unknown') return { id, to, error: 'no-answer' };
  if (to === 'later') return { id, to: 'pending', dueAt: now.add({ seconds: 2 }), error: 'transient' };
  const how = account.trial ? 'trial' : to === 'already-so' ? 'already-so' : 'verified';
  return { id, to: 'done', result: { at: now.toString(), how } };
}
