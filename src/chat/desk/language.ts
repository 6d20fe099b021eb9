import type { Said } from '../../ports/chat.ts';
import type { Cards, Locale } from '../cards/load-cards.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

/** Keeps the language in which a person alone is answered, and says so in it; `chosen` null: says which it is. */
export type Language = (said: Said, chosen: Locale | null, belonging: Belonging) => Promise<string>;

/** Only in their own chat, where nobody else reads. It is kept with the municipalities that the person works for. */
export function createLanguage({ store, cards, languageOf }: DeskParts): Language {
  return async ({ conversation, kind, by }, chosen, belonging) => {
    const before = await languageOf(by.id);
    if (kind !== 'personal') {
      const bound = await belonging.boundTo(conversation);
      return cards[bound?.language ?? 'sv'].say('language.elsewhere');
    }
    const theirs = by.guest ? [] : [...new Set([...(await belonging.of(by)), ...belonging.asRegistrar(by)])];
    const words: Cards = cards[chosen ?? before ?? theirs[0]?.language ?? 'sv'];
    if (theirs.length === 0) return words.say('language.nowhere');
    if (chosen === null) return words.say('language.now');
    for (const { municipality } of theirs) await store.chooseLanguage(municipality, by, chosen);
    return words.say('language.chosen');
  };
}
