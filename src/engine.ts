import { type CardData, decidePress } from './actions/decide-press.ts';
import { createBatches } from './batches.ts';
import type { Comment, PlatformName } from './core/comment.ts';
import type { AccountState, Actor, Decision, Situation } from './core/decision.ts';
import type { Screening } from './core/finding.ts';
import type { MunicipalityId, Policy } from './core/policy.ts';
import type { TicketView } from './core/view.ts';
import type { Clock, Conversation } from './ports.ts';
import { commentScreened } from './reactions/comment-screened.ts';
import { type EffectOutcome, effectEnded } from './reactions/effect-ended.ts';
import { platformChanged } from './reactions/platform-changed.ts';
import type {
  ClaimedEffect,
  DecisionOutcome,
  DecisionRequest,
  Store,
  StoredSituation,
  StoredView,
} from './store-port.ts';

export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly screen: (comment: Comment, policy: Policy) => Screening;
  readonly abilities: (platform: PlatformName) => AccountState['can'];
  /** Called after every commit that may have ordered an effect or changed a card. */
  readonly wake: () => void;
  /** Told of a comment that could not be screened; the error holds no text of it. */
  readonly onError: (error: unknown) => void;
}

/** A press whose sender the chat has verified and whose channel belongs to `municipality`. */
interface VerifiedPress {
  readonly key: string;
  readonly municipality: MunicipalityId;
  readonly by: Actor;
  readonly data: CardData;
  readonly on: { readonly conversation: Conversation; readonly messageId: string } | null;
}

/** Load, decide, commit: the only way to change anything. */
export interface Engine {
  /** Null when the municipality has no such ticket. A repeated key decides nothing and shows the ticket as it is. */
  press(press: VerifiedPress): Promise<{ view: TicketView; decision: Decision | null } | null>;
  /** Screens up to `limit` waiting comments in one transaction per municipality; the number done. */
  screenWaiting(limit: number): Promise<number>;
  /** Handles what platforms told of comments; the number done. */
  handleChanges(limit: number): Promise<number>;
  effectEnded(effect: ClaimedEffect, outcome: EffectOutcome): Promise<void>;
  view(municipality: MunicipalityId, ticket: string): Promise<TicketView | null>;
  policyOf(municipality: MunicipalityId): Policy;
}

/** One event about one ticket or comment, and what decides it. */
interface Event {
  readonly request: Omit<DecisionRequest, 'policy'>;
  readonly decide: (situation: Situation) => Decision;
}

interface Unscreened {
  readonly comment: string;
  readonly version: number;
}

/** So many comments are set aside before screening stops altogether. */
const MOST_SET_ASIDE = 1000;

interface TicketEvent extends Event {
  readonly request: Event['request'] & { readonly about: { readonly ticket: string } };
}

export function createEngine(parts: EngineParts): Engine {
  const { store, clock, policies } = parts;

  const policyOf = (municipality: MunicipalityId): Policy => {
    const policy = policies.get(municipality);
    if (!policy)
      throw new Error(`No rules file for the municipality "${municipality}" that the database holds`);
    return policy;
  };

  const situationOf = (stored: StoredSituation): Situation => ({
    ...stored,
    now: clock.now(),
    policy: policyOf(stored.municipality),
    account: { ...stored.account, can: parts.abilities(stored.comment.platform) },
  });

  const viewOf = (stored: StoredView): TicketView => {
    const { ticket, names, text, textBefore } = stored;
    return { ...situationOf(stored), ticket, names, text, textBefore };
  };

  const view = async (municipality: MunicipalityId, ticket: string): Promise<TicketView | null> => {
    const stored = (await store.views(municipality, [ticket])).get(ticket);
    return stored ? viewOf(stored) : null;
  };

  const decideAll = (municipality: MunicipalityId, events: readonly Event[]) => {
    const { version: policy } = policyOf(municipality);
    const deciders = new Map(events.map(({ request, decide }) => [request.key, decide]));
    const requests = events.map(({ request }) => ({ ...request, policy }));
    return store.decide(municipality, clock.now(), requests, (stored, { key }) => {
      const decide = deciders.get(key);
      if (!decide) throw new Error(`Nobody asked to decide ${key}`);
      return decide(situationOf(stored));
    });
  };

  /**
   * Presses on different tickets that arrive together share a transaction, and the look at what came of them: a storm
   * of presses waits for few commits.
   */
  const decidePresses = createBatches<TicketEvent, { outcome: DecisionOutcome; after: TicketView | null }>({
    most: 20,
    identityOf: ({ request }) => request.about.ticket,
    run: async (municipality, events) => {
      const outcomes = await decideAll(municipality, events);
      const after = await store.views(
        municipality,
        events.map(({ request }) => request.about.ticket),
      );
      return outcomes.map((outcome, index) => {
        const stored = after.get(events[index]?.request.about.ticket ?? '');
        return { outcome, after: stored ? viewOf(stored) : null };
      });
    },
  });

  /** Comments that could not be screened; a restart tries them again. Bounded: what breaks all of them stops the loop. */
  const setAside = new Set<string>();

  const screenAll = async (municipality: MunicipalityId, comments: readonly Unscreened[]): Promise<void> => {
    const policy = policyOf(municipality);
    const requests = comments.map(({ comment, version }) => ({
      key: `screened:${comment}:${version}:${policy.version}`,
      about: { comment },
      by: null,
      policy: policy.version,
    }));
    try {
      await store.decide(municipality, clock.now(), requests, (stored) =>
        commentScreened(situationOf(stored), parts.screen(stored.comment, policy)),
      );
    } catch (error) {
      const [only] = comments;
      if (!only || setAside.size >= MOST_SET_ASIDE) throw error;
      if (comments.length > 1) {
        // One that cannot be screened must not hold the others back.
        for (const one of comments) await screenAll(municipality, [one]);
        return;
      }
      setAside.add(only.comment);
      parts.onError(error);
    }
  };

  return {
    policyOf,
    view,
    press: async ({ key, municipality, by, data, on }) => {
      const about = { ticket: data.ticket };
      // The workers wait until the presser's card has been read: they would come before it at the database.
      const { outcome, after } = await decidePresses(municipality, {
        request: { key, about, by: by.id, ...(on && { pressedOn: on }) },
        decide: (situation) =>
          withTicket(situation, (ticket) => decidePress({ ...situation, ticket, by }, data)),
      }).finally(parts.wake);
      return after && { view: after, decision: outcome.kind === 'decided' ? outcome.decision : null };
    },
    screenWaiting: async (limit) => {
      const waiting = await store.unscreened(limit, [...setAside]);
      for (const [municipality, comments] of Map.groupBy(waiting, (one) => one.municipality)) {
        await screenAll(municipality, comments);
      }
      if (waiting.length > 0) parts.wake();
      return waiting.length;
    },
    handleChanges: async (limit) => {
      const waiting = await store.unhandledChanges(limit);
      for (const { municipality, key, comment, change, at } of waiting) {
        if (comment !== null) {
          const request = { key: `change:${key}`, about: { comment }, by: null };
          await decideAll(municipality, [
            { request, decide: (situation) => platformChanged(situation, change, at) },
          ]);
          parts.wake();
        }
        await store.changeHandled(municipality, key, clock.now());
      }
      return waiting.length;
    },
    effectEnded: async (effect, outcome) => {
      const key = `effect:${effect.id}:${effect.attempts}`;
      const request = { key, about: { ticket: effect.ticket }, by: null };
      const decide = (situation: Situation) =>
        withTicket(situation, (ticket) => effectEnded({ ...situation, ticket }, outcome));
      await decideAll(effect.municipality, [{ request, decide }]);
      parts.wake();
    },
  };
}

function withTicket(
  situation: Situation,
  decide: (ticket: NonNullable<Situation['ticket']>) => Decision,
): Decision {
  if (!situation.ticket) throw new Error(`Comment ${situation.comment.id} has no ticket to decide on`);
  return decide(situation.ticket);
}
