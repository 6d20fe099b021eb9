import { platformTitle } from '../../core/platform.ts';
import { offencesFor } from '../../core/police-report.ts';
import type { TicketView } from '../../core/view.ts';
import { type FormData, wordsOf } from './form-data.ts';
import type { Cards } from './load-cards.ts';
import { safeText } from './safe-text.ts';

/** What is reported to the police: the likelier offences first, none chosen beforehand. Then their number. */
export const policeForm: FormData = (_, { view, button, typed }) => {
  const { ticket, comment } = view;
  const found = ticket.screening.findings.map(({ category }) => category);
  const subject = button.say('subjectDefault', { platform: platformTitle(comment.platform) });
  return {
    waiting: ticket.police !== null,
    offence: typed['offence'] ?? '',
    offences: offencesFor(found).map((value) => ({ value, title: button.say(`offence.${value}`) })),
    secrecy: typed['secrecy'] ?? '',
    heading: safeText(typed['heading'] ?? subject),
    number: safeText(typed['police-number'] ?? ''),
    words: wordsOf(button, [
      'offence',
      'offenceError',
      'secrecy',
      'secrecyError',
      'no',
      'yes',
      'unsure',
      'subject',
      'subjectError',
      'note',
      'number',
      'numberError',
      'send',
      'sendNumber',
    ]),
  };
};

/** That the ticket has been reported, and what number the police gave. */
export function policeSentences(cards: Cards, { ticket: { police } }: Pick<TicketView, 'ticket'>): string[] {
  if (!police) return [];
  const offence = cards.button('police').say(`offence.${police.offence}`);
  return [
    police.number === null
      ? cards.say('police.reported', { offence })
      : cards.say('police.numbered', { offence, number: safeText(police.number) }),
  ];
}
