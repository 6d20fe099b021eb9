import type { GraphSimulator } from '../../src/local/graph/server.ts';
import { personOn } from '../../src/local/graph/state.ts';
import { sign } from '../../src/platforms/signature.ts';
import type { BotProcess } from '../chaos/bot-process.ts';
import type { FakeConnector } from '../fakes/fake-connector.ts';
import { messageActivity, pressActivity } from '../fakes/teams-activities.ts';
import { META_SECRET, SECRET } from './environment.ts';
import { type Press, STAFF } from './town.ts';

/** The municipality's channel in the fake Teams. */
export const channelOf = (municipality: string): string => `19:${municipality}@thread.tacv2`;

/** A comment as `POST /api/comments` takes it, as far as the page needs it. */
export interface Wire {
  readonly account: string;
  readonly externalId: string;
  readonly postId: string;
  readonly parentId?: string;
  readonly author: { readonly name?: string };
  readonly text: string;
  readonly createdAt: string;
}

/** The comment stands on the page too, so that it can be answered and removed there. */
export function keepOnFacebook(graph: GraphSimulator, comment: Wire): void {
  const { account: page, externalId: id, postId: post, text: message, createdAt } = comment;
  if (comment.parentId !== undefined) return;
  graph.state.comments.push({
    ...{ id, page, post, parent: null, author: personOn(page, comment.author.name ?? ''), anonymous: false },
    ...{ message, photo: null, createdAt, hidden: false },
  });
}

/** What reaches the bots from outside, now at the one, now at the other. */
export function handsOn(bots: readonly BotProcess[], connector: FakeConnector) {
  let turns = 0;
  const send = async (path: string, body: string, headers: Record<string, string>): Promise<Response> => {
    turns += 1;
    const url = `${bots[turns % bots.length]?.url}${path}`;
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(15_000) });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}: ${await response.text()}`);
    return response;
  };
  const say = async (activity: Record<string, unknown>): Promise<void> => {
    const response = await send('/api/messages', JSON.stringify(activity), await connector.headers());
    await response.body?.cancel();
  };
  const personOf = (id: string) => ({ id: `29:${id}`, name: `Person ${id.slice(0, 2)}`, aadObjectId: id });
  const where = { serviceUrl: connector.url, appId: connector.appId };
  return {
    bind: async () => {
      for (const [municipality, { lead }] of Object.entries(STAFF)) {
        const conversation = channelOf(municipality);
        const text = `koppla ${municipality}`;
        await say(messageActivity({ ...where, from: personOf(lead), text, conversation }));
      }
    },
    deliver: async (comments: readonly object[]) => {
      const body = JSON.stringify(comments);
      const signature = sign(SECRET, Buffer.from(body));
      const response = await send('/api/comments', body, { 'x-kommentarsvakten-signature': signature });
      await response.body?.cancel();
    },
    tell: async (webhook: object) => {
      const body = JSON.stringify(webhook);
      const signature = sign(META_SECRET, Buffer.from(body));
      const response = await send('/webhooks/facebook', body, { 'x-hub-signature-256': signature });
      await response.body?.cancel();
    },
    press: async ({ municipality, ticket, version, verb, inputs, by }: Press, messageId: string) => {
      const data = { verb, ticket, version, ...inputs };
      const conversation = channelOf(municipality);
      await say(pressActivity({ ...where, from: personOf(by), conversation, messageId, data }));
    },
  };
}
