import { isEnd } from '../core/block.ts';
import type { EffectOutcome } from '../core/decision.ts';
import type { PlatformName } from '../core/platform.ts';
import { done, failed, type Performance, type PlatformEffect } from '../effects/effect.ts';
import { effectOf } from '../effects/index.ts';
import type { Engine } from '../engine/engine.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClaimedEffect } from '../ports/ledger.ts';
import { type Platform, PlatformError } from '../ports/platform.ts';
import type { Store } from '../ports/store.ts';
import { backOff, MAX_ATTEMPTS } from './retrying.ts';
import { type ChatParts, sayInChat } from './say-in-chat.ts';
import type { Keep } from './work-loop.ts';

/** What performing an effect takes, on a platform or in the chat. */
export interface EffectParts extends ChatParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** Longer than every call of one performance together. */
  readonly leaseMs: number;
}

type Work = Pick<Performance, 'effect' | 'view'>;

/** Claims one due effect, performs it outside any transaction and reports it. False when nothing was due. */
export async function workOneEffect(given: EffectParts, taken: () => void, keep: Keep): Promise<boolean> {
  const parts = { ...given, store: keeping(given.store, keep) };
  const { store, clock, leaseMs } = parts;
  const [effect] = await store.claimEffects(clock.now(), 1, leaseMs);
  const lost = effect ? undefined : (await store.claimLostEffects(1, leaseMs))[0];
  const claimed = effect ?? lost;
  if (!claimed) return false;
  taken();
  const view = await keep(() => parts.engine.view(claimed.municipality, claimed.ticket));
  if (!view) throw new Error(`Effect ${claimed.id} belongs to no ticket`);
  const spec = effectOf(claimed.kind);
  const outcome =
    spec.on === 'chat'
      ? await sayInChat(parts, spec, { effect: claimed, view })
      : await onPlatform(parts, spec, { effect: claimed, view });
  if (outcome) await keep(() => parts.engine.effectEnded(claimed, outcome));
  return true;
}

/** What a performance asks of the store may be asked again; claiming has nothing to lose. */
const keeping = (store: Store, keep: Keep): Store => ({
  ...store,
  replyText: (...of) => keep(() => store.replyText(...of)),
  cardMessage: (...of) => keep(() => store.cardMessage(...of)),
  archive: (delivery) => keep(() => store.archive(delivery)),
  storeAttachments: (...files) => keep(() => store.storeAttachments(...files)),
  sealAway: (...of) => keep(() => store.sealAway(...of)),
  erasePictures: (...of) => keep(() => store.erasePictures(...of)),
  pauseAccount: (...until) => keep(() => store.pauseAccount(...until)),
});

/**
 * Null when a read-back could not be made, or came too early to say that an act did not happen: the lease runs out and
 * another worker tries to settle it.
 */
async function onPlatform(
  parts: EffectParts,
  spec: PlatformEffect,
  { effect, view }: Work,
): Promise<EffectOutcome | null> {
  const work = { effect, view };
  // A block that was made before trial mode began shuts its author out all the same: a person ends it.
  if (isEnd(effect) && view.account.trial) return { id: effect.id, to: 'asked' };
  if (effect.params.trial || (spec.act !== null && view.account.trial)) return done(work, 'trial');
  if (spec.act !== null && view.account.can[spec.act] === 'by-hand') return { id: effect.id, to: 'asked' };
  const platform = parts.platforms.get(view.comment.platform);
  if (!platform) return failed(effect.id, spec.failsAs ?? 'unsupported');
  const performance = { ...work, platform, store: parts.store };
  if (!effect.settling) {
    try {
      const outcome = await spec.perform(performance);
      return outcome.to === 'pending' && effect.attempts >= MAX_ATTEMPTS
        ? failed(effect.id, 'transient')
        : slowedDown(parts, effect, outcome);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (error.code !== 'no-answer') return afterError(parts, spec, performance, error);
    }
  }
  try {
    const outcome = await spec.settle(performance);
    // The call that we gave up waiting for may still be carried out: repeated now, the act would be done twice.
    if (!effect.settling && outcome.to === 'pending') return null;
    return slowedDown(parts, effect, outcome);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const later = error.code === 'no-answer' || error.code === 'transient' || error.code === 'rate-limited';
    if (later && effect.attempts < MAX_ATTEMPTS) return null;
    return { id: effect.id, to: 'unknown', error: error.code };
  }
}

/** A platform that has stopped an account (Meta's 368) is left alone for so long when it does not say how long. */
const PAUSE_MS = 60 * 60 * 1000;

/** What has not happened is tried again, but not without pause and not for ever. */
function slowedDown({ clock }: EffectParts, effect: ClaimedEffect, outcome: EffectOutcome): EffectOutcome {
  if (outcome.to !== 'pending') return outcome;
  if (effect.attempts >= MAX_ATTEMPTS) return { id: effect.id, to: 'unknown', error: 'no-answer' };
  return { ...outcome, dueAt: clock.now().add({ seconds: backOff(effect.attempts) }) };
}

/** The act did not happen: wait and try again, or say that it failed. */
async function afterError(
  { store, clock }: EffectParts,
  { whenGone, failsAs, givesWay }: PlatformEffect,
  { effect, view }: Work,
  error: PlatformError,
): Promise<EffectOutcome> {
  // The platform's interface does not do it for this one: a person can.
  if (error.code === 'unsupported') return { id: effect.id, to: 'asked' };
  const code = error.code === 'no-answer' ? 'transient' : error.code;
  const waitMs = code === 'account-paused' ? PAUSE_MS : backOff(effect.attempts) * 1000;
  const dueAt = clock.now().add({ milliseconds: error.retryAfterMs ?? waitMs });
  if (!givesWay && (code === 'rate-limited' || code === 'account-paused')) {
    const { municipality, platform, account } = view.comment;
    await store.pauseAccount(municipality, platform, account, dueAt);
  }
  if (code === 'rate-limited' || (code === 'transient' && effect.attempts < MAX_ATTEMPTS)) {
    return { id: effect.id, to: 'pending', dueAt, error: code };
  }
  if (code === 'not-found') {
    return whenGone === 'already-so' ? done({ effect, view }, whenGone) : failed(effect.id, whenGone);
  }
  return failed(effect.id, failsAs ?? code);
}
