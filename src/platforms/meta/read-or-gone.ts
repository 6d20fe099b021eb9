import { PlatformError } from '../../ports/platform.ts';
import { Created } from './answers.ts';
import { callGraph, type GraphCall, type GraphConnection } from './call.ts';

/**
 * What a read finds; null when it is gone. Graph refuses what is gone in the same words as what may not be read (100/33):
 * only while the account itself can be read does that mean that it is gone.
 * @throws PlatformError `permission` when the account cannot be read either
 */
export async function readOrGone<T>(graph: GraphConnection, call: GraphCall<T>): Promise<T | null> {
  try {
    return await callGraph(graph, call);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const { account } = call;
  try {
    await callGraph(graph, {
      ...{ account, method: 'GET', path: [account], query: { fields: 'id' } },
      answer: Created,
    });
    return null;
  } catch (cause) {
    if (!isNotFound(cause)) throw cause;
    throw new PlatformError('permission', `account ${account} cannot be read with its token`, { cause });
  }
}

const isNotFound = (error: unknown): boolean => error instanceof PlatformError && error.code === 'not-found';
