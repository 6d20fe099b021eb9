import { createRandom } from '../chaos/random.ts';
import type { Place } from './town.ts';

/** What citizens write. `asks`: an answer is promised. `ticket`: staff must see it. */
export const TEXTS = {
  question: { text: 'Hej! När öppnar biblioteket på lördagar?', asks: true, ticket: true },
  insult: { text: 'Ni är ju dumma i huvudet hela bunten, jävla idioter!', asks: false, ticket: true },
  case: { text: 'Hej! När får min mamma Tolva Tolvansson 121212-1212 svar?', asks: true, ticket: true },
  secret: { text: 'Min mamma Tolva Tolvansson 121212-1212 har flyttat.', asks: false, ticket: true },
  thanks: { text: 'Tack för fint arbete med parken.', asks: false, ticket: false },
} as const;
export type Kind = keyof typeof TEXTS;

/** Most of what is written needs nobody. */
const MIX = { question: 9, insult: 6, case: 2, secret: 1, thanks: 82 } as const;

/** A comment that a citizen will write. */
export interface Planned {
  readonly number: number;
  readonly kind: Kind;
  readonly municipality: string;
  readonly account: string;
  readonly externalId: string;
  readonly postId: string;
  readonly text: string;
  /** As the platform tells. */
  readonly createdMs: number;
  /** When it reaches the bot, if that is running. */
  readonly arrivesMs: number;
}

const HOUR_MS = 3_600_000;

/** So many comments at random instants of the span, oldest first; one in twenty comes up to three days late. */
export function planComments(
  places: readonly Place[],
  { seed, comments, fromMs, untilMs }: { seed: number; comments: number; fromMs: number; untilMs: number },
): Planned[] {
  const random = createRandom(seed);
  const instants = Array.from({ length: comments }, () => Math.floor(random.between(fromMs, untilMs)));
  return instants
    .toSorted((one, other) => one - other)
    .map((arrivesMs, index) => {
      const { municipality, account, postId } = random.pick(places);
      const kind = random.weighted(MIX);
      const number = index + 1;
      const lateMs = random.next() < 0.05 ? Math.floor(random.between(HOUR_MS, 72 * HOUR_MS)) : 0;
      return {
        ...{ number, kind, municipality, account, postId, arrivesMs },
        createdMs: arrivesMs - lateMs,
        externalId: `${postId.split('_')[1]}_9${String(number).padStart(9, '0')}`,
        text: `${TEXTS[kind].text} (${number})`,
      };
    });
}

/** As `POST /api/comments` takes it. */
export const wireOf = (comment: Planned, at: { createdAt: string }) => ({
  municipality: comment.municipality,
  platform: 'facebook',
  account: comment.account,
  externalId: comment.externalId,
  postId: comment.postId,
  author: { id: `7${comment.number}`, name: `Kim Testsson ${comment.number}` },
  text: comment.text,
  createdAt: at.createdAt,
});

/** The account's own reply under it, written on the platform by a person: only Facebook's webhook tells of it. */
export const ownReplyOf = (comment: Planned, at: { createdAt: string }) => {
  const time = Temporal.Instant.from(at.createdAt).epochMilliseconds;
  const value = {
    ...{ item: 'comment', verb: 'add', message: 'Hej! Klockan 10.', created_time: at.createdAt },
    ...{ comment_id: `${comment.externalId}1`, post_id: comment.postId, parent_id: comment.externalId },
    from: { id: comment.account },
  };
  const entry = { id: comment.account, time, changes: [{ field: 'feed', value }] };
  return { object: 'page', entry: [entry] };
};
