import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { PlatformName } from '../../src/core/platform.ts';
import { createDecider } from '../../src/engine/decider.ts';
import { buildPackage } from '../../src/records/disclosure/build-package.ts';
import type { Row } from '../../src/records/rows.ts';
import { able } from '../fakes/able.ts';
import { databases } from '../fakes/databases.ts';
import { ANNA, BO, NOW as DAY, NAMES, policyOf } from '../fakes/situations.ts';
import { runsFor } from '../soak/form.ts';
import type { StoredComment } from '../store/stored-comment.ts';
import { eventOf, type StoredMove } from '../store/stored-moves.ts';
import { openTown, type Town } from '../store/town.ts';
import { orderOf, readPackage, words } from './disclosure/packages.ts';

/** So many tickets over all platforms, two hundred in CI's soak; each lives through so many moves. */
const TICKETS = runsFor(40);
const MOVES = 14;
const PLATFORMS: readonly PlatformName[] = ['facebook', 'instagram', 'youtube', 'linkedin'];

const [, open] = databases[1] ?? [];
let town: Town;
beforeAll(async () => {
  if (!open) throw new Error('No PostgreSQL');
  town = await openTown(open);
  await town.store.declareAccounts(
    PLATFORMS.map((platform) => ({
      municipality: 'filipstad',
      platform,
      account: `a-${platform}`,
      name: `Sidan ${platform}`,
      trial: false,
    })),
  );
  for (const [id, name] of NAMES) await town.store.rememberPerson('filipstad', { id, name });
});
afterAll(() => town?.database.close());

/** Numbers that are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

async function decide(
  { town: { store }, account, policies, can, staff, now }: StoredComment,
  event: Event,
): Promise<void> {
  const unused = () => expect.unreachable();
  const { decideAll } = createDecider({
    ...{ store, policies, clock: { now: () => now }, staffOf: () => staff },
    numberShapeOf: () => null,
    abilities: () => ({ can, maxReply: 8000, replyWindow: null }),
    ...{ screen: unused, wake: unused, onError: unused },
  });
  await decideAll(account.municipality, [{ event }]);
}

const archive = (comment: Pick<StoredComment, 'account' | 'now'>, index: number, text: string, more = {}) => {
  const { platform, account } = comment.account;
  const at = { createdAt: DAY, writtenAt: comment.now };
  const author = { id: `7${index}`, name: `Kim ${index}` };
  return town.archive([{ platform, account, externalId: `x_${index}`, author, text, ...at, ...more }], {
    receivedAt: comment.now,
  });
};

/** A comment's life, by the engine and the store that are deployed. */
async function live(index: number): Promise<void> {
  const roll = dice(index + 1);
  const platform = PLATFORMS[index % PLATFORMS.length] ?? 'facebook';
  const account = {
    municipality: 'filipstad',
    platform,
    account: `a-${platform}`,
    name: platform,
    trial: false,
  } as const;
  const now = DAY.add({ minutes: index });
  await archive({ account, now }, index, `Text ${index} ; "citat" =1+1 👍🏽\nrad två`);
  const [row] = await town.rows<{ id: string }>('SELECT id FROM comment WHERE external_id = $1', [
    `x_${index}`,
  ]);
  const can =
    platform === 'linkedin' ? { ...able(), hide: 'by-hand' as const, remove: 'by-hand' as const } : able();
  const comment: StoredComment = {
    ...{ town, account, id: row?.id ?? '', given: {}, can, now, loaded: null },
    staff: { lead: BO, duty: ANNA, rota: [ANNA, BO] },
    policies: new Map([['filipstad', policyOf('filipstad')]]),
  };
  await town.rows("UPDATE effect SET state = 'cancelled' WHERE state = 'pending'");
  for (let step = 0; step < MOVES; step += 1) {
    comment.now = comment.now.add({ seconds: 7 });
    if (step > 0 && roll(12) === 0) {
      await archive(comment, index, `Ändrad ${step}`);
      comment.loaded = null;
    }
    if (step > 0 && roll(20) === 0)
      await archive(comment, index, 'Vi svarar här', {
        externalId: `s_${index}_${step}`,
        parentId: `x_${index}`,
        own: true,
      });
    const event = await eventOf(
      comment,
      step === 0 ? { do: 'screen' } : moveOf(roll),
      `${comment.id}:${step}`,
    );
    if (event) await decide(comment, event);
    comment.loaded = null;
  }
}

function moveOf(roll: (sides: number) => number): StoredMove {
  const as = (['done', 'done', 'failed', 'unknown', 'already-so'] as const)[roll(5)] ?? 'done';
  return roll(3) === 0
    ? { do: 'perform', as, pick: roll(3) }
    : { do: 'press-offered', who: roll(2), pick: roll(200) };
}

/** What a stranger can tell of one thing that was written, from the package alone. */
interface Told {
  readonly platform: string;
  readonly direction: string;
  readonly texts: readonly (string | null)[];
  readonly stands: string | null;
  readonly decided: readonly string[];
  readonly done: readonly string[];
  readonly replies: readonly (string | null)[];
  readonly entries: readonly string[];
}

const DECISION = words.record.decision.replace('{verb}', '');

function toldBy(rows: readonly Row[]): Map<string, Told> {
  const byThing = Map.groupBy(rows, ({ konto, lank }) => `${konto} ${lank}`);
  return new Map(
    [...byThing].map(([thing, versions]) => {
      const last = versions.at(-1);
      if (!last) throw new Error(thing);
      const isDecision = last.atgard.map(
        (said) => said?.startsWith(DECISION) === true || said === words.record.fact,
      );
      const { regel, regeltext, regelversion, motivering, atgard_utc: at } = last;
      return [
        thing,
        {
          platform: last.plattform,
          direction: last.riktning,
          texts: versions.map(({ text }) => text),
          stands: last.synlighet,
          decided: last.atgard
            .flatMap((said, index) =>
              isDecision[index]
                ? [
                    JSON.stringify([
                      said,
                      regel[index],
                      regeltext[index],
                      regelversion[index],
                      motivering[index],
                      at[index],
                    ]),
                  ]
                : [],
            )
            .toSorted(),
          done: last.atgard
            .filter((_, index) => !isDecision[index])
            .map(String)
            .toSorted(),
          replies: last.svar,
          entries: last.beteckning.map(
            (reference, index) => `${reference} ${last.diarienummer[index] ?? ''}`,
          ),
        },
      ];
    }),
  );
}

interface Stored {
  readonly thing: string;
  readonly platform: keyof typeof words.record.platform;
  readonly own: boolean;
  readonly visibility: 'visible' | 'hidden' | 'gone';
  readonly texts: string[];
  readonly reasons: {
    verb: string;
    rule: string | null;
    quote: string | null;
    policy: string;
    text: string;
    at: string;
  }[];
  readonly presses: { kind: string; because: string | null; rule: string | null; at: string }[];
  readonly effects: { kind: string; state: string; how: string | null }[];
  readonly replies: string[];
  readonly entries: string[];
}

/** The same, from the tables, by queries of the test's own. */
async function inStore(): Promise<Stored[]> {
  return town.rows<Stored>(`SELECT a.name || ' ' || c.platform || ':' || c.external_id AS thing, c.platform, c.own, c.visibility,
    (SELECT jsonb_agg(text ORDER BY number) FROM comment_version v WHERE v.comment = c.id) AS texts,
    (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM reason r WHERE r.ticket = t.id
       AND r.verb NOT IN ('ask-colleague', 'note') AND (r.verb <> 'answer-colleague' OR t.state = 'closed')) AS reasons,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', j.kind, 'because', coalesce(j.data ->> 'reason', j.data ->> 'because'),
       'rule', j.data ->> 'rule', 'at', j.at)), '[]') FROM journal j WHERE j.ticket = t.id AND j.by IS NOT NULL
       AND j.kind IN ('let-stand', 'removal-undone', 'removal-declined', 'removal-withdrawn', 'removal-taken-over', 'unblock-ordered', 'question-concluded')) AS presses,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'state', e.state, 'how', e.result ->> 'how')), '[]')
       FROM effect e WHERE e.ticket = t.id AND e.lane IN ('comment', 'author')) AS effects,
    (SELECT coalesce(jsonb_agg(y.text ORDER BY y.at, y.id), '[]') FROM reply y WHERE y.ticket = t.id AND y.kind = 'reply') AS replies,
    (SELECT coalesce(jsonb_agg(g.reference || ' ' || coalesce(g.number, '') ORDER BY g.series_year, g.series_number), '[]')
       FROM registration g WHERE g.comment = c.id) AS entries
    FROM comment c LEFT JOIN ticket t ON t.comment = c.id JOIN account a ON a.platform = c.platform AND a.account = c.account`);
}

const VERB = { 'let-stand': 'let-stand', 'removal-undone': 'undo', 'unblock-ordered': 'unblock' } as Record<
  string,
  string
>;

const written = (reason: string) =>
  reason === 'awaiting-assessment' ? words.record.awaitingAssessment : reason;

function meant(one: Stored): Told {
  const { platform, visibility, decision, act, actBy, verb, kind, state, how } = words.record;
  const said = (key: string) =>
    key === 'answer-colleague'
      ? words.record.fact
      : decision.replace('{verb}', verb[key] ?? `NO WORD FOR ${key}`);
  const removals = one.effects.filter((each) => each.kind === 'delete-comment');
  const ours = removals.some(
    (each) => each.state === 'done' && ['performed', 'verified', 'by-hand'].includes(each.how ?? ''),
  );
  const unknown = removals.some((each) => each.state === 'unknown');
  return {
    platform: platform[one.platform] ?? '',
    direction: one.own ? 'utgående' : 'inkommen',
    texts: one.texts,
    stands:
      one.visibility !== 'gone'
        ? visibility[one.visibility]
        : ours
          ? visibility.goneByUs
          : unknown
            ? visibility.unknown
            : visibility.goneByOther,
    decided: [
      ...one.reasons.map((each) =>
        JSON.stringify([
          said(each.verb),
          each.rule,
          each.quote,
          each.policy,
          written(each.text),
          instant(each.at),
        ]),
      ),
      ...one.presses.map((each) =>
        JSON.stringify([
          said((VERB[each.kind] ?? each.kind) + (each.because ? `:${each.because}` : '')),
          each.rule,
          null,
          '',
          '',
          instant(each.at),
        ]),
      ),
    ].toSorted(),
    done: one.effects
      .map((each) =>
        (each.how === null ? act : actBy)
          .replace('{kind}', kind[each.kind] ?? `NO WORD FOR ${each.kind}`)
          .replace('{state}', state[each.state] ?? '')
          .replace('{how}', how[each.how ?? ''] ?? ''),
      )
      .toSorted(),
    replies: one.replies,
    entries: one.entries,
  };
}

const instant = (text: string) => Temporal.Instant.from(text).toString();

it('lets a stranger tell, from the package alone, what happened to each comment', {
  timeout: 400_000,
}, async () => {
  for (let index = 0; index < TICKETS; index += 1) await live(index);
  const order = orderOf(
    town.store,
    { unsettledToo: true },
    { query: { from: DAY.subtract({ hours: 24 }), to: DAY.add({ hours: 24_000 }) } },
  );
  const reviews = await Promise.all(
    (
      await town.rows<{ comment: string; version: number }>(
        'SELECT comment, number AS version FROM comment_version',
      )
    ).map((of) => ({ ...of, outcome: 'given' as const, provision: null, masks: [], by: BO })),
  );
  const outcome = await buildPackage({ ...order, selection: { ...order.selection, reviews } });
  expect(outcome).toMatchObject({ withheld: 0 });
  const told = toldBy(readPackage(order.out).rows);
  const stored = await inStore();
  expect([...told.keys()].toSorted()).toEqual(stored.map(({ thing }) => thing).toSorted());
  for (const one of stored) expect(told.get(one.thing), one.thing).toEqual(meant(one));
  const everything = JSON.stringify([...told.values()]);
  for (const word of [
    'misslyckad',
    'okänt om',
    'för hand',
    'beslut: ångra',
    'inställd',
    'Ändrad',
    'SM 2026-',
    'Vi svarar här',
  ])
    expect(everything, `the seed has nothing of "${word}"`).toContain(word);
});
