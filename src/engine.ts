import { type CardData, decidePress } from './actions/decide-press.ts';
import type { Comment, PlatformName } from './core/comment.ts';
import type { AccountState, Actor, Decision, Situation } from './core/decision.ts';
import type { Screening } from './core/finding.ts';
import type { MunicipalityId, Policy } from './core/policy.ts';
import type { TicketView } from './core/view.ts';
import type { Clock, Conversation } from './ports.ts';
import { commentScreened } from './reactions/comment-screened.ts';
import { type EffectOutcome, effectEnded } from './reactions/effect-ended.ts';
import { platformChanged } from './reactions/platform-changed.ts';
import type { ClaimedEffect, DecisionRequest, Store, StoredSituation } from './store-port.ts';

export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly screen: (comment: Comment, policy: Policy) => Screening;
  readonly abilities: (platform: PlatformName) => AccountState['can'];
  /** Called after every commit that may have ordered an effect or changed a card. */
  readonly wake: () => void;
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

  const view = async (municipality: MunicipalityId, ticket: string): Promise<TicketView | null> => {
    const stored = await store.view(municipality, ticket);
    return (
      stored && {
        ...situationOf(stored),
        ticket: stored.ticket,
        names: stored.names,
        text: stored.text,
        textBefore: stored.textBefore,
      }
    );
  };

  /** One event about one ticket or comment. */
  const decideOne = async (
    municipality: MunicipalityId,
    request: Omit<DecisionRequest, 'policy'>,
    decide: (situation: Situation) => Decision,
  ) => {
    const { version: policy } = policyOf(municipality);
    const [outcome] = await store.decide(municipality, clock.now(), [{ ...request, policy }], (stored) =>
      decide(situationOf(stored)),
    );
    return outcome;
  };

  return {
    policyOf,
    view,
    press: async ({ key, municipality, by, data, on }) => {
      const about = { ticket: data.ticket };
      const outcome = await decideOne(
        municipality,
        { key, about, by: by.id, ...(on && { pressedOn: on }) },
        (situation) => withTicket(situation, (ticket) => decidePress({ ...situation, ticket, by }, data)),
      );
      // The workers wait until the presser's card has been read: they would come before it at the database.
      const after = await view(municipality, data.ticket).finally(parts.wake);
      return after && { view: after, decision: outcome?.kind === 'decided' ? outcome.decision : null };
    },
    screenWaiting: async (limit) => {
      const waiting = await store.unscreened(limit);
      let opened = false;
      for (const [municipality, comments] of Map.groupBy(waiting, (one) => one.municipality)) {
        const policy = policyOf(municipality);
        const requests = comments.map(({ comment, version }) => ({
          key: `screened:${comment}:${version}:${policy.version}`,
          about: { comment },
          by: null,
          policy: policy.version,
        }));
        const outcomes = await store.decide(municipality, clock.now(), requests, (stored) =>
          commentScreened(situationOf(stored), parts.screen(stored.comment, policy)),
        );
        opened ||= outcomes.some((outcome) => outcome.kind === 'decided' && outcome.ticket !== null);
      }
      if (opened) parts.wake();
      return waiting.length;
    },
    handleChanges: async (limit) => {
      const waiting = await store.unhandledChanges(limit);
      for (const { municipality, key, comment, change } of waiting) {
        if (comment !== null) {
          await decideOne(municipality, { key: `change:${key}`, about: { comment }, by: null }, (situation) =>
            platformChanged(situation, change),
          );
          parts.wake();
        }
        await store.changeHandled(municipality, key, clock.now());
      }
      return waiting.length;
    },
    effectEnded: async (effect, outcome) => {
      const key = `effect:${effect.id}:${effect.attempts}`;
      await decideOne(effect.municipality, { key, about: { ticket: effect.ticket }, by: null }, (situation) =>
        withTicket(situation, (ticket) => effectEnded({ ...situation, ticket }, outcome)),
      );
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
