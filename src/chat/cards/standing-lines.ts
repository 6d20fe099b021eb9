import { localDay } from '../../core/calendar.ts';
import { type PlatformName, platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import { remindedOf, type Standing, type Trouble } from '../../core/standing.ts';
import type { Cards } from './load-cards.ts';
import { dateOf } from './moment.ts';
import { shownName } from './names.ts';

/** An account, and what its platform said of it last; null where it has not been asked. */
interface Told {
  readonly platform: PlatformName;
  readonly name: string;
  readonly standing: Standing | null;
}

/** What is wrong with an account or ends soon, a sentence each. */
export const troubleLines = (cards: Cards, { standing }: Told, now: Temporal.Instant): string[] =>
  standing === null ? [] : remindedOf(standing, now).map((trouble) => sentenceOf(cards, trouble, now));

/** What the lead hears in their own chat of the accounts that something is wrong with. */
export function warningText(
  cards: Cards,
  { responsible, shortName }: Policy,
  accounts: readonly Told[],
  now: Temporal.Instant,
): string {
  const lines = accounts.map((one) => {
    const account = shownName(one.name) ?? '';
    const where = cards.say('digest.account', { platform: platformTitle(one.platform), account });
    const what = troubleLines(cards, one, now).join(' ');
    return cards.say('standing.account', { where, what });
  });
  return [
    cards.say('standing.warning', { municipality: shortName }),
    ...lines,
    cards.say('standing.cure', { it: responsible.it }),
  ].join('\n\n');
}

function sentenceOf(cards: Cards, trouble: Trouble, now: Temporal.Instant): string {
  if (trouble.code !== 'ends')
    return cards.say(`standing.${trouble.code}`, { names: trouble.names.join(', ') });
  const { what, at } = trouble;
  const isOver = Temporal.Instant.compare(at, now) <= 0;
  return cards.say(`standing.${isOver ? 'ended' : 'ends'}.${what}`, { at: dateOf(cards, localDay(at)) });
}
