import { ruleOf } from '../../core/policy.ts';
import { groundsFor } from '../../core/register-policy.ts';
import { subjectFor } from '../../core/registration.ts';
import type { Ticket } from '../../core/ticket.ts';
import { cutAtWord } from '../../text/characters.ts';
import { type FormData, wordsOf } from './form-data.ts';
import { safeText } from './safe-text.ts';
import { plainSpaces } from './says.ts';

/** A rule that a neutral subject may name. */
const judgedBy = ({ removal, suspected }: Ticket) => (suspected ? null : (removal?.rule ?? null));

/** What goes to the registrar: a neutral subject, and a ground that is chosen, never proposed. */
export const registerForm: FormData = (_, { view, button, typed, room }) => {
  const { policy, comment, ticket, registrations } = view;
  const offered = groundsFor(policy, comment.kind);
  const titleOf = (rule: string) =>
    `${rule} ${cutAtWord(plainSpaces(ruleOf(policy, rule)?.quote ?? ''), room.quote)}`;
  const criteria = offered.flatMap(({ rule, criteria: each }) =>
    each.map((words, index) => ({ value: `${rule}:${index}`, title: `${rule}: ${words}` })),
  );
  const entry = registrations.find(({ state }) => state === 'secured');
  return {
    waiting: entry !== undefined,
    ownDiary: policy.registration.diary !== null,
    subject: safeText(typed['subject'] ?? subjectFor(policy, comment, judgedBy(ticket))),
    number: safeText(typed['number'] ?? ''),
    ground: typed['ground'] ?? '',
    grounds:
      offered.length === 0
        ? []
        : [
            ...offered.map(({ rule }) => ({ value: rule, title: titleOf(rule) })),
            { value: 'none', title: button.say('groundNone') },
          ],
    criteria,
    ticked: typed['criteria'] ?? '',
    words: {
      ...wordsOf(button, ['subject', 'subjectError', 'ground', 'groundError', 'criteria', 'number']),
      ...wordsOf(button, ['numberError', 'numbered', 'send', 'sendNumber']),
      numberOnly: button.say('numberOnly', { reference: entry?.reference ?? '' }),
    },
  };
};

/** Another number in the place of one that was typed wrongly. */
export const correctNumberForm: FormData = (_, { button, typed }) => ({
  number: safeText(typed['number'] ?? ''),
  words: wordsOf(button, ['number', 'numberError', 'send']),
});

/** Which provision makes it secret, or none. */
export const secrecyForm: FormData = (_, { view, button, typed }) => ({
  provision: typed['provision'] ?? '',
  provisions: [
    ...view.policy.provisions.map(({ id, text, about }) => ({ value: id, title: `${text} (${about})` })),
    { value: 'none', title: button.say('none') },
  ],
  words: wordsOf(button, ['provision', 'provisionError', 'note', 'send']),
});

/** Why an entry does not belong in the diary. */
export const returnEntryForm: FormData = (_, { button, typed }) => ({
  reason: safeText(typed['reason'] ?? ''),
  words: wordsOf(button, ['reason', 'reasonError', 'send']),
});
