import { mayNotify } from '../../core/author-notice.ts';
import { namedActs } from '../../core/named-act.ts';
import { type Rule, removalRules } from '../../core/policy.ts';
import { consequenceOf, mayTellReason, removalChoices } from '../../core/removal-choices.ts';
import { proposedText } from '../../core/reply-text.ts';
import type { Tell } from '../../core/tell-author.ts';
import { cutAtWord } from '../../text/characters.ts';
import { removalText } from './explanation.ts';
import { type FormContext, type FormData, wordsOf } from './form-data.ts';
import type { Cards } from './load-cards.ts';
import { fittingTemplates } from './reply-form.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';

/**
 * The rules that a removal may rest on, each with what happens under it, since a form cannot change its words with the
 * choice; before the quote, so that it can be read of the chosen one where the list is narrow. The first proposed rule
 * stands chosen; where none was found the person chooses.
 */
export const removalForm: FormData = (cards, context) => {
  const { view, button, typed, room } = context;
  const { policy, ticket } = view;
  const { findings } = ticket.screening;
  const { proposed, others } = removalChoices(view);
  const choice = (key: 'choice' | 'choice.proposed') => (rule: Rule) => ({
    value: rule.id,
    title: button.say(key, {
      rule: rule.id,
      quote: cutAtWord(plainSpaces(rule.quote), room.quote),
      outcome: button.say(`outcome.${consequenceOf(view, rule)}`, { minutes: policy.undoMinutes }),
    }),
  });
  const [best] = proposed;
  const found = findings.find(({ rule }) => rule === best?.id);
  const reason =
    found && button.has(`reason.${found.category}`) ? button.say(`reason.${found.category}`) : '';
  return {
    rules: [...proposed.map(choice('choice.proposed')), ...others.map(choice('choice'))],
    rule: typed['rule'] ?? best?.id ?? '',
    reason: safeText(typed['reason'] ?? reason),
    ...tellsAuthor(cards, context, best),
    warnings: warningsOf(context).map((text) => ({ text })),
    notes: notesOf(context).map((text) => ({ text })),
    words: wordsOf(button, [
      'rule',
      'rulePick',
      'ruleError',
      'reason',
      'reasonError',
      'tell',
      'reply',
      'replyError',
      'send',
    ]),
  };
};

/** What the municipality's words on politics do not let a removal rest on. */
function warningsOf({ view: { policy, ticket }, button }: FormContext): string[] {
  const { politics } = policy;
  if (!ticket.screening.findings.some(({ rule }) => politics.rules.includes(rule))) return [];
  return [
    ...(politics.removal === 'never' ? [button.say('politics', { municipality: policy.shortName })] : []),
    ...(politics.partyOnly ? [button.say('partyOnly')] : []),
  ];
}

function notesOf({ view: { policy }, button }: FormContext): string[] {
  const needsColleague = removalRules(policy).some(({ removal }) => removal === 'approval');
  return [button.say('undo'), ...(needsColleague ? [button.say('approval')] : [])];
}

/**
 * How the author is told, as it is proposed: by the answer that is given first, where the municipality's own words both refer
 * on and remove, as of somebody's own case, or of party politics; alone where the rule says so. Not where the answer would go
 * with the comment, nor where a person must fill something in, nor of what may be secret.
 */
function tellsAuthor(cards: Cards, { view, button, typed }: FormContext, rule: Rule | undefined) {
  const { account, comment, policy } = view;
  const named = namedActs(view);
  const [template] = fittingTemplates(view);
  const isNamed = named.includes('reply') && named.includes('remove');
  const isRead = rule !== undefined && consequenceOf(view, rule) !== 'at-once';
  const referral = template && isNamed && isRead ? proposedText(template, policy.contacts) : '';
  const isReady = referral !== '' && !referral.includes('{');
  const isAlone = mayNotify(view);
  const isPublic = account.can.reply !== 'never' && comment.visibility !== 'gone';
  const told = rule?.actions.includes('notify-author') && mayTellReason(view, rule);
  const ways: Tell[] = [
    'nothing',
    ...(isAlone ? (['in-private'] as const) : []),
    ...(isPublic ? (['in-public'] as const) : []),
  ];
  const proposed: Tell = isReady && isPublic ? 'in-public' : told && isAlone ? 'in-private' : 'nothing';
  return {
    canTell: ways.length > 1,
    ways: ways.map((value) => ({ value, title: button.say(`tell.${value}`) })),
    tell: typed['tell'] ?? proposed,
    maxReply: account.maxReply,
    reply: safeText(typed['reply'] ?? (isReady ? referral : isAlone ? removalText(cards, view) : '')),
  };
}

/** The rules that what was done on the platform may rest on; none is proposed, since it has been decided. */
export const ownActForm: FormData = (_, { view, button, typed, room }) => {
  const { proposed, others } = removalChoices(view);
  return {
    rules: [...proposed, ...others].map((rule) => ({
      value: rule.id,
      title: `${rule.id} · ${cutAtWord(plainSpaces(rule.quote), room.quote)}`,
    })),
    rule: typed['rule'] ?? '',
    reason: safeText(typed['reason'] ?? ''),
    words: wordsOf(button, ['rule', 'rulePick', 'ruleError', 'reason', 'reasonError', 'send']),
  };
};
