import { repliesAtTop } from '../../core/platform.ts';
import { type ReplyTemplate, ruleOf } from '../../core/policy.ts';
import { proposedText, RETURN_DAY } from '../../core/reply-text.ts';
import type { TicketView } from '../../core/view.ts';
import { EXPLANATION } from './explanation.ts';
import { type FormData, wordsOf } from './form-data.ts';
import { safeText } from './safe-text.ts';

/** The templates that fit what was found, best first; the first of all when none does. */
export function fittingTemplates(view: TicketView): ReplyTemplate[] {
  const { policy, ticket, comment } = view;
  const { needsReply } = ticket.screening;
  const wanted = wantedOf(view);
  const rank = (template: ReplyTemplate) => {
    const place = wanted.findIndex((one) => template.for.includes(one));
    return place === -1 ? wanted.length : place;
  };
  const [best, ...others] = policy.templates
    .filter((template) => comment.kind === 'message' || !isPrivate(template))
    .filter(({ for: purposes }) =>
      purposes.every((one) => !FOR_ONE_THING.includes(one) || wanted.includes(one)),
    )
    .toSorted((a, b) => rank(a) - rank(b));
  // A question may always be answered later: that way out stands beside the best answer.
  const isLater = (template: ReplyTemplate) => needsReply && template.text.includes(RETURN_DAY);
  return [...(best ? [best] : []), ...others.toSorted((a, b) => Number(isLater(b)) - Number(isLater(a)))];
}

/** They speak of what has happened, and are proposed where it has. */
const FOR_ONE_THING: readonly string[] = ['removed', 'report', 'report-gone', 'report-stands'];

const isPrivate = (template: ReplyTemplate): boolean =>
  template.for.length > 0 && template.for.every((one) => one === 'message');

/**
 * What a template is to be for, most wanted first. What is asked of those who write in public is no answer to a private
 * message; where the municipality refers those on, that comes before an answer.
 */
function wantedOf({ policy, ticket, comment, reported }: TicketView): string[] {
  const { findings, urgent, needsReply } = ticket.screening;
  const pressing = urgent ? ['urgent'] : [];
  const asked = needsReply ? ['question'] : [];
  if (comment.kind !== 'message') return [...pressing, ...findings.map(({ category }) => category), ...asked];
  const rule = policy.messages.rule === null ? undefined : ruleOf(policy, policy.messages.rule);
  const refers = rule?.actions.includes('refer-reply') ?? false;
  const first = [...pressing, ...reportWords(reported)];
  return refers ? [...first, 'message', ...asked] : [...first, ...asked, 'message'];
}

/** What is answered to whoever has reported something: thanks until all of it is decided, then what became of it. */
function reportWords(reported: TicketView['reported']): string[] {
  const outcomes = new Set(reported.map(({ outcome }) => outcome));
  if (outcomes.has('awaiting')) return ['report'];
  return [...outcomes].map((outcome) => `report-${outcome}`);
}

/** Will the reply stand elsewhere than right under the comment? */
const isMoved = ({ comment: { kind, platform, parentId, postId } }: TicketView): boolean =>
  kind === 'comment' && repliesAtTop(platform) && parentId !== null && parentId !== postId;

/** The reply form of the template that fits best, and those of the next ones beside it. */
export const replyForm: FormData = (cards, { view, button, typed, room }) => {
  const { policy } = view;
  const words = {
    ...wordsOf(button, ['text', 'textError', 'return', 'returnError', 'send']),
    sentAs: button.say(isMoved(view) ? 'sentAs.inThread' : 'sentAs', { municipality: policy.name }),
  };
  // What was typed stands first, even when another template fits better by now.
  const explaining = { id: EXPLANATION, title: cards.say('removed.title'), text: '', for: [] };
  const [best, ...others] = [
    ...(typed['form'] === EXPLANATION ? [explaining] : []),
    ...fittingTemplates(view),
  ]
    .toSorted((a, b) => Number(b.id === typed['form']) - Number(a.id === typed['form']))
    .slice(0, room.templates + 1);
  const sub = (template: ReplyTemplate) => ({
    words,
    form: template.id,
    label: `${button.say('text')} (${template.title})`,
    text: safeText(
      typed[`text-${template.id}`] ??
        proposedText(template, { ...policy.contacts, nummer: String(view.number) }),
    ),
    maxLength: view.account.maxReply,
    dated: template.text.includes(RETURN_DAY),
    returnOn: typed[`return-${template.id}`] ?? '',
    others: [] as object[],
  });
  if (!best) throw new Error(`${policy.municipality} has no reply template`);
  const common = { verb: 'reply', ticket: view.ticket.id, version: view.ticket.version, lang: cards.locale };
  return {
    ...sub(best),
    others: others.map((template) =>
      cards.expand('action-form', {
        title: template.title,
        mode: 'primary',
        style: 'default',
        form: button.form?.({ ...sub(template), ...common }),
      }),
    ),
  };
};
