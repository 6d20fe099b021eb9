import { platformTitle } from '../../core/platform.ts';
import { offencesFor } from '../../core/police-report.ts';
import type { TicketView } from '../../core/view.ts';
import { type FormData, wordsOf } from './form-data.ts';
import type { Cards } from './load-cards.ts';
import { safeText } from './safe-text.ts';

/** What is reported to the police: the likelier offences first, none chosen beforehand. Then their number, then that they are done. */
export const policeForm: FormData = (_, { view, button, typed }) => {
  const { ticket, comment } = view;
  const found = ticket.screening.findings.map(({ category }) => category);
  const subject = button.say('subjectDefault', { platform: platformTitle(comment.platform) });
  return {
    reporting: ticket.police === null,
    waiting: ticket.police !== null && ticket.police.number === null,
    numbered: ticket.police !== null && ticket.police.number !== null,
    outcome: typed['police-outcome'] ?? '',
    sendTitle: button.say(sendOf(ticket.police)),
    offence: typed['offence'] ?? '',
    offences: offencesFor(found, ticket.suspected !== null).map((value) => ({
      value,
      title: button.say(`offence.${value}`),
    })),
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
      'headingError',
      'note',
      'number',
      'police-numberError',
      'outcome',
      'police-outcomeError',
      'closed',
    ]),
  };
};

const sendOf = (report: TicketView['ticket']['police']): string => {
  if (report === null) return 'send';
  return report.number === null ? 'sendNumber' : 'sendOutcome';
};

/** That the ticket has been reported, and what number the police gave. */
export function policeSentences(cards: Cards, { ticket: { police } }: Pick<TicketView, 'ticket'>): string[] {
  if (!police) return [];
  const offence = cards.button('police').say(`offence.${police.offence}`);
  if (police.number === null) return [cards.say('police.reported', { offence })];
  const said = police.outcome === null ? 'police.numbered' : 'police.closed';
  return [cards.say(said, { offence, number: safeText(police.number) })];
}
