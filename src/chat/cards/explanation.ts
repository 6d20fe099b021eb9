import { localDay } from '../../core/calendar.ts';
import type { Found } from '../../core/find.ts';
import type { Policy } from '../../core/policy.ts';
import { filledText } from '../../core/reply-text.ts';
import type { Cards } from './load-cards.ts';
import { plainSpaces } from './says.ts';

/** The reply form's name when it is filled in with why a comment was removed. */
export const EXPLANATION = 'removed';

/**
 * What the author of a removed comment is told: rule, quote, reason, whom to turn to, reference; in the municipality's own
 * template where it has one for `removed`. The reason about what may be secret is left for the sender to write.
 */
export function explanationText(cards: Cards, policy: Policy, removed: Found): string {
  const own = policy.templates.find((template) => template.for.includes('removed'));
  const { ticket, registration, reason, display, rule, quote, at } = removed;
  const number = cards.say('removed.number', { number: ticket?.number ?? '' });
  const { registrar } = policy.responsible;
  const contact = cards.say('removed.contact', { registrar, municipality: policy.name });
  return filledText(own?.text ?? cards.say('removed.reply'), {
    ...{ kontakt: contact, ...policy.contacts },
    datum: localDay(at).toLocaleString(cards.locale, { day: 'numeric', month: 'long', year: 'numeric' }),
    regel: rule ?? '',
    // The sentence that it stands in has a full stop of its own.
    citat: plainSpaces(quote ?? '').replace(/\.$/u, ''),
    ...(reason !== null && display !== 'secret' && { orsak: asSentence(reason) }),
    referens: registration ?? number,
  });
}

const asSentence = (reason: string): string => (/[.!?…]$/u.test(reason) ? reason : `${reason}.`);
