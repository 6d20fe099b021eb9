import { join } from 'node:path';
import { digestCard } from '../../src/chat/cards/digest-card.ts';
import { digestPageCard } from '../../src/chat/cards/digest-lines.ts';
import { unpostedCard } from '../../src/chat/cards/digest-unposted.ts';
import type { Cards } from '../../src/chat/cards/load-cards.ts';
import { saidLine } from '../../src/chat/cards/thread-lines.ts';
import type { TicketView } from '../../src/core/view.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createHeldChannels } from '../../src/outbox/held-channels.ts';
import { createDigests } from '../../src/outbox/post-digests.ts';
import { showOneCard } from '../../src/outbox/show-cards.ts';
import { workOneEffect } from '../../src/outbox/work-effects.ts';
import type { Chat } from '../../src/ports/chat.ts';
import type { Platform } from '../../src/ports/platform.ts';
import { loadLexicon } from '../../src/rules/load-lexicon.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { createScreener } from '../../src/screening/screen.ts';
import { type OpenOptions, openDatabase } from '../../src/store/open.ts';
import { createStore } from '../../src/store/store.ts';
import { able } from '../fakes/able.ts';
import { STAFF } from './town.ts';

const LEASE_MS = 60_000;

/** The jobs of the bot that the clock is about. */
export const JOBS = ['screening', 'cards', 'effects', 'digests'] as const;

/** Finds one piece of work and does it; false when there was none. */
export type Job = () => Promise<boolean>;

/** The bot's parts on a connection of their own, without its loops. */
export async function startReplica(parts: {
  open: OpenOptions;
  rulesDir: string;
  clock: { now(): Temporal.Instant };
  chat: Chat;
  cards: Cards;
  platform: Platform;
}) {
  const { clock, chat, cards, rulesDir } = parts;
  const policies = loadPolicies(rulesDir);
  const screener = createScreener(loadLexicon(join(rulesDir, 'lexicon.yaml')));
  const database = await openDatabase<unknown>(parts.open);
  const store = await createStore(database);
  const staffOf = (municipality: string) => {
    const staff = STAFF[municipality];
    if (!staff) throw new Error(`Nobody works at ${municipality}`);
    return staff;
  };
  const platforms = new Map([['facebook' as const, parts.platform]]);
  const shared = { store, clock, policies, staffOf };
  const engine = createEngine({
    ...shared,
    screen: (comment, policy) => screener(comment.text, policy, { hasAttachments: false }),
    abilities: () => ({ can: able(), maxReply: 8000 }),
    wake: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  const digests = createDigests({
    ...shared,
    platforms,
    leaseMs: LEASE_MS,
    mayShow: () => false,
    render: {
      digest: (policy, digest) => digestCard(cards, policy, digest),
      page: (policy, page) => digestPageCard(cards, policy, page),
      unposted: (policy, page) => unpostedCard(cards, policy, page),
    },
  });
  const outward = { engine, store, clock, chat, leaseMs: LEASE_MS };
  const effects = {
    ...outward,
    platforms,
    lineFor: (view: TicketView, effect: Parameters<typeof saidLine>[2]) => saidLine(cards, view, effect),
    draftFor: (_: TicketView, text: string) => text,
  };
  const shown = {
    ...outward,
    held: createHeldChannels(clock),
    render: (view: TicketView) => ({ card: { ticket: view.ticket.id }, summary: '' }),
  };
  const turn = [() => undefined, <T>(ask: () => Promise<T>) => ask()] as const;
  const work: Readonly<Record<(typeof JOBS)[number], Job>> = {
    screening: () => engine.screenWaiting(25).then((done) => done > 0),
    cards: () => showOneCard(shown, ...turn),
    effects: () => workOneEffect(effects, ...turn),
    digests: () => digests.postOne(chat, ...turn),
  };
  return { database, store, engine, work };
}
