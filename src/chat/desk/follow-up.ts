import { namedMunicipality } from '../../ask/named-municipality.ts';
import type { Said } from '../../ports/chat.ts';
import { fold } from '../../text/fold.ts';
import { wordsOf } from '../../text/words.ts';
import type { DeskParts } from './desk.ts';

/** As long as a question can be gone on with. */
const WITHIN = { minutes: 10 };
/** So many people's last questions are held, in this process alone: after a restart one asks in full. */
const MOST_HELD = 500;
/**
 * Makes a whole question of one that only names a municipality ("och i Eslöv?"), by what the same person asked in the same
 * conversation within ten minutes: the same, of that municipality. All else is as it was said.
 */
export function createFollowUp({
  policies,
  clock,
  cards,
}: Pick<DeskParts, 'policies' | 'clock' | 'cards'>): (said: Said) => Said {
  /** What stands around the name in "och hur är det i Eslöv då?", in either language. */
  const around = new Set(Object.values(cards).flatMap((words) => words.say('ask.goes-on').split(' ')));
  const held = new Map<string, { readonly text: string; readonly at: Temporal.Instant }>();
  const withoutName = (text: string): { text: string; name: string | null } => {
    const named = namedMunicipality(text, policies);
    return named.kind === 'known'
      ? { text: fold(text).text.replace(named.matched, ' '), name: named.policy.shortName }
      : { text, name: null };
  };
  return (said) => {
    const now = clock.now();
    const key = `${said.conversation.id} ${said.by.id}`;
    const before = held.get(key);
    const { text, name } = withoutName(said.text);
    const goesOn =
      name !== null &&
      before !== undefined &&
      Temporal.Instant.compare(before.at.add(WITHIN), now) > 0 &&
      wordsOf(text).every((word) => around.has(word));
    const whole = goesOn
      ? `${name}: ${withoutName(before.text)
          .text.replace(/^\s*:\s*/u, '')
          .trim()}`
      : said.text;
    held.delete(key);
    held.set(key, { text: whole, at: now });
    const [oldest] = held.keys();
    if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
    return { ...said, text: whole };
  };
}
