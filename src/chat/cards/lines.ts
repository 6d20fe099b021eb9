import { isVerb } from '../../actions/index.ts';
import { type Effect, isForHands, isSaid, isWritten } from '../../core/effect.ts';
import { awaitsAnswer } from '../../core/progress.ts';
import { activeClaim } from '../../core/ticket.ts';
import type { TicketView } from '../../core/view.ts';
import { cut } from '../../text/characters.ts';
import { blockDecision, blockingLines } from './block-lines.ts';
import { effectText } from './effect-text.ts';
import type { Cards } from './load-cards.ts';
import { dateOf, dayOf, momentOf } from './moment.ts';
import { nameOf } from './names.ts';
import { platformOf } from './passages.ts';
import { policeSentences } from './police-form.ts';
import { removalLines } from './proposal-lines.ts';
import { registerSentences } from './register-lines.ts';
import { reportedLines } from './report-lines.ts';
import { safeText } from './safe-text.ts';
import { elsewhereLines, visibilityLines } from './visibility-lines.ts';

/** A sentence on a ticket card of where it stands or of what was done, and how it looks. */
export interface Line {
  readonly text: string;
  readonly color: 'default' | 'attention' | 'good';
  readonly weight: 'default' | 'bolder';
  /** The effect that a person is to settle, or null. */
  readonly problem: string | null;
}

const line = (text: string): Line => ({ text, color: 'default', weight: 'default', problem: null });

/** What a colleague did, in words that complete "Anna …"; a verb of an older release has none left. */
export const actedBy = (cards: Cards, verb: string): string =>
  isVerb(verb) ? cards.button(verb).acted : cards.say('acted');

/** Where the ticket stands, in a few words. */
export function stateLine(cards: Cards, view: TicketView): string {
  const { ticket, policy, now } = view;
  const live = activeClaim(ticket, policy.claimMinutes, now) !== null;
  if (!live && ticket.target?.kind === 'return' && ticket.reply?.returnOn) {
    return cards.say('state.return', { on: dateOf(cards, ticket.reply.returnOn) });
  }
  if (ticket.state === 'open' && ticket.removal && awaitsAnswer(ticket)) return cards.say('state.question');
  if (ticket.state === 'open')
    return cards.say(ticket.lastAct || ticket.editedAfter ? 'state.reopened' : 'state.open');
  if (ticket.state === 'claimed') {
    return cards.say(live ? 'state.claimed' : 'state.lapsed', {
      name: nameOf(cards, view, ticket.claim?.by),
    });
  }
  return cards.say(`state.${ticket.state}`, { name: nameOf(cards, view, ticket.removal?.by) });
}

/** What people decided, then what really happened of it, then the register. A suspicion of abuse is told of by itself. */
export function historyLines(cards: Cards, view: TicketView): Line[] {
  return [
    ...takenUpLines(cards, view),
    ...reportedLines(cards, view).map(line),
    ...confirmedLines(cards, view),
    ...editedLines(cards, view),
    ...(view.ticket.suspected
      ? []
      : [...decisionLines(cards, view), ...blockingLines(cards, view)].map(line)),
    ...latest(view.effects.flatMap((effect) => effectLine(cards, view, effect))),
    ...registerSentences(cards, view).map(line),
    ...policeSentences(cards, view).map(line),
    ...visibilityLines(cards, view),
    ...elsewhereLines(cards, view),
  ];
}

/** So many lines on what happened; the journal keeps all of it. */
const LATEST = 8;

/** The last lines, and before them those that a person must settle. */
const latest = (lines: readonly Line[]): Line[] =>
  lines.filter(({ problem }, index) => problem !== null || index >= lines.length - LATEST);

function takenUpLines(cards: Cards, view: TicketView): Line[] {
  const { takenUp } = view.ticket;
  if (takenUp === null) return [];
  const fill = { name: nameOf(cards, view, takenUp.by), at: momentOf(cards, takenUp.at, view.now) };
  return [line(cards.say('did.take-up', fill))];
}

function confirmedLines(cards: Cards, view: TicketView): Line[] {
  const { alertConfirmed: confirmed } = view.ticket;
  if (confirmed === null) return [];
  const fill = { name: nameOf(cards, view, confirmed.by), at: momentOf(cards, confirmed.at, view.now) };
  return [line(cards.say('alert.confirmed', fill))];
}

function editedLines(cards: Cards, { ticket, now }: TicketView): Line[] {
  if (!ticket.editedAfter || ticket.state === 'closed') return [];
  const replied = ticket.reply !== null && ticket.reply.commentVersion < ticket.commentVersion;
  const at = momentOf(cards, ticket.editedAfter.at, now);
  return [{ ...line(cards.say(replied ? 'edited.replied' : 'edited', { at })), weight: 'bolder' }];
}

function decisionLines(cards: Cards, view: TicketView): string[] {
  const { ticket, now } = view;
  const { reply, hiddenNow, dismissal, block, lastAct, answer, snooze } = ticket;
  const who = (act: { by: string; at: string }) => ({
    name: nameOf(cards, view, act.by),
    at: momentOf(cards, act.at, now),
  });
  const lines: string[] = [];
  if (reply) lines.push(cards.say('did.reply', who(reply)));
  lines.push(...removalLines(cards, view, 'by-all'));
  if (hiddenNow) {
    const until = ticket.state === 'awaiting-approval' ? 'did.hide-now.proposed' : 'did.hide-now';
    lines.push(cards.say(until, { ...who(hiddenNow), rule: hiddenNow.rule }));
  }
  if (dismissal)
    lines.push(
      cards.say(view.comment.kind === 'message' ? 'did.dismiss.message' : 'did.dismiss', {
        ...who(dismissal),
        reason: cards.say(`reason.${dismissal.reason}`),
      }),
    );
  if (block) lines.push(...blockDecision(cards, view, who(block)));
  if (answer?.how === 'elsewhere')
    lines.push(
      cards.say('answered.elsewhere', { platform: platformOf(view), at: momentOf(cards, answer.at, now) }),
    );
  if (answer?.how === 'concluded' && answer.by !== null)
    lines.push(cards.say('answered.concluded', who({ by: answer.by, at: answer.at })));
  if (snooze && ticket.state !== 'closed' && Temporal.Instant.compare(snooze.until, now) > 0)
    lines.push(
      cards.say('snoozed', { name: nameOf(cards, view, snooze.by), at: dayOf(cards, snooze.until) }),
    );
  if (lastAct?.verb === 'undo') lines.push(cards.say('did.undo', who(lastAct)));
  return lines;
}

/** The truth about one effect: ordered, done, failed and unknown are different words. */
function effectLine(cards: Cards, view: TicketView, effect: Effect): Line[] {
  const text = effectText(cards, view, effect);
  if (text === null) return [];
  const { state, result } = effect;
  if (!isForHands(effect)) {
    const isGood = state === 'done' && result?.how !== 'trial';
    return [{ ...line(text), color: isGood ? 'good' : 'default' }];
  }
  const problem = isSaid(effect) ? null : effect.id;
  const said: Line = { text, color: 'attention', weight: 'bolder', problem };
  const reply = isWritten(effect) ? replyForHands(cards, view) : null;
  // What is pressed about it stands below the words to publish.
  return reply === null
    ? [said]
    : [
        { ...said, problem: null },
        { ...line(reply), problem },
      ];
}

/** As many UTF-16 units of a reply as a card has room for beside its forms. */
const REPLY_LIMIT = 5000;

/** The reply that a person must publish; words to the author of a secret comment may tell the secret. */
function replyForHands(cards: Cards, { ticket, replyForHands: text }: TicketView): string | null {
  if (text === null) return null;
  if (ticket.screening.display === 'secret') return cards.say('reply.secret');
  const whole = cut(text, REPLY_LIMIT);
  return safeText(whole.isCut ? `${whole.text} ${cards.say('reply.cut')}` : text);
}
