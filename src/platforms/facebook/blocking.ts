import { type Platform, PlatformError } from '../../ports/platform.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';
import { Blocked, BlockedList, Done } from './answers.ts';

/** @throws PlatformError when Graph answered that it did nothing */
export function done(answer: { success: boolean }): void {
  if (!answer.success) throw new PlatformError('rejected', 'Graph answered that it was not done');
}

/** The Page's list of the people whom it has blocked. Source: developers.facebook.com/docs/graph-api/reference/page/blocked. */
export const blockingOf = (graph: GraphConnection): Pick<Platform, 'block' | 'unblock' | 'isBlocked'> => ({
  block: async (account, authorId) => {
    const call = { account, method: 'POST', path: [account, 'blocked'], form: { user: authorId } } as const;
    const answer = await callGraph(graph, { ...call, answer: Blocked });
    done({ success: answer[authorId] ?? answer['success'] ?? false });
  },
  unblock: async (account, authorId) => {
    const call = {
      account,
      method: 'DELETE',
      path: [account, 'blocked'],
      query: { user: authorId },
    } as const;
    done(await callGraph(graph, { ...call, answer: Done }));
  },
  isBlocked: async (account, authorId) => {
    const call = { account, method: 'GET', path: [account, 'blocked'], query: { user: authorId } } as const;
    const { data } = await callGraph(graph, { ...call, answer: BlockedList });
    return data.some((person) => person.id === authorId);
  },
});
