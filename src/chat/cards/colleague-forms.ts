import { MOST_INTERNAL } from '../../core/internal.ts';
import { type FormContext, type FormData, wordsOf } from './form-data.ts';
import type { Cards } from './load-cards.ts';
import { personOf } from './names.ts';
import { safeText } from './safe-text.ts';

/** The people of the channel to choose from, as many as there is room for. */
const choicesOf = (cards: Cards, { colleagues = [] }: FormContext): object[] =>
  colleagues.map(({ id, name }) => ({ title: personOf(cards, name), value: id }));

/** Of a secret comment it is said that the question does not stand in the channel. */
export const askColleagueForm: FormData = (cards, context) => {
  const { view, button, typed } = context;
  const isSecret = view.ticket.screening.display === 'secret';
  return {
    person: typed['person'] ?? '',
    question: safeText(typed['question'] ?? ''),
    choices: choicesOf(cards, context),
    most: MOST_INTERNAL.question,
    words: {
      ...wordsOf(button, ['person', 'personError', 'question', 'questionError', 'send']),
      hint: button.say(isSecret ? 'hintSecret' : 'hint'),
    },
  };
};

/** Whom to give it to. */
export const assignForm: FormData = (cards, context) => ({
  person: context.typed['person'] ?? '',
  choices: choicesOf(cards, context),
  words: wordsOf(context.button, ['person', 'personError', 'send']),
});

/** Of one question: what was typed to another does not stand there. */
export const answerColleagueForm: FormData = (_, { button, typed, about }) => ({
  about: about ?? '',
  answer: typed['about'] === about ? safeText(typed['answer'] ?? '') : '',
  most: MOST_INTERNAL.answer,
  words: wordsOf(button, ['answer', 'answerError', 'hint', 'send']),
});

/** What was typed comes back also where somebody else has noted something meanwhile. */
export const noteForm: FormData = (_, { view, button, typed }) => ({
  note: safeText(typed['note'] ?? ''),
  after: view.ticket.internal.filter(({ kind }) => kind === 'note').length,
  most: MOST_INTERNAL.note,
  words: wordsOf(button, ['note', 'noteError', 'hint', 'send']),
});
