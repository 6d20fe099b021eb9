import { join } from 'node:path';
import { loadCards } from '../../src/chat/cards/load-cards.ts';
import { removalRules } from '../../src/core/policy.ts';
import type { TicketView } from '../../src/core/view.ts';
import {
  ANNA,
  BO,
  finding,
  type Given,
  NOW,
  numbered,
  policyOf,
  situation,
  viewOf,
} from '../fakes/situations.ts';

/** Every word and card, as the bot loads them. */
export const cards = loadCards(join(import.meta.dirname, '..', '..', 'cards'));

export const AUTHOR = 'Kim Testsson';

/** What a card may show of a comment, or may not. */
export const TEXT = 'Grannen på Storgatan är en riktig sillmjölke, 19121212-1212.';

const act = { by: ANNA, at: NOW.toString() };
const later = NOW.add({ minutes: 10 }).toString();

/** A removal under the municipality's first rule that allows one. */
const removalIn = (municipality: string) => ({
  ...act,
  rule: removalRules(policyOf(municipality)).find(({ removal }) => removal === 'allowed')?.id ?? '',
  decision: 'd',
  commentVersion: 1,
  undoUntil: later,
  approvedBy: null,
});

/** A question that waits, one that is answered, and a note. */
const INTERNAL: TicketView['ticket']['internal'] = [
  { ...act, kind: 'question', decision: numbered(5, 11), person: BO, question: null },
  { ...act, kind: 'answer', by: BO, decision: numbered(5, 12), person: null, question: numbered(5, 11) },
  { ...act, kind: 'note', decision: numbered(5, 13), person: null, question: null },
  { ...act, kind: 'question', decision: numbered(5, 14), person: BO, question: null },
];

/** What was written there may repeat what the comment says. */
const INTERNAL_TEXT = `Internt om sillmjölken: ${'ett långt ord '.repeat(60)}`;

type Stage = (municipality: string) => Given;

const hide = (state: 'pending' | 'done' | 'failed' | 'unknown') => ({ kind: 'hide-comment', state }) as const;
const pendingDeletion = { id: 'deletion', kind: 'delete-comment', state: 'pending', dueAt: later } as const;
const closed = { state: 'closed', closedAt: NOW.toString() } as const;

/** What the comment answers: the town's own post, and a comment that stays out of the channel. */
const THREAD: TicketView['thread'] = {
  post: { own: true, author: 'Kommunen', text: `Nya öppettider! ${'Biblioteket har öppet. '.repeat(30)}` },
  parent: { own: false, author: 'Bo Ek', text: null },
};

/** More decided breaches of the author's than any municipality asks for before a block. */
const breachesIn = (municipality: string) =>
  ['a', 'b', 'c'].map((ticket) => ({ ticket, rule: removalIn(municipality).rule, at: NOW }));

/** Where a ticket can stand when its card is drawn. */
const STAGES = {
  'is new': () => ({}),
  'is new, from an account with decided breaches': (municipality) => ({ breaches: breachesIn(municipality) }),
  'is claimed': () => ({ ticket: { state: 'claimed', claim: act, lastAct: { ...act, verb: 'claim' } } }),
  'has a claim that lapsed': () => ({
    ticket: { state: 'claimed', claim: { by: ANNA, at: NOW.subtract({ hours: 2 }).toString() } },
  }),
  'waits for a second person': (municipality) => ({
    ticket: { state: 'awaiting-approval', removal: { ...removalIn(municipality), undoUntil: null } },
  }),
  'is to be hidden and deleted': (municipality) => ({
    ticket: { state: 'removing', removal: removalIn(municipality) },
    effects: [hide('pending'), pendingDeletion],
  }),
  'is hidden and will be deleted': (municipality) => ({
    ticket: { state: 'removing', removal: { ...removalIn(municipality), approvedBy: BO } },
    comment: { visibility: 'hidden' },
    effects: [hide('done'), pendingDeletion],
    registrations: [{}],
  }),
  'is to be deleted by a person': (municipality) => ({
    ticket: { state: 'removing', removal: removalIn(municipality) },
    effects: [hide('done'), { ...pendingDeletion, state: 'asked' }],
  }),
  'could not be hidden': (municipality) => ({
    ticket: { state: 'removing', removal: removalIn(municipality) },
    effects: [hide('failed'), pendingDeletion],
  }),
  'may be hidden or not': (municipality) => ({
    ticket: { state: 'removing', removal: removalIn(municipality) },
    effects: [hide('unknown'), pendingDeletion],
  }),
  'was hidden with one press': (municipality) => ({
    ticket: {
      state: 'claimed',
      claim: act,
      hiddenNow: { ...act, rule: removalIn(municipality).rule, decision: 'd' },
    },
    comment: { visibility: 'hidden' },
    effects: [hide('done')],
  }),
  'has a reply on its way': () => ({
    ticket: {
      state: 'claimed',
      claim: act,
      reply: { ...act, decision: 'd', commentVersion: 1, returnOn: null, followed: 0 },
    },
    effects: [{ kind: 'reply-to-comment', state: 'started', params: { decision: 'd' } }],
  }),
  'has a reply for a person to publish': () => ({
    ticket: {
      state: 'claimed',
      claim: act,
      reply: { ...act, decision: 'd', commentVersion: 1, returnOn: null, followed: 0 },
    },
    effects: [{ id: 'reply', kind: 'reply-to-comment', state: 'asked', params: { decision: 'd' } }],
  }),
  'was edited after our reply': () => ({
    ticket: {
      reply: { ...act, decision: 'd', commentVersion: 1, returnOn: null, followed: 0 },
      commentVersion: 2,
      editedAfter: { version: 1, at: NOW.toString() },
    },
    comment: { version: 2 },
    effects: [{ kind: 'reply-to-comment', state: 'done' }],
  }),
  'is closed, from an account with decided breaches': (municipality) => ({
    ticket: closed,
    breaches: breachesIn(municipality),
  }),
  'is closed by a reply': () => ({
    ticket: { ...closed, reply: { ...act, decision: 'd', commentVersion: 1, returnOn: null, followed: 0 } },
    effects: [{ kind: 'reply-to-comment', state: 'done' }],
    registrations: [{ state: 'registered', number: 'KS 2026/0412' }],
  }),
  'is closed by a removal': (municipality) => ({
    ticket: { ...closed, removal: removalIn(municipality) },
    comment: { visibility: 'gone' },
    effects: [hide('done'), { ...pendingDeletion, state: 'done' }],
  }),
  'is let stand': () => ({ ticket: { ...closed, dismissal: { ...act, reason: 'within-rules' } } }),
  'is gone': () => ({ ticket: closed, comment: { visibility: 'gone' } }),
  'has a blocked author': (municipality) => ({
    ticket: { block: { ...act, rule: removalIn(municipality).rule, decision: 'd', untilOn: '2026-05-02' } },
    effects: [
      { kind: 'block-author', state: 'done', result: { at: NOW.toString(), how: 'performed' } },
      {
        ...{ kind: 'unblock-author', dueAt: '2026-05-02T22:00:00Z' },
        params: { untilOn: '2026-05-02' },
      },
    ],
  }),
  'has internal material': () => ({ ticket: { internal: INTERNAL } }),
  'stands in trial mode': () => ({ account: { trial: true } }),
} as const satisfies Record<string, Stage>;

export type StageName = keyof typeof STAGES;

export const STAGE_NAMES = Object.keys(STAGES) as StageName[];

/** A ticket's view at a stage, with findings under the municipality's rules and the words above in its text. */
export function viewAt(
  stage: StageName,
  municipality: string,
  display: 'open' | 'offensive' | 'secret',
  change: Given = {},
): TicketView {
  const policy = policyOf(municipality);
  const given: Given = STAGES[stage](municipality);
  const evidence = [{ start: 0, end: 7, source: 'lexicon' as const, why: 'name' }];
  const findings = removalRules(policy)
    .slice(0, 2)
    .map(({ id }) => finding(policy, id, { hard: true, evidence }));
  const on = situation({
    ...given,
    ...change,
    municipality,
    comment: { text: TEXT, author: { id: '7000', name: AUTHOR }, ...given.comment, ...change.comment },
    ticket: { ...given.ticket, ...change.ticket },
    screening: { findings, needsReply: true, display, ...change.screening },
  });
  return viewOf(on, {
    textBefore: on.ticket.editedAfter ? `Före: ${TEXT}` : null,
    thread: THREAD,
    internalTexts: new Map(on.ticket.internal.map(({ decision }) => [decision, INTERNAL_TEXT])),
  });
}
