import type { Verb } from '../../actions/index.ts';
import { instantOf, localDay, nextWorkingDay } from '../../core/calendar.ts';
import { blockForm } from './block-form.ts';
import { answerColleagueForm, askColleagueForm, assignForm, noteForm } from './colleague-forms.ts';
import { type FormData, wordsOf } from './form-data.ts';
import { dayOf } from './moment.ts';
import { policeForm } from './police-form.ts';
import { correctNumberForm, registerForm, returnEntryForm, secrecyForm } from './register-forms.ts';
import { ownActForm, removalForm } from './removal-form.ts';
import { replyForm } from './reply-form.ts';
import { safeText } from './safe-text.ts';

const dismissForm: FormData = (_, { view: { ticket, comment }, button, typed }) => {
  const isPrivate = comment.kind === 'message';
  const words = wordsOf(button, [
    'reason',
    'reasonError',
    'within-rules',
    'no-reply-needed',
    'already-answered',
    'bot-was-wrong',
    'send',
  ]);
  const because = ticket.screening.needsReply || isPrivate ? 'no-reply-needed' : 'within-rules';
  return {
    isPrivate,
    because: typed['because'] ?? because,
    words: isPrivate ? { ...words, send: button.say('messageTitle') } : words,
  };
};

const concludeForm: FormData = (_, { button }) => ({
  words: wordsOf(button, ['reason', 'reasonError', 'answered-elsewhere', 'no-reply-needed', 'send']),
});

const declineForm: FormData = (_, { button, typed }) => ({
  reason: safeText(typed['reason'] ?? ''),
  words: wordsOf(button, ['reason', 'reasonError', 'send']),
});

const reportForm: FormData = (_, { button, typed }) => ({
  what: safeText(typed['what'] ?? ''),
  words: wordsOf(button, ['what', 'whatError', 'send']),
});

const outcomeForm: FormData = (_, { view: { ticket }, button, typed }) => ({
  what: typed['what'] ?? ticket.suspected?.outcome?.what ?? 'reported',
  words: wordsOf(button, ['what', 'whatError', 'reported', 'keep', 'erase', 'cleared', 'send']),
});

/** The morning is proposed unless it comes after the deadline. */
const snoozeForm: FormData = (cards, { view, button, typed }) => {
  const { ticket, policy, now } = view;
  const at = ticket.target?.at ?? ticket.dueAt;
  const morning = nextWorkingDay(localDay(now), policy.clock);
  const inTime = Temporal.Instant.compare(instantOf(morning, policy.clock.opens), at) <= 0;
  return {
    until: typed['until'] ?? (inTime ? 'morning' : 'hour'),
    morningOf: typed['morning-of'] ?? '',
    late: safeText(typed['late'] ?? ''),
    words: {
      ...wordsOf(button, [
        'until',
        'untilError',
        'hour',
        'morning',
        'day',
        'dayLabel',
        'dayError',
        'whyError',
        'send',
      ]),
      why: button.say('why', { at: dayOf(cards, at) }),
    },
  };
};

/** The buttons that ask something; every other button is pressed directly. */
export const forms: Partial<Record<Verb, FormData>> = {
  reply: replyForm,
  remove: removalForm,
  dismiss: dismissForm,
  conclude: concludeForm,
  snooze: snoozeForm,
  register: registerForm,
  'correct-number': correctNumberForm,
  secrecy: secrecyForm,
  'return-entry': returnEntryForm,
  decline: declineForm,
  police: policeForm,
  report: reportForm,
  block: blockForm,
  'suspicion-outcome': outcomeForm,
  'own-act': ownActForm,
  'ask-colleague': askColleagueForm,
  'answer-colleague': answerColleagueForm,
  assign: assignForm,
  note: noteForm,
};
