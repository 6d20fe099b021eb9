import type { InboxCount } from '../../core/inbox.ts';
import type { Store } from '../../ports/store.ts';
import { type Diagnosis, doubtful, well } from './diagnosis.ts';

/** What verified senders brought and nobody can read yet: kept, and counted here. Accounts that nobody has configured are named. */
export async function checkInbox(
  store: Pick<Store, 'countUnread'>,
  accountsFile: string,
): Promise<Diagnosis[]> {
  const counts = await store.countUnread();
  const strangers = counts.filter(({ why }) => why === 'unknown-account');
  const foreign = counts.filter(({ why }) => why === 'foreign-app');
  const others = Map.groupBy(
    counts.filter((one) => !strangers.includes(one) && !foreign.includes(one)),
    ({ source, account, municipality }) => JSON.stringify([source, account, municipality]),
  );
  const found = [
    ...strangers.map(({ source, account, count }) =>
      doubtful(
        'inbox',
        `${source} ${account}: nobody has configured this account; deliveries of it kept unread: ${count}`,
        `add the account to its municipality in ${accountsFile}, or end its subscription on the platform`,
      ),
    ),
    ...foreign.map(({ source, account, count }) =>
      doubtful(
        'inbox',
        `${source} ${account}: told of by an app that does not speak for it; deliveries kept unread and not believed: ${count}`,
        `let the app that ${accountsFile} names for its municipality (apps, or the installation's) subscribe to the account, and no other`,
      ),
    ),
    ...[...others.values()].flatMap(unreadOf),
  ];
  return found.length > 0 ? found : [well('inbox', 'nothing that was delivered stands unread')];
}

function unreadOf(counts: readonly InboxCount[]): Diagnosis[] {
  const [first] = counts;
  if (!first) return [];
  const kinds = counts.map(({ why, count }) => `${count} ${why}`).join(', ');
  const about = first.account === null ? first.source : `${first.source} ${first.account}`;
  const one = doubtful(
    'inbox',
    `${about}: kept as it came, but not read: ${kinds}`,
    'look at it on the platform; a later version may read it',
  );
  return [first.municipality === null ? one : { ...one, municipality: first.municipality }];
}
