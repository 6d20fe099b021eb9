import { z } from 'zod';
import type { ChatPerson, Conversation } from '../../ports.ts';
import { conversationOf, type InboundActivity } from './activity.ts';
import type { Call } from './calls.ts';
import { createRecentMap } from './recent-map.ts';

/** A member as the connector's roster gives it. */
const Member = z.looseObject({
  name: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});

const REMEMBERED_PEOPLE = 5_000;
const KNOWN_FOR_MS = 5 * 60_000;
/** A roster that cannot be read is asked again sooner, but not by every press. */
const UNKNOWN_FOR_MS = 15_000;
const LOOKUP_TIMEOUT_MS = 3_000;

interface Found {
  readonly guest: boolean;
  readonly name: string | null;
}

/** Who sent the activity. A guest, someone of another tenant, or someone the roster cannot vouch for, is a guest. */
export type WhoIs = (activity: InboundActivity) => Promise<ChatPerson>;

/** Roster lookups, at most one per person, tenant and five minutes. @param trustUnknown only for `insecureLocal` */
export function createWhoIs(call: Call, nowMs: () => number, trustUnknown: boolean): WhoIs {
  const seen = createRecentMap<{ found: Promise<Found>; until: number }>(REMEMBERED_PEOPLE);
  const find = (activity: InboundActivity, personId: string): Promise<Found> => {
    const conversation = conversationOf(activity);
    const key = `${conversation.tenant}|${personId}`;
    const known = seen.get(key);
    if (known !== undefined && nowMs() < known.until) return known.found;
    const unknown: Found = { guest: !trustUnknown, name: null };
    const entry = { found: Promise.resolve(unknown), until: nowMs() + KNOWN_FOR_MS };
    entry.found = lookUp(call, conversation, activity.from.id).catch(() => {
      entry.until = nowMs() + UNKNOWN_FOR_MS;
      return unknown;
    });
    seen.set(key, entry);
    return entry.found;
  };
  return async (activity) => {
    const { id, name, aadObjectId } = activity.from;
    if (typeof aadObjectId !== 'string' || aadObjectId === '') return { id, name: name ?? '', guest: true };
    const found = await find(activity, aadObjectId);
    // Teams names the sender; the Playground leaves that to the roster.
    return { id: aadObjectId, name: name || found.name || '', guest: found.guest };
  };
}

async function lookUp(call: Call, conversation: Conversation, accountId: string): Promise<Found> {
  const answer = await call(
    'roster',
    conversation,
    (connector, options) =>
      connector.conversations.getConversationMember(conversation.id, accountId, options),
    { timeoutMs: LOOKUP_TIMEOUT_MS, paced: 'no' },
  );
  const { name, tenantId, userRole } = Member.parse(answer);
  const foreign = typeof tenantId === 'string' && tenantId !== '' && tenantId !== conversation.tenant;
  const outsider = userRole?.toLowerCase() === 'guest' || userRole?.toLowerCase() === 'anonymous';
  return { guest: foreign || outsider, name: name ?? null };
}
