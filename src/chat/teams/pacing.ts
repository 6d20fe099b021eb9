import { createRecentMap } from './recent-map.ts';

/** At most `calls` in any stretch of `windowMs`. */
export interface Limit {
  readonly windowMs: number;
  readonly calls: number;
  /** So many of them are left to answers: whoever asks while a thousand cards go out is answered all the same. */
  readonly left?: number;
}

/**
 * Teams' limits per bot and conversation for sending and editing.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const CONVERSATION_LIMITS: readonly Limit[] = [
  { windowMs: 1_000, calls: 7, left: 1 },
  { windowMs: 2_000, calls: 8, left: 1 },
  { windowMs: 30_000, calls: 60, left: 4 },
  { windowMs: 3_600_000, calls: 1_800, left: 60 },
];

/** Teams' limit per app and tenant, all conversations together. Same source. */
export const TENANT_LIMITS: readonly Limit[] = [{ windowMs: 1_000, calls: 50 }];

/** How many conversations' (and tenants') recent calls are remembered; the least recently used are forgotten first. */
const REMEMBERED_KEYS = 2_000;

/** Takes one call from the budgets: 0 when it may go out, otherwise the milliseconds until it may; it never waits. */
export interface Pacing {
  /** @param isAnswer may use what the limits leave to answers */
  take(tenant: string, conversation: string | null, isAnswer?: boolean): number;
}

/** Sliding-window budgets. `nowMs` counts milliseconds and must not run backwards. */
export function createPacing(nowMs: () => number): Pacing {
  const conversations = createBudget(CONVERSATION_LIMITS);
  const tenants = createBudget(TENANT_LIMITS);
  return {
    take(tenant, conversation, isAnswer = true) {
      const now = nowMs();
      const ofTenant = tenants.waitMs(tenant, now, isAnswer);
      const ofConversation = conversation === null ? 0 : conversations.waitMs(conversation, now, isAnswer);
      const waitMs = Math.max(ofTenant, ofConversation);
      if (waitMs > 0) return waitMs;
      tenants.spend(tenant, now);
      if (conversation !== null) conversations.spend(conversation, now);
      return 0;
    },
  };
}

function createBudget(limits: readonly Limit[]) {
  const longestMs = Math.max(...limits.map((limit) => limit.windowMs));
  const mostCalls = Math.max(...limits.map((limit) => limit.calls));
  const spentAt = createRecentMap<number[]>(REMEMBERED_KEYS);
  const recent = (key: string, now: number): number[] => {
    const calls = spentAt.get(key) ?? [];
    const firstLive = calls.findIndex((at) => at > now - longestMs);
    return firstLive === -1 ? [] : calls.slice(firstLive);
  };
  return {
    waitMs(key: string, now: number, isAnswer: boolean): number {
      const calls = recent(key, now);
      return Math.max(0, ...limits.map((limit) => waitOf(calls, limit, now, isAnswer)));
    },
    spend(key: string, now: number): void {
      spentAt.set(key, [...recent(key, now), now].slice(-mostCalls));
    },
  };
}

/** The window is free again when the call that is `calls` back from now has left it. */
function waitOf(
  recent: readonly number[],
  { calls, left = 0, windowMs }: Limit,
  now: number,
  isAnswer: boolean,
): number {
  const oldest = recent[recent.length - (isAnswer ? calls : calls - left)];
  return oldest === undefined ? 0 : Math.max(0, oldest + windowMs - now);
}
