import { digestCard } from '../chat/cards/digest-card.ts';
import { digestPageCard } from '../chat/cards/digest-lines.ts';
import { unpostedCard } from '../chat/cards/digest-unposted.ts';
import { createDesk } from '../chat/desk/desk.ts';
import { createTeams, type Teams } from '../chat/teams/teams.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { createHttp } from '../http/create-http.ts';
import { createDigests, type Digests } from '../outbox/post-digests.ts';
import { createIntake } from '../platforms/intake.ts';
import { intakeSenders, municipalityOf, roleIn, staffIn } from './accounts.ts';
import { secondOpinionOf } from './adapters.ts';
import { composeAsking } from './compose-asking.ts';
import { CARD_LEASE_MS, type Foundation, screenerOf } from './foundation.ts';
import { nowAndThen } from './now-and-then.ts';

/** A token can be forged a thousand times a second; the log hears of it this often, with how many there were. */
const FORGED_EVERY_MS = 60_000;

/** The parts that the loops work and the routes serve. */
export interface Parts {
  readonly engine: Engine;
  readonly digests: Digests;
  readonly teams: Teams;
  readonly server: ReturnType<typeof createHttp>;
}

/** Puts the parts together; nothing of it starts anything. */
export function compose(base: Foundation): Parts {
  const engine = composeEngine(base);
  const digests = composeDigests(base);
  const teams = composeTeams(base, engine, digests);
  return { engine, digests, teams, server: composeHttp(base, teams) };
}

const wakeWork =
  ({ loops }: Foundation) =>
  () =>
    loops.wake('effect', 'card');

function composeEngine(base: Foundation): Engine {
  const { config, clock, files, store, screening, platforms, log } = base;
  const screen = screenerOf(base);
  return createEngine({
    store,
    clock,
    policies: files.policies,
    wake: wakeWork(base),
    staffOf: staffIn(config),
    onError: log.failed('screening a comment'),
    screen: (comment, policy) =>
      screen(comment.text, policy, {
        hasAttachments: comment.attachments.some(({ type }) => type !== 'link'),
      }),
    ...secondOpinionOf(config, screening, log.failed('second opinion')),
    abilities: (platform) => platforms.get(platform)?.can ?? { hide: false, block: false },
  });
}

function composeDigests(base: Foundation): Digests {
  const { config, clock, files, store, platforms } = base;
  const screen = screenerOf(base);
  return createDigests({
    store,
    clock,
    policies: files.policies,
    platforms,
    staffOf: staffIn(config),
    leaseMs: 2 * config.settings.PLATFORM_TIMEOUT_MS + CARD_LEASE_MS,
    mayShow: (text, policy, hasAttachments) => screen(text, policy, { hasAttachments }).display !== 'secret',
    render: {
      digest: (policy, digest) => digestCard(files.cards[policy.language], policy, digest),
      page: (policy, page) => digestPageCard(files.cards[policy.language], policy, page),
      unposted: (policy, page) => unpostedCard(files.cards[policy.language], policy, page),
    },
  });
}

function composeTeams(base: Foundation, engine: Engine, digests: Digests): Teams {
  const { config, clock, files, store, log } = base;
  const { policies, cards, questions, chatOptions } = files;
  const wake = wakeWork(base);
  const desk = createDesk({
    ...composeAsking(questions, policies, screenerOf(base)),
    staffOf: staffIn(config),
    digests,
    engine,
    store,
    clock,
    policies,
    cards,
    wake,
    roleOf: roleIn(config),
  });
  const nowMs = () => performance.now();
  const onForged = nowAndThen(
    (count) => log.warn('refused: a token that does not prove who sent the activity', { count }),
    { everyMs: FORGED_EVERY_MS, nowMs },
  );
  return createTeams(chatOptions, desk, {
    nowMs,
    onError: (where, error) => (where === 'token' ? onForged() : log.failed(`teams ${where}`)(error)),
  });
}

function composeHttp(base: Foundation, teams: Teams): Parts['server'] {
  const { config, clock, files, store, loops, log } = base;
  const { META_APP_SECRET, META_VERIFY_TOKEN } = config.settings;
  const intake = createIntake({
    store,
    clock,
    wake: () => loops.wake('screening', 'platform changes'),
    municipalityOf: municipalityOf(config),
    onUnread: (kept) => log.warn('kept in the inbox: nobody can read it yet', kept),
  });
  return createHttp({
    intake,
    messages: (body, headers) => teams.handle(body, headers),
    secrets: {
      meta: META_APP_SECRET,
      metaVerify: META_VERIFY_TOKEN,
      intake: intakeSenders(config, [...files.policies.keys()]),
    },
    ready: () => store.ready(),
    onError: (path, error) => log.failed(path)(error),
  });
}
