import { z } from 'zod';
import type { ChatPerson, Conversation } from '../../ports/chat.ts';
import { conversationOf, type InboundActivity } from './activity.ts';
import type { Call } from './calls.ts';
import { createRecentMap } from './recent-map.ts';

/**
 * A member as the connector's roster gives it; what is no member vouches for nobody.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context, get a single member's details.
 */
export const Member = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  tenantId: z.string(),
  userRole: z.string(),
  /** The Entra object id, by one of its two names. */
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
});
type Member = z.infer<typeof Member>;

/** The roles of those who belong to the team's own tenant; guests and anonymous people have others. */
const INSIDERS = ['user', 'owner'];

/** Does the member belong to the conversation's own tenant? */
export const isInsider = ({ tenantId, userRole }: Member, { tenant }: Conversation): boolean =>
  tenantId === tenant && INSIDERS.includes(userRole.toLowerCase());

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
    entry.found = lookUp(call, conversation, { id: activity.from.id, personId }).catch(() => {
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

/** @throws ChatError, ZodError when the roster gave no member, or another than was asked for */
async function lookUp(
  call: Call,
  conversation: Conversation,
  who: { readonly id: string; readonly personId: string },
): Promise<Found> {
  const answer = await call(
    'roster',
    conversation,
    (connector, options) => connector.conversations.getConversationMember(conversation.id, who.id, options),
    { timeoutMs: LOOKUP_TIMEOUT_MS, paced: 'no' },
  );
  const member = Member.parse(answer);
  const { id, name, aadObjectId, objectId } = member;
  const person = aadObjectId ?? objectId ?? who.personId;
  const isThem = id === who.id && person.toLowerCase() === who.personId.toLowerCase();
  return { guest: !(isThem && isInsider(member, conversation)), name: isThem ? (name ?? null) : null };
}
