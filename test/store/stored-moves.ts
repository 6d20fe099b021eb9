import fc from 'fast-check';
import { isOffered } from '../../src/actions/decide-press.ts';
import { actions, type Verb } from '../../src/actions/index.ts';
import type { TicketSituation } from '../../src/core/decision.ts';
import type { Event } from '../../src/core/event.ts';
import type { Policy } from '../../src/core/policy.ts';
import { anyMove, anyStart, endingOf, type Move, PLANTED, pressOf } from '../fakes/moves.ts';
import { ANNA, BO, type Given, screening } from '../fakes/situations.ts';
import { type EndsAs, outcomeOf } from '../fakes/world.ts';
import { answerDirectly, load, type StoredComment, situationOf, writeComment } from './stored-comment.ts';
import { LEASE_MS } from './town.ts';

/**
 * What may happen to a comment in the store: what a ticket in memory plays, and more. `press-offered`: a button that
 * stands on the card. `perform`: time passes until something is due, and that is started and ends.
 */
export type StoredMove =
  | Move
  | { readonly do: 'press-offered'; readonly who: number; readonly pick: number }
  | { readonly do: 'perform'; readonly as: EndsAs; readonly pick: number }
  | { readonly do: 'follow-clock' | 'answer-directly' | 'switch-trial' };

const anyStoredMove: fc.Arbitrary<StoredMove> = fc.oneof(
  { weight: 5, arbitrary: anyMove },
  {
    weight: 7,
    arbitrary: fc.record({ do: fc.constant('press-offered' as const), who: fc.nat(1), pick: fc.nat(200) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('perform' as const),
      as: fc.constantFrom('done', 'done', 'done', 'already-so', 'failed', 'unknown', 'later'),
      pick: fc.nat(3),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('follow-clock', 'answer-directly', 'switch-trial') }),
  },
);

/** What a comment begins as. Most can be removed for real, and count against an author. */
export const anyStoredStart: fc.Arbitrary<Given> = fc
  .record({ given: anyStart, odd: fc.nat(3).map((one) => one === 0) })
  .map(({ given, odd }) => {
    if (odd) return given;
    const author = { id: '7000', name: 'Kim' };
    return {
      ...given,
      comment: { ...given.comment, author, evidenceStored: true },
      account: { ...given.account, trial: false },
    };
  });

/** A comment's days. Most are to be seen when they are screened, and become a ticket at once. */
export const anyStoredMoves: fc.Arbitrary<readonly StoredMove[]> = fc
  .record({
    hidden: fc.nat(5).map((one) => one === 0),
    moves: fc.array(anyStoredMove, { minLength: 30, maxLength: 60, size: 'max' }),
  })
  .map(({ hidden, moves }): StoredMove[] => [
    ...(hidden ? [{ do: 'platform' as const, change: 'hidden' as const }] : []),
    { do: 'screen' },
    ...moves,
  ]);

/** Every button, and more often the one that most follows of. */
const VERBS: readonly Verb[] = [...(Object.keys(actions) as Verb[]), 'remove', 'remove', 'remove'];

/** Does what the move does by itself; the event that is then decided, if any. */
export async function eventOf(comment: StoredComment, move: StoredMove, key: string): Promise<Event | null> {
  await happen(comment, move);
  const { id, now, given } = comment;
  const { ticket, ...rest } = await situationOf(comment);
  const { version } = rest.comment;
  if (move.do === 'platform') {
    const told = { change: move.change, at: now, screening: screening(given.screening) };
    return { kind: 'platform-changed', key, comment: id, ...told };
  }
  if (move.do === 'screen') {
    const found = screening(version === 1 ? given.screening : { needsReply: true });
    return { kind: 'comment-screened', key, comment: id, version, screening: found };
  }
  return ticket && ofTicket({ ...rest, ticket }, move, { key, ticket: ticket.id });
}

/** What changes without a decision. */
async function happen(comment: StoredComment, move: StoredMove): Promise<void> {
  const { town, account, policies, now } = comment;
  const { municipality } = account;
  if (move.do === 'pass') comment.now = now.add({ minutes: move.minutes });
  if (move.do === 'perform') comment.now = await nextDue(comment);
  if (move.do === 'follow-clock') policies.set(municipality, withOtherClock(await situationOf(comment)));
  if (!['start', 'perform', 'arrive', 'answer-directly', 'switch-trial'].includes(move.do)) return;
  if (move.do === 'start' || move.do === 'perform') await town.store.claimEffects(comment.now, 1, LEASE_MS);
  if (move.do === 'arrive') await writeComment(comment, `${PLANTED} ${now}`, move.stored);
  if (move.do === 'answer-directly') await answerDirectly(comment);
  if (move.do === 'switch-trial') {
    await town.store.setTrial(account, !(await load(comment)).account.trial, ANNA, now);
  }
  comment.loaded = null;
}

function ofTicket(
  situation: TicketSituation,
  move: StoredMove,
  about: { readonly key: string; readonly ticket: string },
): Event | null {
  if (move.do === 'follow-clock') return { kind: 'clock-changed', ...about };
  if (move.do === 'answer-directly') return { kind: 'own-reply-seen', ...about };
  if (move.do === 'press') return { kind: 'button-pressed', ...about, ...pressOf(situation, move) };
  if (move.do === 'press-offered') {
    const verbs = VERBS.filter((verb) => isOffered(verb, situation, move.who === 0 ? ANNA : BO));
    const verb = verbs[move.pick % verbs.length];
    const press = verb && pressOf(situation, { ...move, do: 'press', verb, age: 1 });
    return press ? { kind: 'button-pressed', ...about, ...press } : null;
  }
  const ending = (move.do === 'end' || move.do === 'perform') && endingOf(situation, move);
  return ending
    ? { kind: 'effect-ended', ...about, outcome: outcomeOf(situation, ending.id, move.as) }
    : null;
}

/** When the first effect that waits is due, or now. */
async function nextDue(comment: StoredComment): Promise<Temporal.Instant> {
  const { effects } = await load(comment);
  const due = effects
    .filter(({ state }) => state === 'pending')
    .map(({ dueAt }) => Temporal.Instant.from(dueAt))
    .toSorted(Temporal.Instant.compare)[0];
  return due && Temporal.Instant.compare(due, comment.now) > 0 ? due : comment.now;
}

/** The deadlines' time of day is another one. */
function withOtherClock({ policy, now }: { policy: Policy; now: Temporal.Instant }): Policy {
  const { clock } = policy;
  const due = clock.due === '15:00' ? '14:00' : '15:00';
  return { ...policy, clockVersion: `${now}`, clock: { ...clock, due } };
}
