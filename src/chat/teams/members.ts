import { z } from 'zod';
import type { ChatPerson, Conversation } from '../../ports/chat.ts';
import type { Call } from './calls.ts';
import { createRecentMap } from './recent-map.ts';
import { isInsider, Member } from './roster.ts';

/**
 * A page of the roster. Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context, fetch the roster.
 */
const Page = z.looseObject({ members: z.array(z.unknown()), continuationToken: z.string().nullish() });

const PAGE_SIZE = 500;
/** Larger teams are read so far: nobody scrolls through more names. */
const MOST_PAGES = 4;
const REMEMBERED_ROSTERS = 200;
const KNOWN_FOR_MS = 5 * 60_000;
const LOOKUP_TIMEOUT_MS = 3_000;

/** Who is in the conversation, by name; guests and people of other tenants are left out. Empty when it cannot be read just now. */
export type MembersOf = (conversation: Conversation) => Promise<readonly ChatPerson[]>;

/** Reads rosters, each at most once in five minutes; one that could not be read is asked for anew. */
export function createMembersOf(call: Call, nowMs: () => number): MembersOf {
  const seen = createRecentMap<{ people: Promise<readonly ChatPerson[]>; until: number }>(REMEMBERED_ROSTERS);
  return (conversation) => {
    const key = `${conversation.tenant}|${conversation.id}`;
    const known = seen.get(key);
    if (known !== undefined && nowMs() < known.until) return known.people;
    const entry = { people: Promise.resolve<readonly ChatPerson[]>([]), until: nowMs() + KNOWN_FOR_MS };
    entry.people = readAll(call, conversation).catch(() => {
      entry.until = 0;
      return [];
    });
    seen.set(key, entry);
    return entry.people;
  };
}

/** @throws ChatError, ZodError when what came is no roster */
async function readAll(call: Call, conversation: Conversation): Promise<readonly ChatPerson[]> {
  const people: ChatPerson[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await call(
      'roster',
      conversation,
      (connector, options) =>
        connector.conversations.getConversationPagedMembers(conversation.id, {
          ...options,
          pageSize: PAGE_SIZE,
          ...(token !== undefined && { continuationToken: token }),
        }),
      { timeoutMs: LOOKUP_TIMEOUT_MS, paced: 'no' },
    );
    const { members, continuationToken } = Page.parse(answer);
    people.push(...members.flatMap((member) => personOf(member, conversation)));
    if (!continuationToken) break;
    token = continuationToken;
  }
  return people.toSorted((a, b) => a.name.localeCompare(b.name, 'sv'));
}

/** None for what is no member, and for those who do not belong to the team's own tenant. */
function personOf(given: unknown, conversation: Conversation): ChatPerson[] {
  const { data } = Member.safeParse(given);
  const id = data?.aadObjectId ?? data?.objectId;
  if (!data || !id || !isInsider(data, conversation)) return [];
  return [{ id, name: data.name ?? '', guest: false }];
}
