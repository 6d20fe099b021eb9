import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { safeText } from './safe-text.ts';

/** What stands of the ticket in the register: secured and registered are different words. */
export function registerSentences(cards: Cards, view: TicketView): string[] {
  const { registrations, policy, handoverTroubles } = view;
  const troublesOf = (entry: string) =>
    new Set(handoverTroubles.flatMap(({ reference, state }) => (reference === entry ? [state] : [])))
      .values()
      .toArray();
  return registrations.flatMap(({ state, reference, number, subject, provision, outcome }) => {
    const named = { reference, number: safeText(number ?? ''), subject: safeText(subject) };
    const text = policy.provisions.find(({ id }) => id === provision)?.text;
    return [
      cards.say(`register.${state}`, named),
      ...(text === undefined ? [] : [cards.say('register.confirmed', { reference, provision: text })]),
      ...troublesOf(reference).map((trouble) => cards.say(`register.handover.${trouble}`, { reference })),
      ...(outcome === null ? [] : [cards.say(`register.${outcome}`, { reference })]),
    ];
  });
}
