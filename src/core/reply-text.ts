import type { PolicyFile, ReplyTemplate } from './policy.ts';

/** A template that holds this brace says when the real answer comes: its form asks for the day. */
export const RETURN_DAY = '{dag}';
/** What only the one who answers can write. */
const ANSWER = '{svar}';

const PLACEHOLDER = /\{([^{}]+)\}/gu;
/** Where one sentence ends and another begins: not within 08.00–16.00. */
const BETWEEN_SENTENCES = /(?<=[.!?])\s+(?=\p{Lu})/u;

/**
 * A template as the form proposes it: the municipality's own contacts filled in, every other brace left for the sender.
 * Nobody has time to look up a number for what is urgent, so there a sentence that lacks a contact is left out instead.
 */
export function proposedText(template: ReplyTemplate, contacts: PolicyFile['contacts']): string {
  const text = filledText(template.text, contacts);
  if (!template.for.includes('urgent')) return text;
  const whole = text.split(BETWEEN_SENTENCES).filter((sentence) => braces(sentence).every(isForSender));
  return whole.length === 0 ? text : whole.join(' ');
}

/** A text with what is known filled in; every other brace is left for the sender. */
export const filledText = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replaceAll(PLACEHOLDER, (brace, name: string) => known[name] ?? brace);

/**
 * What of a removal a text to its author tells, by the names in templates. A quote stands on one line without its last full
 * stop: the sentence that it stands in has one of its own. `reason`: null where the sender must write it.
 */
export const removalWords = (
  rule: string,
  quote: string,
  reason: string | null,
): Readonly<Record<string, string>> => ({
  regel: rule,
  citat: quote.replace(/\s+/gu, ' ').replace(/\.$/u, ''),
  ...(reason !== null && { orsak: /[.!?…]$/u.test(reason) ? reason : `${reason}.` }),
});

/** The names in a template for which `contacts` should have a value and has none. */
export const missingContacts = (
  { text, for: purposes }: ReplyTemplate,
  contacts: PolicyFile['contacts'],
): string[] => [
  ...new Set(
    braces(text)
      .filter((brace) => !isForSender(brace) && !isKnown(brace, purposes))
      .map((brace) => brace.slice(1, -1))
      .filter((name) => contacts[name] === undefined),
  ),
];

/** How long a reply is to a platform that counts in bytes of UTF-8, where å, ä and ö are two each, or in characters. */
export const replyLength = (text: string, countedIn: 'bytes' | undefined): number =>
  countedIn === 'bytes' ? new TextEncoder().encode(text).length : text.length;

const braces = (text: string): string[] => text.match(PLACEHOLDER) ?? [];

const isForSender = (brace: string): boolean => brace === ANSWER || brace === RETURN_DAY;

/** Is it filled in from what the template speaks of? */
const isKnown = (brace: string, purposes: ReplyTemplate['for']): boolean =>
  (purposes.includes('removed') && OF_REMOVAL.includes(brace)) ||
  (brace === '{nummer}' && purposes.some((one) => one.startsWith('report')));

/** What is filled in of a removal, where a template tells its author why. */
const OF_REMOVAL = ['{datum}', '{regel}', '{citat}', '{orsak}', '{kontakt}', '{referens}'];
