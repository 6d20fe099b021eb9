import { removalSays } from '../../ask/says.ts';
import { type Rule, ruleOf } from '../../core/policy.ts';
import type { TicketView } from '../../core/view.ts';
import type { Cards } from './load-cards.ts';
import { plainSpaces, saysInWords } from './says.ts';

/** As many rules as a card shows; the form for a removal lists them all. */
const SHOWN = 3;

interface FindingLine {
  readonly quote: string;
  readonly says: string;
}

/** What may cover the comment, in the municipality's own words, and what it says it does then. */
export function findingLines(cards: Cards, view: TicketView): FindingLine[] {
  const { findings, needsReply, urgent, display } = view.ticket.screening;
  if (view.comment.kind === 'message') return messageLines(cards, view);
  const rules = [...new Set(findings.map(({ rule }) => rule))].flatMap((id) => ruleOf(view.policy, id) ?? []);
  const picture = view.comment.attachments.some(({ type }) => type !== 'link');
  const also = [
    picture ? cards.say('finding.picture') : '',
    display === 'secret' && rules.length === 0 ? cards.say('finding.secret') : '',
    urgent ? cards.say('finding.urgent') : '',
    needsReply ? cards.say('finding.reply') : '',
  ].filter(Boolean);
  const covered = rules.slice(0, SHOWN).map((rule) => ({
    quote: cards.say('finding', { quote: plainSpaces(rule.quote), rule: rule.id }),
    says: saysOf(cards, view, rule),
  }));
  if (covered.length === 0) return [{ quote: [cards.say('finding.none'), ...also].join(' '), says: '' }];
  return also.length === 0 ? covered : [...covered, { quote: also.join(' '), says: '' }];
}

/** Of a private message: what the municipality says of those, and why it may be pressing. Its rules for comments are none for it. */
function messageLines(cards: Cards, { policy, ticket }: TicketView): FindingLine[] {
  const { needsReply, urgent } = ticket.screening;
  const rule = policy.messages.rule === null ? undefined : ruleOf(policy, policy.messages.rule);
  const also = [urgent ? cards.say('finding.urgent') : '', needsReply ? cards.say('finding.reply') : ''];
  return [
    rule
      ? cards.say('finding', { quote: plainSpaces(rule.quote), rule: rule.id })
      : cards.say('finding.message.none'),
    also.filter(Boolean).join(' '),
  ].flatMap((quote) => (quote === '' ? [] : [{ quote, says: '' }]));
}

function saysOf(cards: Cards, { policy }: TicketView, rule: Rule): string {
  if (policy.law.includes(rule)) {
    return cards.say('says.law', { source: rule.source ?? rule.id, lawyer: policy.responsible.lawyer });
  }
  if (rule.removal !== 'never') return saysInWords(cards, policy, rule, removalSays(policy, rule));
  return saysInWords(cards, policy, rule, [rule.actions.includes('refer-reply') ? 'refers' : 'keeps']);
}
