// The floor of a webhook: a server that verifies it and keeps it, as the bot does, and does nothing else.
import type { AddressInfo } from 'node:net';
import { openStore } from '../../src/app/open-store.ts';
import { systemClock } from '../../src/app/system-clock.ts';
import { readStoreSettings } from '../../src/config/config.ts';
import { closeHttp } from '../../src/http/close-http.ts';
import { createHttp } from '../../src/http/create-http.ts';
import { createInbox } from '../../src/platforms/inbox.ts';
import { metaRoutes } from '../../src/platforms/meta/routes.ts';
import { answerQuestions } from './child.ts';
import { SECRETS } from './secrets.ts';

await using opened = new AsyncDisposableStack();
const { store } = await openStore(readStoreSettings(), opened);
const fail = (error: unknown) => {
  throw error;
};
const inbox = createInbox({
  store,
  clock: systemClock,
  wake: () => undefined,
  municipalityOf: () => undefined,
  appOf: () => null,
  onUnread: () => undefined,
  onError: fail,
});
const server = createHttp({
  routes: metaRoutes('/webhooks/facebook', SECRETS, (body) => inbox.keep('facebook', body, null)),
  onError: (_, error) => fail(error),
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const running = opened.move();
answerQuestions(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {}, async () => {
  await closeHttp(server);
  await running.disposeAsync();
});
