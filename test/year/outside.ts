import type { Chat, Conversation } from '../../src/ports/chat.ts';
import type { Platform } from '../../src/ports/platform.ts';
import { isDigest } from './posted-in.ts';
import type { Posted } from './town.ts';

/** Teams as a list of what was said, with the instant of the simulated clock; a line's `ticket` is its card's message. */
export function recordTeams(nowMs: () => number): { chat: Chat; posted: Posted[] } {
  const posted: Posted[] = [];
  let messages = 0;
  const soon = () => new Promise<void>((resolve) => setImmediate(resolve));
  const chat: Chat = {
    post: async ({ id: municipality }, { card, summary }) => {
      await soon();
      messages += 1;
      if (isDigest(summary)) {
        const text = JSON.stringify(card);
        posted.push({ atMs: nowMs(), municipality, what: 'digest', ticket: null, text, mention: null });
      }
      return { messageId: String(messages) };
    },
    update: soon,
    say: async ({ id: municipality }: Conversation, under, text, mention) => {
      await soon();
      if (under === null) return;
      posted.push({
        atMs: nowMs(),
        municipality,
        what: 'line',
        ticket: under,
        text,
        mention: mention ?? null,
      });
    },
    personal: async (via, person) => ({ ...via, id: `personal:${person}` }),
  };
  return { chat, posted };
}

/** Facebook as it should be: whatever is asked of it happens. */
export function obligingPlatform(texts: ReadonlyMap<string, string>): Platform {
  const hidden = new Set<string>();
  const gone = new Set<string>();
  let replies = 0;
  const usual = { canHide: true, canRemove: true, authorId: null, permalink: null, attachments: [] };
  return {
    name: 'facebook',
    hide: async ({ externalId }) => void hidden.add(externalId),
    unhide: async ({ externalId }) => void hidden.delete(externalId),
    delete: async ({ externalId }) => void gone.add(externalId),
    reply: async ({ externalId }) => {
      replies += 1;
      return { externalId: `${externalId}_r${replies}` };
    },
    block: async () => undefined,
    unblock: async () => undefined,
    isBlocked: async () => false,
    read: async ({ externalId }) =>
      gone.has(externalId)
        ? null
        : { ...usual, text: texts.get(externalId) ?? '', hidden: hidden.has(externalId) },
    ownReplies: async () => [],
    async *list() {
      yield [];
    },
    check: async () => undefined,
    standing: async () => ({ faults: [], ends: [], untold: [] }),
    fetchAttachment: async () => {
      throw new Error('No comment of the year has an attachment');
    },
  };
}
