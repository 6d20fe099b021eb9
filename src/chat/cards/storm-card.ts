import { platformTitle } from '../../core/platform.ts';
import { type Rule, ruleOf } from '../../core/policy.ts';
import { isOpen, isWaiting, type Storm, type StormTicket, waitingByRule } from '../../core/storm.ts';
import { DismissReason } from '../../core/ticket.ts';
import type { TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cut, cutAtWord } from '../../text/characters.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { shownName } from './names.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';

/** So many rules are named, and so much of the post. */
const MOST_RULES = 5;
const POST = 160;

/** Why many are let stand at once: that the bot was wrong, or somebody has answered, is said of one at a time. */
const REASONS = DismissReason.options.filter((one) => one === 'within-rules' || one === 'no-reply-needed');

/** What the presser is told of what came of a press on all of them. */
export interface StormNotice {
  readonly notice: string;
  readonly typed: Readonly<Record<string, string>>;
}

const NOTHING: StormNotice = { notice: '', typed: {} };

/**
 * Many comments on one post, on one card: how many, under which rules, how many ask something, and what can be done with all of
 * them. Neither text nor author stands here. `view`: the first of them.
 */
export function stormCard(
  cards: Cards,
  view: TicketView,
  storm: Storm,
  told: StormNotice = NOTHING,
): CardMessage {
  const { policy, comment, account } = view;
  const { tickets } = storm;
  const count = tickets.length;
  const summary = cards.say('storm.preview', { count, municipality: policy.shortName });
  const card = fitCard([MOST_RULES, 3, 1], (limit) =>
    cards.expand('storm', {
      lang: cards.locale,
      notice: told.notice,
      head: cards.say('storm.head', { count }),
      title: `${platformTitle(comment.platform)} · ${shownName(account.name) ?? comment.account}`,
      facts: factsOf(cards, view, storm).map((text) => ({ text })),
      items: [...waitingByRule(storm)]
        .slice(0, limit)
        .map(([rule, group]) => ruleLine(cards, view, storm, { rule, group, told })),
      actions: buttonsOf(cards, view, storm, told),
    }),
  );
  return { card, summary };
}

function factsOf(cards: Cards, { account, comment }: TicketView, { tickets, postText }: Storm): string[] {
  const numbers = {
    open: tickets.filter(isWaiting).length,
    asking: tickets.filter((one) => one.awaitsAnswer && one.state !== 'closed').length,
    removing: tickets.filter(({ state }) => state === 'removing').length,
    closed: tickets.filter(({ state }) => state === 'closed').length,
    others: tickets.filter(({ state }) => state === 'claimed' || state === 'awaiting-approval').length,
  };
  const post = postText === null ? null : cut(safeText(plainSpaces(postText)).trim(), POST);
  return [
    ...(account.trial ? [cards.say('trial', { platform: platformTitle(comment.platform) })] : []),
    ...(post ? [cards.say('storm.post', { text: post.isCut ? `${post.text.trimEnd()}…` : post.text })] : []),
    cards.say('storm.counts', numbers),
    ...(numbers.open + numbers.removing + numbers.others === 0 ? [cards.say('storm.done')] : []),
  ];
}

interface RuleGroup {
  readonly rule: string;
  readonly group: readonly StormTicket[];
  readonly told: StormNotice;
}

function ruleLine(
  cards: Cards,
  view: TicketView,
  storm: Storm,
  { rule: id, group, told }: RuleGroup,
): object {
  const rule = ruleOf(view.policy, id);
  const quote = cutAtWord(plainSpaces(rule?.quote ?? ''), 80);
  return {
    what: cards.say('storm.rule', { rule: id, quote, count: group.length }),
    actions:
      rule && mayHideAll(view, rule) ? [hideButton(cards, view, storm, { rule: id, group, told })] : [],
  };
}

/** Only what can be taken back: hidden first, and deleted when the time to undo is over. */
const mayHideAll = (
  { account, policy }: Pick<TicketView, 'account' | 'policy'>,
  { removal }: Rule,
): boolean => removal === 'allowed' && account.can.hide === 'api' && policy.undoMinutes > 0;

function hideButton(cards: Cards, view: TicketView, storm: Storm, { rule, group, told }: RuleGroup): object {
  const keys = ['reason', 'reasonError'];
  const form = cards.expand('storm-reason', {
    lang: cards.locale,
    style: 'destructive',
    // One card has several of these forms: each field has a name of its own.
    rule,
    typed: { reason: told.typed['rule'] === rule ? safeText(told.typed['reason'] ?? '') : '' },
    words: { ...wordsOf(cards, keys), send: cards.say('storm.hide', { count: group.length }) },
    data: dataOf(view, storm, 'hide', { rule }),
  });
  return formButton(cards, cards.say('storm.hide', { count: group.length }), form);
}

function buttonsOf(cards: Cards, view: TicketView, storm: Storm, told: StormNotice): object[] {
  const waiting = storm.tickets.filter(isWaiting);
  const rest = waiting.filter(({ awaitsAnswer }) => !awaitsAnswer);
  const undoable = storm.tickets.filter((one) => one.undoable);
  const held = storm.tickets.filter((one) => isOpen(one) && !one.posted);
  const press = (step: string, count: number) =>
    cards.expand('action-press', {
      title: cards.say(`storm.${step}`, { count }),
      ...{ mode: 'primary', style: 'default', data: dataOf(view, storm, step) },
    });
  return [
    ...(waiting.length > 0 ? [press('claim', waiting.length)] : []),
    ...(rest.length > 0 ? [letStandButton(cards, view, storm, { count: rest.length, told })] : []),
    ...(held.length > 0 ? [press('open', held.length)] : []),
    ...(undoable.length > 0 ? [press('undo', undoable.length)] : []),
  ];
}

function letStandButton(
  cards: Cards,
  view: TicketView,
  storm: Storm,
  { count, told }: { readonly count: number; readonly told: StormNotice },
): object {
  const title = cards.say('storm.let-stand', { count });
  const form = cards.expand('storm-let-stand', {
    lang: cards.locale,
    style: 'positive',
    typed: { because: told.typed['because'] ?? '' },
    reasons: REASONS.map((value) => ({ value, title: cards.button('dismiss').say(value) })),
    words: { ...wordsOf(cards, ['because', 'becauseError']), send: title },
    data: dataOf(view, storm, 'let-stand'),
  });
  return formButton(cards, title, form);
}

const formButton = (cards: Cards, title: string, form: object): object =>
  cards.expand('action-form', { title, mode: 'primary', style: 'default', form });

const wordsOf = (cards: Cards, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, cards.say(`storm.form.${key}`)]));

/** `at`: when it was drawn. Nothing is done with what has changed or come since. */
const dataOf = ({ policy, now }: TicketView, { leader }: Storm, step: string, more: object = {}): object => ({
  ...{ verb: 'storm', step, municipality: policy.municipality, storm: leader, at: now.toString() },
  ...more,
});
