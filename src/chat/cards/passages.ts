import type { Evidence } from '../../core/finding.ts';
import { platformTitle } from '../../core/platform.ts';
import type { TicketView } from '../../core/view.ts';
import { cut, isBlank } from '../../text/characters.ts';
import type { Cards } from './load-cards.ts';
import { momentOf } from './moment.ts';
import { safeText, TEXT_LIMIT } from './safe-text.ts';

/** A stretch of text as TextRuns; `label` stands before it. */
export interface Passage {
  readonly label: string;
  readonly runs: readonly { readonly text: string; readonly marked: boolean }[];
}

/** What the examples taught stands on a clause, and each rule on its own: those of the likeliest rule are marked. */
const LEARNED = 'examples';

/** The comment's text with the words marked that a finding rests on; after an edit also what stood before. Each is cut to `limit` units. */
export function passagesOf(cards: Cards, view: TicketView, limit = TEXT_LIMIT): Passage[] {
  const { ticket, text, textBefore } = view;
  const evidence = ticket.screening.findings.flatMap((finding, rank) =>
    finding.evidence.filter(({ why }) => rank === 0 || why !== LEARNED),
  );
  const now = {
    label: textBefore === null ? '' : cards.say('edited.now'),
    runs: runsOf(cards, view, text, evidence, limit),
  };
  if (textBefore === null) return [now];
  return [{ label: cards.say('edited.before'), runs: runsOf(cards, view, textBefore, [], limit) }, now];
}

/** So many of the messages that followed, the latest, and so much of each: a card has no more room. */
const FOLLOWING = { most: 10, limit: 1000 };

/** Everything that belongs to the ticket, for one person: the text, and what was written in private since. */
export function writtenTo(cards: Cards, view: TicketView): Passage[] {
  const { comment, following } = view;
  const isWithdrawn = comment.kind === 'message' && comment.visibility === 'gone';
  const shown = following.slice(-FOLLOWING.most);
  const withdrawn = { text: cards.say('text.withdrawn'), marked: false };
  return [
    ...(isWithdrawn ? [{ label: '', runs: [withdrawn] }] : passagesOf(cards, view)),
    ...(shown.length < following.length
      ? [{ label: '', runs: [{ text: cards.say('text.more'), marked: false }] }]
      : []),
    ...shown.map(({ at, text }) => ({
      label: cards.say('text.at', { at: momentOf(cards, at, view.now) }),
      runs: text === null ? [withdrawn] : runsOf(cards, view, text, [], FOLLOWING.limit),
    })),
  ];
}

function runsOf(
  cards: Cards,
  view: TicketView,
  whole: string,
  evidence: readonly Evidence[],
  limit: number,
): Passage['runs'] {
  if (isBlank(whole)) return [{ text: cards.say('text.none'), marked: false }];
  const { text, isCut } = cut(whole, limit);
  const runs: { text: string; marked: boolean }[] = [];
  let at = 0;
  const spans = evidence.toSorted((a, b) => a.start - b.start);
  for (const { start, end } of spans) {
    const from = Math.max(start, at);
    const to = Math.min(end, text.length);
    if (from >= to) continue;
    if (from > at) runs.push({ text: text.slice(at, from), marked: false });
    runs.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) runs.push({ text: text.slice(at), marked: false });
  if (isCut) runs.push({ text: ` ${cards.say('text.cut', { platform: platformOf(view) })}`, marked: false });
  return runs.map((run) => ({ ...run, text: safeText(run.text) }));
}

/** The platform's own name. */
export const platformOf = ({ comment }: TicketView): string => platformTitle(comment.platform);
