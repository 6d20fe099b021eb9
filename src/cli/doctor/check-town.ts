import { staffIn } from '../../app/people.ts';
import type { Cards } from '../../chat/cards/load-cards.ts';
import type { Reading } from '../../config/config.ts';
import { closingTime, instantOf, isWorkingDay, localDay, nextWorkingDay } from '../../core/calendar.ts';
import type { Clock } from '../../core/clock.ts';
import type { Policy } from '../../core/policy.ts';
import type { Store } from '../../ports/store.ts';
import { MAIN_CHANNEL } from '../../ports/tenants.ts';
import { checkKeeping } from './check-keeping.ts';
import { type Diagnosis, doubtful, ill, well } from './diagnosis.ts';

/** One municipality, and what is needed to look at it. `cards` are those of its language. */
export interface Town {
  readonly reading: Pick<Reading, 'settings' | 'accounts'>;
  readonly policy: Policy;
  readonly cards: Cards;
  readonly now: Temporal.Instant;
}

/** Its people, its day and how long it keeps what comes in: what needs no store. */
export function checkOffice({ reading, policy: { municipality, clock }, now }: Town): Diagnosis[] {
  const { duty, rota } = staffIn(reading, () => now)(municipality);
  const add = (key: string) => `add ${key} to ${municipality} in ${reading.settings.ACCOUNTS_FILE}`;
  const found = [
    well('hours', hoursOn(localDay(now), clock)),
    duty === null
      ? doubtful('duty', 'nobody is alerted outside office hours', add('duty: <Entra object id>'))
      : well('duty', 'one person is alerted outside office hours'),
    rota.length === 0
      ? doubtful('rota', 'nobody is appointed to see to unclaimed cards', add('rota: [<Entra object id>]'))
      : well('rota', `${rota.length} in turn see to unclaimed cards`),
    ...(reading.accounts[municipality]?.accounts ?? []).map(checkKeeping),
  ];
  return found.map((one) => ({ ...one, municipality }));
}

/** Its channel and its accounts, as the store knows them. */
export async function checkTown(
  town: Town,
  store: Pick<Store, 'channels' | 'contacts'>,
): Promise<Diagnosis[]> {
  const { municipality } = town.policy;
  const bound = (await store.channels()).filter((channel) => channel.municipality === municipality);
  const found = [
    ...checkBinding(
      town,
      bound.map(({ name }) => name),
    ),
    ...(await checkAccounts(town, store)),
  ];
  return found.map((one) => ({ ...one, municipality }));
}

/** Its main channel, and those that its accounts name. */
function checkBinding({ reading, policy, cards }: Town, bound: readonly string[]): Diagnosis[] {
  const { municipality } = policy;
  const cure = (...name: string[]) =>
    `a lead writes "@Kommentarsvakten ${[cards.say('command.words.bind'), municipality, ...name].join(' ')}" in the channel`;
  const accounts = reading.accounts[municipality]?.accounts ?? [];
  const lacking = Map.groupBy(
    accounts.filter(({ channel = MAIN_CHANNEL }) => !bound.includes(channel)),
    ({ channel = MAIN_CHANNEL }) => channel,
  );
  lacking.delete(MAIN_CHANNEL);
  return [
    bound.includes(MAIN_CHANNEL)
      ? well('binding', 'a channel is bound to it')
      : ill('binding', 'no channel is bound to it: its cards and digests go nowhere', cure()),
    ...[...lacking].map(([name, list]) => {
      const whose = list.map(({ platform, account }) => `${platform} ${account}`).join(', ');
      return doubtful(
        'binding',
        `no channel is bound to it as ${name}: the cards of ${whose} go to its main channel`,
        cure(name),
      );
    }),
  ];
}

async function checkAccounts(town: Town, store: Pick<Store, 'contacts'>): Promise<Diagnosis[]> {
  const { municipality } = town.policy;
  const configured = town.reading.accounts[municipality]?.accounts ?? [];
  const known = await store.contacts(municipality);
  return configured.flatMap(({ platform, account, token }) => {
    const row = known.find((one) => one.platform === platform && one.account === account);
    const name = `${platform} ${account}`;
    if (!row)
      return [ill('contact', `${name}: the bot has not been started since it was added`, 'start the bot')];
    return [
      ...(row.trial ? [inTrial(name, account, town.cards)] : []),
      contact(town, name, row, token.slice('env:'.length)),
    ];
  });
}

const inTrial = (name: string, account: string, cards: Cards): Diagnosis =>
  doubtful(
    'trial',
    `${name}: in trial mode, nothing is changed on the platform`,
    `a lead writes "@Kommentarsvakten ${cards.say('command.words.trial')} ${cards.say('command.words.off')} ${account}" in the channel`,
  );

type ContactRow = Awaited<ReturnType<Store['contacts']>>[number];

/** Every digest asks the platform. A contact is too old when a whole working day has passed after its day. */
function contact(
  { policy: { clock }, cards, now }: Town,
  name: string,
  { lastAt, webhookAt, listedAt, isListed }: ContactRow,
  token: string,
): Diagnosis {
  const cure = `write "@Kommentarsvakten ${cards.say('command.words.summary')}" in the channel, which asks the platform anew; if that is in vain, see that ${token} still holds and that this machine reaches the platform`;
  if (!lastAt) return ill('contact', `${name}: no contact yet`, cure);
  const next = nextWorkingDay(localDay(lastAt), clock);
  const seconds = (at: Temporal.Instant | null) => at?.round('second') ?? 'never';
  const says = `${name}: last contact ${seconds(lastAt)}, last webhook ${seconds(webhookAt)}, last listed ${seconds(listedAt)}`;
  if (!isListed) return ill('contact', `${says}: what stands there cannot be listed`, cure);
  const isOld = Temporal.Instant.compare(now, instantOf(next, closingTime(next, clock))) > 0;
  return isOld ? ill('contact', `${says}, more than a working day ago`, cure) : well('contact', says);
}

function hoursOn(day: Temporal.PlainDate, clock: Clock): string {
  const isOpen = isWorkingDay(day, clock);
  const open = isOpen ? day : nextWorkingDay(day, clock);
  const hours = `open ${clock.opens} to ${closingTime(open, clock)}, digest at ${clock.digest}`;
  return isOpen ? `today, ${day}: ${hours}` : `today, ${day}, is no working day; ${open}: ${hours}`;
}
