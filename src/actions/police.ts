import { z } from 'zod';
import { type Decision, refuse, type TicketSituation } from '../core/decision.ts';
import { entryOf } from '../core/keep-register.ts';
import { Offence, ReportedSecrecy } from '../core/police-report.ts';
import { ruleOf } from '../core/policy.ts';
import { isNeutralSubject } from '../core/registration.ts';
import { optionalTypedText } from '../core/typed-text.ts';
import { ASKS_FIRST, action, MODERATORS, type PressSituation, pressed } from './action.ts';

/** What nobody would take to the police needs no button for it. */
function isGrave({ ticket, policy }: TicketSituation): boolean {
  if (ticket.removal || ticket.hiddenNow) return true;
  return ticket.screening.findings.some(({ rule }) => {
    const found = ruleOf(policy, rule);
    return (
      found?.severity === 'critical' ||
      found?.severity === 'high' ||
      found?.actions.includes('police-report') ||
      policy.law.some(({ id }) => id === rule)
    );
  });
}

/**
 * "Polisanmälan": gives the presser its form, then registers that one is made and notes which offence staff chose; the papers
 * are made by `kv police`, and a person hands them in. Pressed again, it takes the number that the police gave, and then
 * that they have closed it. Changes no state: a report hinders no removal.
 */
export const police = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: MODERATORS,
  exclusive: false,
  input: z.object({
    offence: Offence.optional(),
    secrecy: ReportedSecrecy.optional(),
    heading: optionalTypedText({ min: 5, max: 120 }),
    'police-number': optionalTypedText({ min: 3, max: 40 }),
    'police-outcome': z.enum(['closed']).optional(),
  }),
  offered: (situation) => {
    const { comment, ticket } = situation;
    if (comment.own) return false;
    return ticket.police === null ? isGrave(situation) : ticket.police.outcome === null;
  },
  decide: (situation, { offence, secrecy, heading: subject, ...theirs }) => {
    const { police: report } = situation.ticket;
    const isFilled = [offence, secrecy, subject, ...Object.values(theirs)].some((one) => one !== undefined);
    // The button on the card asks for the form alone.
    if (!isFilled) return ASKS_FIRST;
    if (report?.number) return ended(situation, report, theirs['police-outcome']);
    if (report) return numbered(situation, report, theirs['police-number']);
    if (!offence) return refuse('bad-input', { field: 'offence' });
    if (!secrecy) return refuse('bad-input', { field: 'secrecy' });
    if (!subject) return refuse('bad-input', { field: 'heading' });
    if (!isNeutralSubject(subject, situation.comment)) return refuse('subject-not-neutral');
    if (!situation.comment.evidenceStored) return refuse('evidence-missing');
    return reported(situation, { offence, secrecy, subject });
  },
});

/** Drawn up here, so registered at once (TF 2 kap. 10 §); often secret while it is investigated, which the registrar tries. */
function reported(
  situation: PressSituation,
  {
    offence,
    secrecy,
    subject,
  }: { offence: Offence; secrecy: z.infer<typeof ReportedSecrecy>; subject: string },
): Decision {
  const { ticket, by, now, decisionId } = situation;
  const isSecret = secrecy !== 'no' || ticket.screening.display === 'secret';
  const { registration, journal } = entryOf(situation, {
    ...{ kind: 'police-report', by: by.id, judged: null, ground: null, secret: isSecret, subject },
  });
  return {
    ticket: pressed(situation, 'police', {
      police: {
        offence,
        secrecy,
        by: by.id,
        at: now.toString(),
        decision: decisionId,
        number: null,
        outcome: null,
      },
    }),
    registration,
    journal: [
      {
        kind: 'police-report-ordered',
        by: by.id,
        data: { offence, secrecy, commentVersion: ticket.commentVersion, registration: decisionId },
      },
      ...journal,
    ],
    effects: [],
  };
}

function numbered(
  situation: PressSituation,
  report: NonNullable<PressSituation['ticket']['police']>,
  number: string | undefined,
): Decision {
  if (!number) return refuse('bad-input', { field: 'police-number' });
  return {
    ticket: pressed(situation, 'police', { police: { ...report, number } }),
    journal: [
      { kind: 'police-number-given', by: situation.by.id, data: { registration: report.decision, number } },
    ],
    effects: [],
  };
}

function ended(
  situation: PressSituation,
  report: NonNullable<PressSituation['ticket']['police']>,
  outcome: 'closed' | undefined,
): Decision {
  if (!outcome) return refuse('bad-input', { field: 'police-outcome' });
  return {
    ticket: pressed(situation, 'police', { police: { ...report, outcome } }),
    journal: [
      { kind: 'police-outcome-noted', by: situation.by.id, data: { registration: report.decision, outcome } },
    ],
    effects: [],
  };
}
