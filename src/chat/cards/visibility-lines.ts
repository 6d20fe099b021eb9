import type { Effect } from '../../core/effect.ts';
import { isAskedAbout } from '../../core/elsewhere.ts';
import { ruleOf } from '../../core/policy.ts';
import type { TicketView } from '../../core/view.ts';
import { seenBy } from './effect-text.ts';
import type { Line } from './lines.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { nameOf } from './names.ts';
import { platformOf } from './passages.ts';
import { plainSpaces } from './says.ts';

const line = (text: string): Line => ({ text, color: 'default', weight: 'default', problem: null });

/** What the platform shows when it is not the bot's doing. */
export function visibilityLines(cards: Cards, view: TicketView): Line[] {
  const { comment, effects } = view;
  // What became of a message its own lines say.
  if (comment.kind === 'message') return [];
  const ours = (kinds: readonly Effect['kind'][]) =>
    effects.some(({ kind, state }) => kinds.includes(kind) && state === 'done');
  const data = { platform: platformOf(view), seen: seenBy(cards, view) };
  if (comment.visibility === 'gone' && !ours(['delete-comment'])) return [line(cards.say('gone', data))];
  if (comment.visibility === 'hidden' && !ours(['hide-comment'])) return [line(cards.say('hidden', data))];
  return [];
}

/** Whether staff hid or removed it there: asked, or what they said. */
export function elsewhereLines(cards: Cards, view: TicketView): Line[] {
  const { elsewhere } = view.ticket;
  if (elsewhere === null) return [];
  const { change, word } = elsewhere;
  if (word === null)
    return isAskedAbout(view)
      ? [{ ...line(cards.say(`elsewhere.asked.${change}`)), color: 'attention', weight: 'bolder' }]
      : [];
  const rule = word.rule === null ? undefined : ruleOf(view.policy, word.rule);
  const fill = { name: nameOf(cards, view, word.by), at: momentOf(cards, word.at, view.now) };
  const cited = { platform: platformOf(view), rule: rule?.id ?? '', quote: plainSpaces(rule?.quote ?? '') };
  return [line(cards.say(`elsewhere.${word.what}.${change}`, { ...fill, ...cited }))];
}
