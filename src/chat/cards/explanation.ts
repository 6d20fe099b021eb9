import { localDay } from '../../core/calendar.ts';
import type { Found } from '../../core/find.ts';
import type { Policy } from '../../core/policy.ts';
import { filledText, removalWords } from '../../core/reply-text.ts';
import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';

/** The reply form's name when it is filled in with why a comment was removed. */
export const EXPLANATION = 'removed';

/** What of a comment the text says: when it was written, and what whoever turns to the municipality names. */
interface About {
  readonly at: Temporal.Instant;
  /** The diary number, else the register's own reference; null where it has neither. */
  readonly registration: string | null;
  readonly number: number | undefined;
}

/**
 * What the author of a removed comment is told: rule, quote, reason, whom to turn to, reference; in the municipality's own
 * template where it has one for `removed`. The reason about what may be secret is left for the sender to write.
 */
export function explanationText(cards: Cards, policy: Policy, removed: Found): string {
  const { ticket, reason, display, rule, quote } = removed;
  const words = removalWords(rule ?? '', quote ?? '', display === 'secret' ? null : reason);
  return filledText(templateOf(cards, policy, { ...removed, number: ticket?.number }), words);
}

/**
 * The same, to be sent with the removal: rule, quote and reason are chosen and written beside it, and stand there by their
 * names until then.
 */
export function removalText(cards: Cards, { policy, comment, registrations, number }: TicketView): string {
  const entry = registrations.findLast(({ state }) => state !== 'returned');
  const registration = entry ? (entry.number ?? entry.reference) : null;
  return templateOf(cards, policy, { at: comment.createdAt, registration, number });
}

/** The template, with everything but the removal's own words. */
function templateOf(cards: Cards, policy: Policy, { at, registration, number }: About): string {
  const own = policy.templates.find((template) => template.for.includes('removed'));
  const { registrar } = policy.responsible;
  const contact = cards.say('removed.contact', { registrar, municipality: policy.name });
  return filledText(own?.text ?? cards.say('removed.reply'), {
    ...{ kontakt: contact, ...policy.contacts },
    datum: localDay(at).toLocaleString(cards.locale, { day: 'numeric', month: 'long', year: 'numeric' }),
    referens: registration ?? cards.say('removed.number', { number: number ?? '' }),
  });
}
