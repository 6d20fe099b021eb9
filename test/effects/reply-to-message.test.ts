import { describe, expect, it } from 'vitest';
import type { Performance } from '../../src/effects/effect.ts';
import { replyToComment } from '../../src/effects/reply-to-comment.ts';
import type { Messaging } from '../../src/ports/platform.ts';
import { FakePlatform } from '../fakes/fake-platform.ts';
import { effect, type Given, NOW, situation, viewOf } from '../fakes/situations.ts';

const TEXT = 'Kontakta oss gärna med e-post.';
const at = (minutes: number) => NOW.add({ minutes });
const act = { by: 'Anna', at: at(-1).toString(), decision: 'd', commentVersion: 1, returnOn: null };

/** A reply on its way to whoever wrote a private message, on a platform that has sent `sent` before. */
function performance(sent: Awaited<ReturnType<Messaging['sent']>>, given: Given = {}) {
  const sending: Parameters<Messaging['send']>[] = [];
  const messages: Messaging = {
    send: async (...asked) => {
      sending.push(asked);
      return { externalId: 'm_9' };
    },
    replyTo: async () => ({ externalId: 'm_8' }),
    sent: async () => sent,
    list: async function* () {},
  };
  const on = situation({
    ...given,
    comment: { kind: 'message', conversation: '7100', ...given.comment },
    ticket: { reply: { ...act, followed: 0 }, ...given.ticket },
    effects: [{ id: 'the-sending', kind: 'reply-to-comment', state: 'started', attempts: 1 }],
  });
  const ledger = { municipality: 'filipstad', ticket: on.ticket.id, settling: false };
  const one = { ...effect({ id: 'the-sending', kind: 'reply-to-comment', attempts: 1 }, 1), ...ledger };
  const platform = Object.assign(new FakePlatform(), { messages });
  const store = { replyText: async () => TEXT } as unknown as Performance['store'];
  return { sending, given: { effect: one, view: viewOf(on), platform, store } as Performance };
}

describe('the reply to a private message', () => {
  it('goes to the person, under the name of its effect', async () => {
    const { given, sending } = performance([]);
    const outcome = await replyToComment.perform(given);
    expect(outcome).toMatchObject({ to: 'done', result: { how: 'performed', externalId: 'm_9' } });
    const to = { account: '1000', person: '7100' };
    expect(sending).toEqual([[to, { text: TEXT, name: 'the-sending', tagged: false }]]);
  });

  it('says that a human being gives it when it comes after a day', async () => {
    const window = { tagFrom: at(-5).toString(), until: at(600).toString() };
    const { given, sending } = performance([], { ticket: { window } });
    await replyToComment.perform(given);
    expect(sending[0]?.[1].tagged).toBe(true);
  });

  it.each([
    ['is found where it was sent after all', at(0), 'done'],
    ['is not the same words of last week, sent to the same person', at(-9999), 'unknown'],
  ] as const)('whose answer was lost %s', async (_, createdAt, to) => {
    const { given, sending } = performance([{ externalId: 'm_8', text: TEXT, createdAt }]);
    expect(await replyToComment.settle(given)).toMatchObject({ to });
    expect(sending).toEqual([]);
  });

  it('is nobody’s where the platform names no person', async () => {
    const { given } = performance([], { comment: { conversation: null } });
    await expect(replyToComment.perform(given)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
