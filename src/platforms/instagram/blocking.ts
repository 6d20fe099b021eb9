import { type Platform, PlatformError } from '../../ports/platform.ts';
import { Done, done } from '../meta/answers.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';

/**
 * Blocking goes through the messages that the Page sees: only somebody with whom there is a thread can be blocked so, and
 * nobody can ask who is. Whether it also stops comments is confirmed nowhere.
 * Source: developers.facebook.com/docs/graph-api/reference/page/moderate_conversations.
 */
export const blockingOf = (
  graph: GraphConnection,
  pageOf: (account: string) => string,
): Pick<Platform, 'block' | 'unblock' | 'isBlocked'> => ({
  block: async (account, authorId) =>
    moderate(graph, { account, page: pageOf(account), authorId }, 'block_user'),
  unblock: async (account, authorId) =>
    moderate(graph, { account, page: pageOf(account), authorId }, 'unblock_user'),
  isBlocked: async (account) => {
    throw new PlatformError('unsupported', `Instagram does not say whom account ${account} has blocked`);
  },
});

/** @throws PlatformError `unsupported` where Graph refuses the person: a person must do it in the app */
async function moderate(
  graph: GraphConnection,
  { account, page, authorId }: { account: string; page: string; authorId: string },
  action: 'block_user' | 'unblock_user',
): Promise<void> {
  const form = { user_ids: JSON.stringify([{ id: authorId }]), actions: JSON.stringify([action]) };
  const path = [page, 'moderate_conversations'];
  try {
    done(await callGraph(graph, { account, method: 'POST', path, form, answer: Done }));
  } catch (cause) {
    const isRefused =
      cause instanceof PlatformError && (cause.code === 'rejected' || cause.code === 'not-found');
    if (!isRefused) throw cause;
    const message = `Instagram refused ${action}: perhaps there is no thread with the person`;
    throw new PlatformError('unsupported', message, { cause });
  }
}
