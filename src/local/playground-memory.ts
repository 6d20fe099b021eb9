import { type IncomingMessage, Server } from 'node:http';
import net from 'node:net';
import { Duplex } from 'node:stream';
import { frameOf, frameReader } from './web-socket-frames.ts';

// Loaded into the Agents Playground before its own code (node --import), whose pages otherwise show less than was said:
// it keeps what is said only until a first page is open; a page that is opened later, or loaded anew, has an empty
// channel; and one that is told of anything before it has loaded which channels there are gives up on it for good.
// So this listens as a page that is open from the start. A page that loads is let in when it has all it needs, and is
// first told what has been said until then, each message once and as it was edited last.

const STREAM = '/_ws_conversation/v1/conversations/stream';
/** What a page asks for first of all, just before the stream. A stream without it is one that has broken and goes on. */
const LOADS = /^GET \/_internal\/v1\/config$/u;
/** What a page says as soon as it knows the channels: that the bot was added to the personal chat, which it opens with. */
const HAS_LOADED = /^POST \/_debug\/conversation\/a(?::|%3A)[^/]*\/installation$/u;

/** What the Playground tells its pages. A post in a channel carries the id of the thread that begins with it. */
interface News {
  readonly action: 'createMessage' | 'updateMessage' | 'typing';
  readonly actionConversationId: string;
  readonly message?: { readonly messageId: string; readonly postConversationId?: string };
}

/** By message, in the order in which they were said. */
const said = new Map<string, News>();
const threads = new Set<string>();

function remember({ message, ...news }: News): void {
  if (!message) return;
  const before = said.get(message.messageId);
  if (before) said.set(message.messageId, { ...before, message: { ...before.message, ...message } });
  if (before || news.action !== 'createMessage') return;
  // What stands under a post that somebody wrote on a page is known to that page alone.
  const { actionConversationId: where } = news;
  if (where.includes(';messageid=') && !threads.has(where)) return;
  said.set(message.messageId, { ...news, message });
  if (message.postConversationId !== undefined) threads.add(message.postConversationId);
}

/** As the request of a browser's page. */
const OUR_PAGE = {
  method: 'GET',
  url: STREAM,
  headers: {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-version': '13',
  },
};

type Emit = (event: string | symbol, ...given: unknown[]) => boolean;

/** A page that waits to be let in to the stream. */
interface Page {
  readonly socket: Duplex;
  readonly letIn: () => void;
  /** Whether it has asked for what a page loads, which it may also do a moment after it asked for the stream. */
  loads: boolean;
}

/** A stream that nothing is loaded with goes on after so long, and one whose page never tells that it has loaded. */
const GOES_ON_MS = 2000;
const GIVES_UP_MS = 60_000;

/** Lets pages in when they have loaded, and tells them the news then. */
function createDoor(): { asks(page: Omit<Page, 'loads'>): void; loads(): void; hasLoaded(): void } {
  /** Pages that load and have not yet asked for the stream. */
  let early = 0;
  const waiting = new Set<Page>();
  const first = (loads: boolean) =>
    [...waiting].find((page) => page.loads === loads && !page.socket.destroyed);
  const goOn = (page: Page) => {
    if (waiting.delete(page) && !page.socket.destroyed) page.letIn();
  };
  return {
    asks: ({ socket, letIn }) => {
      const page = { socket, letIn, loads: early > 0 };
      if (page.loads) early -= 1;
      waiting.add(page);
      // Nothing comes from it before it is let in, but its end.
      socket.on('error', () => socket.destroy()).once('end', () => socket.destroy());
      socket.resume();
      setTimeout(() => !page.loads && goOn(page), GOES_ON_MS);
      setTimeout(() => goOn(page), GIVES_UP_MS);
    },
    loads: () => {
      const page = first(false);
      if (page) page.loads = true;
      else early += 1;
    },
    hasLoaded: () => {
      const page = first(true);
      if (!page) return;
      goOn(page);
      for (const news of said.values()) page.socket.write(frameOf(JSON.stringify(news)));
    },
  };
}

function listenTo(server: Server): void {
  const pass: Emit = server.emit.bind(server);
  const door = createDoor();
  const emit: Emit = (event, ...given) => {
    const { method, url = '' } = (given[0] ?? {}) as Partial<IncomingMessage>;
    if (event === 'upgrade' && url === STREAM) {
      door.asks({ socket: given[1] as Duplex, letIn: () => pass(event, ...given) });
      return true;
    }
    if (event === 'request' && LOADS.test(`${method} ${url}`)) door.loads();
    if (event === 'request' && HAS_LOADED.test(`${method} ${url}`)) door.hasLoaded();
    return pass(event, ...given);
  };
  Object.assign(server, { emit });

  const read = frameReader((text) => remember(JSON.parse(text) as News));
  const write = (chunk: Buffer, _: string, done: () => void) => {
    read(chunk);
    done();
  };
  pass('upgrade', OUR_PAGE, new Duplex({ read: () => undefined, write }), Buffer.alloc(0));
}

/** Once the Playground is ready for pages, which it is some time after it listens. */
function whenReady(server: Server): void {
  const added = (event: string) => {
    if (event !== 'upgrade') return;
    server.off('newListener', added);
    setImmediate(() => listenTo(server));
  };
  server.on('newListener', added);
}

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function listenAndRemember(this: net.Server, ...given: unknown[]) {
  if (this instanceof Server) whenReady(this);
  return Reflect.apply(listen, this, given) as net.Server;
};
