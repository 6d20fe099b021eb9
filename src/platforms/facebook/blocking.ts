import type { Platform } from '../../ports/platform.ts';
import { Done, done } from '../meta/answers.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';
import { Blocked, BlockedList } from './answers.ts';

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
