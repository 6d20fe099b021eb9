import { isOffered } from '../../actions/decide-press.ts';
import type { Verb } from '../../actions/index.ts';
import type { CommentKind } from '../../core/comment.ts';
import { mayShowPictures } from '../../core/pictures.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { buttonFor, buttonRow, buttonsAt, formFor, pressFor, typedIn } from './buttons.ts';
import { dueLine } from './due-lines.ts';
import { findingLines } from './findings.ts';
import { fitCard } from './fit-card.ts';
import type { Room } from './form-data.ts';
import { internalRows } from './internal-lines.ts';
import { historyLines, type Line, stateLine } from './lines.ts';
import type { Cards } from './load-cards.ts';
import { messageLines } from './message-lines.ts';
import { dayOf } from './moment.ts';
import { authorOf, shownName } from './names.ts';
import { passagesOf, platformOf } from './passages.ts';
import { noticeText } from './refusal.ts';
import { repeatedLine } from './repeated-line.ts';
import { safeUrl } from './safe-text.ts';
import { picturesOf, suspicionLines } from './shown-pictures.ts';
import { threadLines } from './thread.ts';
import { fallbackOf, titleOfCard } from './title.ts';

/** Nobody is told anything: the card is everyone's. */
export const NO_NOTICE: Notice = { refusal: null, typed: null, shownInChat: false };

interface Size extends Room {
  /** So many small pictures. */
  readonly pictures: number;
}

/** So much is tried, most first, until the card is light enough for Teams: pictures go before the comment, the comment before the templates. */
const SIZES: readonly [Size, ...Size[]] = [
  { text: 1500, templates: 2, quote: 60, pictures: 3 },
  { text: 1500, templates: 2, quote: 36, pictures: 2 },
  { text: 1500, templates: 2, quote: 36, pictures: 1 },
  { text: 1500, templates: 2, quote: 24, pictures: 1 },
  { text: 1500, templates: 2, quote: 36, pictures: 0 },
  { text: 1000, templates: 2, quote: 36, pictures: 0 },
  { text: 600, templates: 1, quote: 36, pictures: 0 },
  { text: 300, templates: 1, quote: 36, pictures: 0 },
  { text: 100, templates: 1, quote: 24, pictures: 0 },
  { text: 100, templates: 0, quote: 24, pictures: 0 },
  { text: 100, templates: 0, quote: 12, pictures: 0 },
  { text: 30, templates: 0, quote: 8, pictures: 0 },
];

/**
 * The ticket's card for everyone in the channel. Secret and personal text is not in it at all, and a closed ticket's
 * card has neither text nor author name (invariant 6). `notice` is for the presser alone. `pictures`: small ones as data
 * URIs, which stand there only where they may (`core/pictures.ts`).
 */
export function ticketCard(
  cards: Cards,
  view: TicketView,
  notice: Notice = NO_NOTICE,
  pictures: readonly string[] = [],
): CardMessage {
  const summary = cards.say(previewOf(view), {
    platform: platformOf(view),
    municipality: view.policy.shortName,
    number: view.number,
  });
  const given = mayShowPictures(view.ticket) ? pictures : [];
  const drawn = fitCard(SIZES, (room) =>
    draw(cards, view, notice, { room, pictures: given.slice(0, room.pictures) }),
  );
  return { card: drawn, summary };
}

const previewOf = ({ comment, ticket }: TicketView): string => {
  if (comment.kind === 'message') return 'preview.message';
  return ticket.screening.display === 'secret' ? 'preview.secret' : 'preview';
};

function draw(
  cards: Cards,
  view: TicketView,
  notice: Notice,
  { room, pictures }: { readonly room: Room; readonly pictures: readonly string[] },
): object {
  const { ticket } = view;
  const { display } = ticket.screening;
  const closed = ticket.state === 'closed';
  const suspected = ticket.suspected !== null;
  const passages = closed || display === 'secret' ? [] : passagesOf(cards, view, room.text);
  const platform = platformOf(view);
  return cards.expand('ticket', {
    lang: cards.locale,
    fallback: fallbackOf(cards, view),
    trial: view.account.trial ? cards.say('trial', { platform }) : '',
    notice: noticeText(cards, view, notice),
    noticeStyle: notice.refusal ? 'attention' : 'emphasis',
    title: titleOfCard(cards, view),
    header: headerOf(cards, view),
    author:
      closed || display === 'secret' ? '' : authorOf(cards, view.comment.platform, view.comment.author.name),
    thread: closed || display === 'secret' ? [] : threadLines(cards, view),
    openPassages: display === 'open' ? passages : [],
    offensivePassages: display === 'offensive' ? passages : [],
    words: { offensive: cards.say('text.offensive'), show: cards.say('text.show') },
    secret: display === 'secret' && !closed && !suspected ? cards.say('text.secret') : '',
    suspected: suspicionLines(cards, view),
    pictures: picturesOf(cards, pictures),
    textActions: buttonsAt(cards, 'text', view).map((verb) => pressFor(cards, view, verb)),
    link: suspected ? '' : linkOf(cards, view),
    findings: closed || suspected ? [] : findingLines(cards, view),
    repeated: repeatedLine(cards, view),
    due: suspected ? '' : dueLine(cards, view),
    dueActions: buttonsAt(cards, 'due', view).map((verb) =>
      buttonFor(cards, verb, { view, typed: typedIn(notice, verb), room }),
    ),
    state: stateLine(cards, view),
    lines: linesOf(cards, view, pictures.length, { notice, room }),
    actions: buttonRow(cards, view, notice, room),
  });
}

/** What there is to know of it, what was decided and what came of that; each with what can be pressed about it. */
function linesOf(
  cards: Cards,
  view: TicketView,
  shown: number,
  { notice, room }: { readonly notice: Notice; readonly room: Room },
): object[] {
  return [
    ...requestLines(cards, view),
    ...messageLines(cards, view).map((line) => ({ ...line, weight: 'default', actions: [] })),
    ...attachmentLines(cards, view, shown),
    ...historyLines(cards, view).map((line) => ({ ...line, actions: settling(cards, view, line) })),
    ...buttonsAt(cards, 'line', view, notice.viewer).map((verb) => ({
      text: '',
      color: 'default',
      weight: 'default',
      actions: [formFor(cards, verb, { view, typed: typedIn(notice, verb), room })],
    })),
    ...internalRows(cards, view, { notice, room }),
  ];
}

/** Somebody asks for documents: what nobody may ask them, and the button that registers it. */
function requestLines(cards: Cards, view: TicketView): object[] {
  const { state, request } = view.ticket;
  const isDue = isOffered('request', view);
  if (!request || (state === 'closed' && !isDue)) return [];
  const look = isDue ? { color: 'attention', weight: 'bolder' } : { color: 'default', weight: 'default' };
  const actions = isDue ? [pressFor(cards, view, 'request')] : [];
  return [{ ...look, text: cards.say(isDue ? 'request.asks' : 'request.registered'), actions }];
}

const HEADERS: Readonly<Record<CommentKind, string>> = {
  comment: 'header',
  post: 'header.post',
  mention: 'header.mention',
  message: 'header.message',
};

/** Platform, account, what it is where it is no comment, and when it was written. */
export const headerOf = (cards: Cards, view: TicketView): string =>
  cards.say(HEADERS[view.comment.kind], {
    platform: platformOf(view),
    account: shownName(view.account.name) ?? view.comment.account,
    at: dayOf(cards, view.comment.createdAt),
  });

/** A link to the comment on its platform, in Markdown; empty where there is no address to trust. */
export function linkOf(cards: Cards, view: TicketView): string {
  const url = safeUrl(view.comment.platform, view.comment.permalink);
  return url === null ? '' : `[${cards.say('link', { platform: platformOf(view) })}](${url})`;
}

/** What nobody has judged yet, or may not stand in the channel, is told of in words. */
function attachmentLines(cards: Cards, { comment, ticket }: TicketView, shown: number) {
  const count = comment.attachments.length;
  if (count === 0 || ticket.state === 'closed' || ticket.suspected) return [];
  const isUnseen = shown === 0 && comment.attachments.some(({ type }) => type !== 'link');
  const text = cards.say(isUnseen ? 'attachments.unseen' : 'attachments', { count });
  return [{ text, color: 'default', weight: 'default', actions: [] }];
}

/** What a person can do about an effect that failed or may have failed. */
function settling(cards: Cards, view: TicketView, { problem }: Line): object[] {
  if (problem === null) return [];
  const url = safeUrl(view.comment.platform, view.comment.permalink);
  const open =
    url === null
      ? []
      : [cards.expand('action-open', { title: cards.say('link', { platform: platformOf(view) }), url })];
  const press = (verb: Verb) => pressFor(cards, view, verb, { effect: problem });
  const isNotice = view.effects.some(({ id, kind }) => id === problem && kind === 'reply-privately');
  const verbs = buttonsAt(cards, 'effect', view).filter((verb) => verb !== 'drop-notice' || isNotice);
  return [...verbs.map(press), ...open];
}
