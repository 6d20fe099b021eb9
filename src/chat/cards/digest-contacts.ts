import type { Contact, Digest } from '../../core/digest.ts';
import { platformTitle } from '../../core/platform.ts';
import type { Policy } from '../../core/policy.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { shownName } from './names.ts';
import { troubleLines } from './standing-lines.ts';

const CALM = { color: 'default', weight: 'default' };
const LOUD = { color: 'attention', weight: 'bolder' };

/** Of each account when it was last reached, by whom, and what its platform says is wrong with it. */
export const contactLines = (cards: Cards, policy: Policy, digest: Digest): object[] =>
  digest.contacts.flatMap((contact) => linesOf(cards, policy, digest, contact));

function linesOf(cards: Cards, { responsible }: Policy, { contacts, now }: Digest, contact: Contact) {
  const platform = platformTitle(contact.platform);
  const isAlone = contacts.filter((other) => other.platform === contact.platform).length === 1;
  const account = shownName(contact.account) ?? '';
  const where = isAlone ? platform : cards.say('digest.account', { platform, account });
  const at = contact.lastAt === null ? '' : momentOf(cards, contact.lastAt, now);
  const fill = { where, at, it: responsible.it };
  const troubles = troubleLines(cards, { ...contact, name: contact.account }, now);
  return [
    {
      text: [cards.say(saidOf(contact), fill), ...lastOf(cards, contact, now)].join(' '),
      ...toneOf(contact),
    },
    ...(contact.isListed ? [] : [{ text: cards.say('digest.contact.unlisted', fill), ...LOUD }]),
    ...troubles.map((what) => ({ text: cards.say('digest.trouble', { ...fill, what }), ...LOUD })),
  ];
}

const toneOf = ({ alive }: Contact) => (alive === false ? LOUD : CALM);

function saidOf({ alive, lastAt }: Contact): string {
  if (alive === false) return lastAt === null ? 'digest.contact.never' : 'digest.contact.broken';
  if (lastAt === null) return 'digest.contact.none';
  return alive ? 'digest.contact.alive' : 'digest.contact.last';
}

/** Where it is known, when the platform last sent something and when we last read what stands there. */
function lastOf(cards: Cards, { webhookAt, listedAt }: Contact, now: Temporal.Instant): string[] {
  return [
    ...(webhookAt ? [cards.say('digest.contact.webhook', { at: momentOf(cards, webhookAt, now) })] : []),
    ...(listedAt ? [cards.say('digest.contact.listed', { at: momentOf(cards, listedAt, now) })] : []),
  ];
}
