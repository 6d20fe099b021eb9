import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import { asksForDocuments } from '../core/request-words.ts';
import type { UnscreenedVersion } from '../ports/archive.ts';
import type { Decider, EngineParts, Happened } from './decider.ts';
import { type Screened, withRepetitions } from './repetitions.ts';
import { reportsIn } from './reports.ts';
import { secondOpinions } from './second-opinions.ts';
import { createSetAside } from './set-aside.ts';

/** Comments decided on in one transaction: small enough that a press waits less than a tenth of a second for it. */
const SLICE = 25;

/**
 * Screens up to `limit` waiting comments, and decides on them in small transactions; the number done.
 * Screening itself happens before that transaction, one comment a turn of the event loop.
 */
export function createScreening(parts: EngineParts, decider: Decider): (limit: number) => Promise<number> {
  const { store, clock } = parts;
  const setAside = createSetAside(clock, parts.onError);

  const screen = async (comments: readonly UnscreenedVersion[]): Promise<Screened[]> => {
    const [first] = comments;
    if (!first) return [];
    const policy = decider.policyOf(first.municipality);
    const opinionOn = await secondOpinions(parts, policy, comments);
    const screened: Screened[] = [];
    for (const one of comments) {
      const { comment, version } = one;
      await nextTurn();
      try {
        const screening = opinionOn(one) ?? parts.screen(one, policy);
        const key = `screened:${comment}:${version}:${policy.version}`;
        screened.push({ ...one, event: { kind: 'comment-screened', key, comment, version, screening } });
      } catch (error) {
        setAside.add(comment, error);
      }
    }
    return withRepetitions(parts, policy, screened);
  };

  const commit = async (municipality: MunicipalityId, screened: readonly Screened[]): Promise<void> => {
    if (screened.length === 0) return;
    try {
      await decideOn(parts, decider, municipality, screened);
      for (const { comment } of screened) setAside.forget(comment);
    } catch (error) {
      // While the store is away, nothing is wrong with the comments.
      await store.ping();
      const [only, ...others] = screened;
      if (only && others.length === 0) return setAside.add(only.comment, error);
      // One that cannot be decided on must not hold the others back.
      for (const one of screened) await commit(municipality, [one]);
    }
  };

  return async (limit) => {
    const waiting = await store.unscreened(limit, setAside.now());
    for (const slice of slicesOf(waiting)) {
      await commit(slice.municipality, await screen(slice.comments));
      parts.wake();
    }
    return waiting.length;
  };
}

async function decideOn(
  parts: EngineParts,
  { policyOf, decideAll }: Decider,
  municipality: MunicipalityId,
  screened: readonly Screened[],
): Promise<void> {
  const policy = policyOf(municipality);
  // Before the reply, or the message, itself counts as screened: a crash between the two loses nothing.
  const heard = heardBefore(screened, policy);
  if (heard.length > 0) await decideAll(municipality, heard);
  await decideAll(municipality, [...screened, ...(await reportsIn(parts, policy, screened))]);
}

/** What is decided on together. */
interface Slice {
  readonly municipality: MunicipalityId;
  readonly comments: readonly UnscreenedVersion[];
}

/** Each of one municipality, the oldest first. */
function slicesOf(waiting: readonly UnscreenedVersion[]): Slice[] {
  return [...Map.groupBy(waiting, (one) => one.municipality)].flatMap(([municipality, all]) =>
    Array.from({ length: Math.ceil(all.length / SLICE) }, (_, index) => ({
      municipality,
      comments: all.slice(index * SLICE, (index + 1) * SLICE),
    })),
  );
}

/** What tickets that stand already hear of these. */
const heardBefore = (screened: readonly Screened[], policy: Policy): Happened[] => [
  ...repliesSeen(screened),
  ...messagesFollowing(screened, policy),
];

/** Each ticket that one of these answers hears of it once. */
function repliesSeen(screened: readonly UnscreenedVersion[]): Happened[] {
  const answers = new Map(screened.map(({ answers, comment }) => [answers, comment]));
  answers.delete(null);
  return [...answers].map(([ticket, comment]) => ({
    event: { kind: 'own-reply-seen', key: `own-reply:${comment}`, ticket: ticket ?? '' },
  }));
}

/** Each ticket hears of what goes on with it: of a conversation one message at a time is handed out. */
const messagesFollowing = (screened: readonly Screened[], { requestWords }: Policy): Happened[] =>
  screened.flatMap(({ follows, comment: message, version, writtenAt: at, text, event }) =>
    follows === null
      ? []
      : [
          {
            event: {
              ...({
                kind: 'message-followed',
                key: `followed:${message}:${version}`,
                ticket: follows,
              } as const),
              ...{ message, version, at, screening: event.screening },
              request: asksForDocuments(text, requestWords),
            },
          },
        ],
  );
