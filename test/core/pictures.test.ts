import { describe, expect, it } from 'vitest';
import { isClassed, mayShowPictures } from '../../src/core/pictures.ts';
import type { Ticket } from '../../src/core/ticket.ts';
import { ANNA, type Given, NOW, situation } from '../fakes/situations.ts';

const act = { by: ANNA, at: NOW.toString() };
const decided = { ...act, rule: 'FIL-20', decision: 'd' };
const block = { ...decided, untilOn: null };
const removal = { ...decided, commentVersion: 1, undoUntil: null, approvedBy: null };
const reply = { ...act, decision: 'd', commentVersion: 1, returnOn: null, followed: 0 };
const dismissal = { ...act, reason: 'within-rules' as const };
const ticketOf = (ticket: Partial<Ticket>, given: Given = {}) => situation({ ...given, ticket }).ticket;
const edited = (minutes: number) => ({ version: 1, at: NOW.add({ minutes }).toString() });

describe('A person has classed', () => {
  it.each<[string, boolean, Partial<Ticket>]>([
    ['nothing yet', false, {}],
    ['what they only took', false, { state: 'claimed', claim: act }],
    ['what they put off', false, { snooze: { ...act, until: act.at, decision: null } }],
    ['what was hidden to be judged later', false, { hiddenNow: decided }],
    ['what the account answered elsewhere', false, { answer: { at: act.at, by: null, how: 'elsewhere' } }],
    ['what they answered', true, { reply }],
    ['what they proposed to remove', true, { state: 'awaiting-approval', removal }],
    ['what they ordered removed', true, { state: 'removing', removal }],
    ['what they let stand', true, { dismissal }],
    ['whose author they blocked', true, { block }],
    ['an earlier text, by a reply', false, { reply, commentVersion: 2, editedAfter: edited(5) }],
    ['an earlier text, by a removal', false, { removal, commentVersion: 2, editedAfter: edited(5) }],
    ['an earlier text, by a block', false, { block, commentVersion: 2, editedAfter: edited(5) }],
    ['the edited text, by a block', true, { block, commentVersion: 2, editedAfter: edited(-5) }],
  ])('%s: %s', (_, classed, ticket) => {
    expect(isClassed(ticketOf(ticket))).toBe(classed);
  });

  it.each<[string, boolean, Partial<Ticket>, Given]>([
    ['is classed and open to see', true, { reply }, {}],
    ['is not classed', false, {}, {}],
    ['may be secret', false, { reply }, { screening: { display: 'secret' } }],
    ['may be offensive', false, { reply }, { screening: { display: 'offensive' } }],
    ['is closed', false, { reply, state: 'closed' }, {}],
    ['is under suspicion', false, { reply, suspected: { ...act, outcome: null } }, {}],
    [
      'was cleared by police',
      false,
      { reply, suspected: { ...act, outcome: { ...act, what: 'cleared' } } },
      {},
    ],
  ])('what %s may be shown on the card: %s', (_, may, ticket, given) => {
    expect(mayShowPictures(ticketOf(ticket, given))).toBe(may);
  });
});
