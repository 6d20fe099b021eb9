import { z } from 'zod';
import { DIGEST_LISTS, type DigestTurn, SEVERITIES } from '../../core/digest-lists.ts';
import { PlatformName } from '../../core/platform.ts';
import { MunicipalityId } from '../../core/policy.ts';
import { InstantText } from '../../core/ticket.ts';

/** What the database can compare; nothing came in outside it. */
const EARLIEST = Temporal.Instant.from('2000-01-01T00:00:00Z').epochMilliseconds;
const LATEST = Temporal.Instant.from('2101-01-01T00:00:00Z').epochMilliseconds;
/** The highest number that a ticket can have. */
const MAX_NUMBER = 2 ** 31 - 1;

const Moment = InstantText.transform((text) => Temporal.Instant.from(text)).refine(
  ({ epochMilliseconds: at }) => EARLIEST < at && at < LATEST,
  'expected an instant of this century',
);
/** Whose digest, and the period that it tells of. Those posted before pages could be turned do not say whose. */
const told = { municipality: MunicipalityId.optional(), since: Moment, until: Moment };

/** An account as a choice names it; anything else means all of them. */
const ChosenAccount = z
  .string()
  .transform((text) => {
    const at = text.indexOf(':');
    const platform = PlatformName.safeParse(text.slice(0, Math.max(at, 0)));
    return platform.success ? { platform: platform.data, account: text.slice(at + 1) } : null;
  })
  .default(null);

/** Which of the comments without a card, and which first; digests that were posted before one could choose do not say. */
const unposted = {
  after: z.uuid().optional(),
  account: ChosenAccount,
  order: z.enum(['newest', 'likeliest']).default('newest'),
};

const Pressed = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('list-unposted'), ...told, ...unposted }),
  z.strictObject({ verb: z.literal('show-digest'), ...told }),
  z.strictObject({
    verb: z.literal('list-waiting'),
    ...told,
    now: Moment,
    list: z.enum(DIGEST_LISTS),
    /** Digests that were posted before lines stood by it do not say: their next page begins with the gravest. */
    severity: z.enum(SEVERITIES).default('critical'),
    at: Moment,
    number: z.int().min(0).max(MAX_NUMBER),
  }),
]);

/** The data of a digest's buttons. Proves nothing: neither that the presser may see it, nor that there is such a line. */
export const DigestPress = Pressed.refine(
  ({ since, until }) => Temporal.Instant.compare(since, until) < 0,
  'expected since before until',
).transform((data) => ({ municipality: data.municipality ?? null, turn: turnOf(data) }));

function turnOf(data: z.infer<typeof Pressed>): DigestTurn {
  const inflow = { since: data.since, until: data.until };
  switch (data.verb) {
    case 'list-unposted':
      return {
        ...({ to: 'unposted', inflow } as const),
        ...{ wish: { account: data.account, order: data.order }, after: data.after ?? null },
      };
    case 'show-digest':
      return { to: 'beginning', inflow };
    case 'list-waiting': {
      const { now, list, severity, at, number } = data;
      return { to: 'lines', inflow, now, after: { list, severity, at, number } };
    }
  }
}
