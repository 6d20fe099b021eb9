import { localDay } from '../../core/calendar.ts';
import type { EarlierDecision, EarlierDecisions } from '../../core/earlier-decision.ts';
import { ruleOf } from '../../core/policy.ts';
import { consequenceOf } from '../../core/removal-choices.ts';
import { DismissReason } from '../../core/ticket.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cutAtWord } from '../../text/characters.ts';
import { buttonsAt, formFor, pressFor, typedIn } from './buttons.ts';
import { fitCard } from './fit-card.ts';
import { toHistory } from './history-card.ts';
import type { Cards } from './load-cards.ts';
import { dateOf } from './moment.ts';
import { authorOf } from './names.ts';
import { passagesOf, platformOf } from './passages.ts';
import { removalLines } from './proposal-lines.ts';
import { noticeText } from './refusal.ts';
import { safeText } from './safe-text.ts';
import { threadLines } from './thread.ts';
import { headerOf, linkOf } from './ticket-card.ts';
import { fallbackOf } from './title.ts';

/** So many earlier decisions: enough to treat like cases alike, and no more than is read. */
export const MOST_EARLIER = 5;

interface Size {
  /** So many UTF-16 units of each of the comment's texts. */
  readonly text: number;
  /** So many UTF-16 units of why each earlier proposal was refused. */
  readonly reason: number;
}

/** So much is tried, most first, until the card is light enough for Teams. */
const SIZES: readonly [Size, ...Size[]] = [
  { text: 3000, reason: 500 },
  { text: 1500, reason: 500 },
  { text: 1500, reason: 200 },
  { text: 600, reason: 200 },
  { text: 300, reason: 100 },
  { text: 100, reason: 60 },
];

/** What the presser is to see beside the ticket. `isHidden`: nothing of a secret comment, since nobody has asked to read it. */
export interface Reviewed {
  readonly earlier: EarlierDecisions;
  readonly isHidden: boolean;
  readonly notice: Notice;
}

/**
 * A removal that waits for a second person, for the presser alone: the comment, who proposed it and why, the rule, how
 * removals under it were decided before, and what the presser may do. Of other comments it has neither text nor author.
 */
export function proposalCard(cards: Cards, view: TicketView, reviewed: Reviewed): CardMessage {
  const { number, policy } = view;
  const card = fitCard(SIZES, (size) => draw(cards, view, reviewed, size));
  return { card, summary: cards.say('proposal.preview', { municipality: policy.shortName, number }) };
}

function draw(cards: Cards, view: TicketView, { earlier, isHidden, notice }: Reviewed, size: Size): object {
  const { comment, ticket, policy, account, number } = view;
  const { title } = cards.button('review');
  const rule = ticket.removal?.rule ?? '';
  const isOwn = ticket.removal?.by === notice.viewer;
  const fill = { rule, municipality: policy.shortName, total: earlier.total };
  return cards.expand('proposal', {
    lang: cards.locale,
    fallback: fallbackOf(cards, view),
    trial: account.trial ? cards.say('trial', { platform: platformOf(view) }) : '',
    notice: noticeText(cards, view, notice),
    title: cards.say('asking.title', { title, number }),
    header: headerOf(cards, view),
    alone: cards.say('history.alone'),
    thread: isHidden ? [] : threadLines(cards, view),
    author: isHidden ? '' : authorOf(cards, comment.platform, comment.author.name),
    passages: isHidden ? [] : passagesOf(cards, view, size.text),
    hidden: isHidden ? cards.say('proposal.hidden') : '',
    link: linkOf(cards, view),
    proposed: proposedLines(cards, view, isHidden, size.text).map((text) => ({ text })),
    earlierHead: cards.say(earlier.total === 0 ? 'proposal.earlier.none' : 'proposal.earlier', fill),
    earlier: earlier.latest.map((one) => ({ text: earlierLine(cards, view, one, size.reason) })),
    note: cards.say(isOwn ? 'proposal.own' : 'proposal.choices'),
    actions: [
      ...buttonsAt(cards, 'proposal', view, notice.viewer).map((verb) =>
        formFor(cards, verb, { view, typed: typedIn(notice, verb), room: { ...ROOM, text: size.text } }),
      ),
      ...(isOwn ? [pressFor(cards, view, 'undo')] : []),
      toHistory(cards, view, cards.say('history.back'), { back: true }),
    ],
  });
}

const ROOM = { templates: 0, quote: 0 };

/** What hangs on the comment, what was proposed and why, and what an approval leads to. */
function proposedLines(cards: Cards, view: TicketView, isHidden: boolean, limit: number): string[] {
  const { comment, policy, ticket, authorNotice } = view;
  const { hiddenNow, removal } = ticket;
  const count = comment.attachments.length;
  const rule = removal && ruleOf(policy, removal.rule);
  const outcome = rule ? consequenceOf(view, { ...rule, removal: 'allowed' }) : null;
  const minutes = policy.undoMinutes;
  return [
    ...(count === 0 ? [] : [cards.say('attachments.unseen', { count })]),
    ...removalLines(cards, view, isHidden ? 'by-all' : 'alone'),
    ...(authorNotice === null || isHidden
      ? []
      : [cards.say('proposal.tells', { text: safeText(cutAtWord(authorNotice, limit)) })]),
    ...(hiddenNow === null ? [] : [cards.say('proposal.hidden-now')]),
    ...(outcome === null
      ? []
      : [
          cards.say('proposal.if-approved', {
            outcome: cards.button('remove').say(`outcome.${outcome}`, { minutes }),
          }),
        ]),
  ];
}

/** Day, number and what became of it. */
function earlierLine(cards: Cards, view: TicketView, one: EarlierDecision, limit: number): string {
  const day = localDay(one.at);
  const at = dateOf(cards, day);
  const inYear =
    day.year === localDay(view.now).year ? at : cards.say('history.year', { at, year: day.year });
  return cards.say('proposal.earlier.line', {
    at: inYear,
    number: one.number,
    what: becameOf(cards, one, limit),
  });
}

function becameOf(cards: Cards, { outcome, reason, secret }: EarlierDecision, limit: number): string {
  if (outcome === 'let-stand') {
    const why = DismissReason.safeParse(reason);
    return cards.say('proposal.earlier.let-stand', {
      reason: why.success ? cards.say(`reason.${why.data}`) : '',
    });
  }
  if (outcome !== 'declined') return cards.say(`proposal.earlier.${outcome}`);
  if (secret) return cards.say('proposal.earlier.declined.secret');
  return reason === null
    ? cards.say('proposal.earlier.declined.disposed')
    : cards.say('proposal.earlier.declined', { reason: safeText(cutAtWord(reason, limit)) });
}
