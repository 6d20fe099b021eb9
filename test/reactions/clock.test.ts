import { describe, expect, it } from 'vitest';
import { keepTime } from '../../src/core/keep-time.ts';
import type { Staff } from '../../src/core/staff.ts';
import { clockChanged } from '../../src/reactions/clock-changed.ts';
import { decide } from '../../src/reactions/index.ts';
import { ownReplySeen } from '../../src/reactions/own-reply-seen.ts';
import { commentScreened } from '../fakes/reacting.ts';
import {
  ANNA,
  actor,
  BO,
  finding,
  type Given,
  NOW,
  policyOf,
  screening,
  situation,
} from '../fakes/situations.ts';
import { createWorld, type World } from '../fakes/world.ts';

const at = (text: string) => Temporal.Instant.from(text);
const QUESTION = { screening: { tier: 'none', needsReply: true } } as const;
const answer = (text: string, returnOn?: string) => ({
  form: 'answer',
  'text-answer': text,
  ...(returnOn !== undefined && { 'return-answer': returnOn }),
});
const target = (world: World) => world.situation.ticket.target;
const reminders = (world: World) =>
  world.situation.effects
    .filter(({ kind, state }) => kind === 'remind' && state === 'pending')
    .map(({ dueAt }) => dueAt);
/** Filipstad's ticket of Thursday 2 April 2026, as the engine opens it. */
const opened = (given: Given = {}): World => {
  const world = createWorld({ ...QUESTION, ...given });
  world.press('register', { subject: 'Kommentar på Facebook', ground: 'none' });
  return world;
};
/** Minutes from NOW (Thursday 2 April, 08.30) to a local instant. */
const until = (text: string) => NOW.until(at(text)).total('minutes');

describe('A ticket’s reminder', () => {
  it('is ordered with it: four working hours before the deadline, one at a time', () => {
    const world = opened();
    expect(target(world)).toEqual({ kind: 'answer', at: '2026-04-07T14:00:00Z' });
    expect(reminders(world)).toEqual(['2026-04-07T10:00:00Z']);
  });

  it('is followed by the next of the plan once it has been said, and leaves the card alone', () => {
    const world = opened();
    world.pass(until('2026-04-07T10:00:00Z'));
    const { id } = world.start() ?? { id: '' };
    const decision = world.end(id, 'done');
    expect(decision.quiet).toBe(true);
    expect(decision.ticket?.version).toBe(1);
    expect(decision.journal.map(({ kind }) => kind)).toEqual(['reminded']);
    expect(reminders(world)).toEqual(['2026-04-07T13:00:00Z']);
  });

  it('comes every working morning after a deadline at closing time, also when it is not known whether one was said', () => {
    const world = opened();
    world.pass(until('2026-04-08T06:00:00Z'));
    world.end(world.start()?.id ?? '', 'unknown');
    expect(reminders(world)).toEqual(['2026-04-09T06:00:00Z']);
    world.pass(24 * 60);
    world.end(world.start()?.id ?? '', 'done');
    expect(reminders(world)).toEqual(['2026-04-10T06:00:00Z']);
    world.pass(24 * 60);
    world.end(world.start()?.id ?? '', 'done');
    expect(reminders(world)).toEqual(['2026-04-13T06:00:00Z']);
  });

  it('put off until the office opens is neither lost nor doubled', () => {
    const world = opened();
    world.pass(until('2026-04-07T10:00:00Z'));
    const { id } = world.start() ?? { id: '' };
    world.end(id, 'later');
    expect(world.situation.effects.filter(({ kind }) => kind === 'remind')).toHaveLength(1);
    expect(reminders(world)).toEqual([world.situation.now.add({ seconds: 2 }).toString()]);
  });

  it('is dropped when the ticket is answered', () => {
    const world = opened();
    world.press('reply', answer('Hej! Det öppnar i maj.'));
    expect(reminders(world)).toHaveLength(1);
    world.run();
    expect(world.situation.ticket).toMatchObject({
      state: 'closed',
      target: null,
      answer: { how: 'reply', by: ANNA },
    });
    expect(reminders(world)).toEqual([]);
  });

  it('is escalated once to the lead when the time has run out', () => {
    const world = opened({ staff: { lead: BO, duty: null, rota: [] } });
    world.press('claim');
    world.pass(until('2026-04-08T06:00:00Z'));
    world.end(world.start()?.id ?? '', 'done');
    const escalations = () => world.situation.effects.filter(({ kind }) => kind === 'escalate');
    expect(escalations()).toMatchObject([{ state: 'pending', params: { person: BO } }]);
    world.end(world.start()?.id ?? '', 'done');
    world.pass(24 * 60);
    world.end(world.start()?.id ?? '', 'done');
    expect(escalations()).toHaveLength(1);
  });

  it.each([
    ['that nobody has taken', false, 1],
    ['that somebody has taken', true, 0],
  ])('is escalated at the last call for a comment %s: %s → %i', (_, claimed, count) => {
    const world = opened({ staff: { lead: BO, duty: null, rota: [] } });
    if (claimed) world.press('claim');
    world.pass(until('2026-04-07T10:00:00Z'));
    world.end(world.start()?.id ?? '', 'done');
    expect(world.situation.effects.filter(({ kind }) => kind === 'escalate')).toEqual([]);
    world.pass(180);
    world.end(world.start()?.id ?? '', 'done');
    expect(world.situation.effects.filter(({ kind }) => kind === 'escalate')).toHaveLength(count);
  });
});

describe('The clock is stopped', () => {
  it('by no reply that failed', () => {
    const world = opened();
    world.press('reply', answer('Hej!'));
    world.run('failed');
    expect(world.situation.ticket.answer).toBeNull();
    expect(target(world)?.kind).toBe('answer');
    expect(reminders(world)).toEqual(['2026-04-07T10:00:00Z']);
  });

  it('by "Låt stå", and started again when that is undone', () => {
    const world = opened();
    world.press('dismiss', { because: 'no-reply-needed' });
    expect(world.situation.ticket).toMatchObject({
      state: 'closed',
      answer: { how: 'let-stand' },
      target: null,
    });
    world.press('undo');
    expect(world.situation.ticket.answer).toBeNull();
    expect(reminders(world)).toEqual(['2026-04-07T10:00:00Z']);
  });

  it('by no removal: the question stays until somebody says how it was seen to', () => {
    const world = opened({ screening: { tier: 'flag', needsReply: true } });
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    expect(target(world)?.kind).toBe('answer');
    world.pass(11);
    world.run();
    expect(world.situation.ticket).toMatchObject({ state: 'open', answer: null, target: { kind: 'answer' } });
    expect(world.press('dismiss', { because: 'within-rules' }).refusal?.code).toBe('not-now');
    world.press('conclude', { because: 'no-reply-needed' });
    expect(world.situation.ticket).toMatchObject({
      state: 'closed',
      answer: { how: 'concluded' },
      target: null,
    });
    expect(reminders(world)).toEqual([]);
  });

  it('for a comment that asks nothing when it is removed', () => {
    const world = opened({ screening: { tier: 'flag', needsReply: false } });
    expect(target(world)?.kind).toBe('assess');
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    expect(target(world)).toBeNull();
    expect(reminders(world)).toEqual([]);
  });

  it('by a holding reply, which keeps the ticket open to its day with a reminder of its own', () => {
    const world = opened();
    const decision = world.press('reply', answer('Vi återkommer senast {dag}.', '2026-04-10'));
    expect(decision.reply?.text).toBe('Vi återkommer senast fredag 10 april.');
    expect(target(world)?.kind).toBe('answer');
    world.run();
    expect(world.situation.ticket).toMatchObject({ state: 'claimed', answer: { how: 'holding' } });
    expect(target(world)).toEqual({ kind: 'return', at: '2026-04-10T14:00:00Z' });
    expect(reminders(world)).toEqual(['2026-04-10T10:00:00Z']);
    world.press('reply', answer('Det öppnar den 2 maj.'));
    world.run();
    expect(world.situation.ticket).toMatchObject({ state: 'closed', answer: { how: 'holding' } });
  });

  it('by nothing more once a comment that was answered for now is being removed', () => {
    const world = opened();
    world.press('reply', answer('Vi återkommer senast {dag}.', '2026-04-10'));
    world.run();
    world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
    expect(target(world)).toBeNull();
  });

  it.each(['2026-04-02', '2026-04-03', '2026-04-05', '2026-04-01'])(
    'by no holding reply that names %s: today, a day off or the past',
    (day) => {
      const { refusal } = opened().press('reply', answer('Vi återkommer {dag}.', day));
      expect(refusal?.code).toBe('not-a-working-day');
    },
  );

  it('and no edit moves it: the first arrival stays', () => {
    const world = opened();
    world.pass(24 * 60);
    world.edit('När öppnar badhuset i sommar?', { tier: 'none', needsReply: true });
    expect(target(world)).toEqual({ kind: 'answer', at: '2026-04-07T14:00:00Z' });
  });

  it('but a text edited after its answer is to be looked at again, as an internal goal', () => {
    const world = opened();
    world.press('reply', answer('Hej!'));
    world.run();
    world.pass(60);
    world.edit('Och vad kostar det?', { tier: 'none', needsReply: true });
    expect(world.situation.ticket).toMatchObject({ state: 'open', answer: { how: 'reply' } });
    expect(target(world)).toEqual({ kind: 'follow-up', at: '2026-04-07T14:00:00Z' });
  });
});

describe('What may be urgent', () => {
  it('is to be assessed at once, not by the next working day, also before what it asks is answered', () => {
    for (const needsReply of [true, false]) {
      const on = { ...situation(), ticket: null };
      const found = screening({ tier: 'flag', urgent: true, needsReply });
      expect(keepTime(on, commentScreened(on, found)).ticket?.target).toEqual({
        kind: 'at-once',
        at: NOW.toString(),
      });
    }
  });

  it('waits as others do once it is answered', () => {
    const world = opened({ screening: { urgent: true, needsReply: true } });
    expect(target(world)?.kind).toBe('at-once');
    world.press('reply', answer('Ring 112!', '2026-04-08'));
    world.run();
    expect(target(world)?.kind).toBe('return');
  });
});

describe('A comment that is edited while our reply is on its way', () => {
  it('is awaited to be followed up once the reply is out, since it answers the older text', () => {
    const world = opened({ screening: { needsReply: true } });
    world.press('reply', answer('Klockan tio.'));
    const reply = world.start();
    world.pass(5);
    world.edit('Och på söndagar?', { needsReply: true });
    world.end(reply?.id ?? '', 'done');
    expect(world.situation.ticket.state).not.toBe('closed');
    expect(target(world)?.kind).toBe('follow-up');
  });
});

describe('A reply by the account itself', () => {
  const ownReplies = [{ externalId: '1000_9', at: NOW.subtract({ minutes: 5 }) }];

  it('stops the clock and closes what only asked', () => {
    const decision = ownReplySeen(situation({ ...QUESTION, ownReplies }));
    expect(decision.ticket).toMatchObject({ state: 'closed', answer: { how: 'elsewhere', by: null } });
    expect(decision.journal.map(({ kind }) => kind)).toEqual(['own-reply-seen', 'ticket-closed']);
  });

  it('stops the clock of a flagged comment, which stays to be judged', () => {
    const { ticket } = ownReplySeen(situation({ screening: { tier: 'flag', needsReply: true }, ownReplies }));
    expect(ticket).toMatchObject({ state: 'open', answer: { how: 'elsewhere' } });
    const on = situation({ screening: { tier: 'flag', needsReply: true }, ownReplies });
    const decision = decide(on, { kind: 'own-reply-seen', key: 'k', ticket: on.ticket.id });
    expect(decision.ticket?.target).toEqual({ kind: 'assess', at: on.ticket.dueAt });
  });

  it.each([
    ['ours, done', { state: 'done', result: { at: NOW.toString(), how: 'performed', externalId: '1000_9' } }],
    ['perhaps ours, on its way', { state: 'started' }],
    ['perhaps ours, of which nobody knows', { state: 'unknown' }],
  ] as const)('is no news when it is %s', (_, state) => {
    const effects = [{ kind: 'reply-to-comment', params: { decision: 'd' }, ...state }] as const;
    expect(ownReplySeen(situation({ ...QUESTION, ownReplies, effects })).ticket).toBeUndefined();
  });

  it('that came before the comment was screened opens no ticket, but for a flagged one', () => {
    const on = { ...situation({ ownReplies }), ticket: null };
    expect(commentScreened(on, screening({ tier: 'none', needsReply: true })).ticket).toBeUndefined();
    expect(commentScreened(on, screening({ tier: 'flag', needsReply: true })).ticket?.answer?.how).toBe(
      'elsewhere',
    );
  });
});

describe('Snooze', () => {
  it.each([
    ['hour', {}, '2026-04-02T07:30:00Z'],
    ['morning', {}, '2026-04-07T06:00:00Z'],
  ])('until %s lets the reminders wait and takes the comment', (when, more, expected) => {
    const world = opened();
    world.press('snooze', { until: when, ...more });
    expect(world.situation.ticket).toMatchObject({
      state: 'claimed',
      claim: { by: ANNA },
      snooze: { until: expected },
    });
    expect(reminders(world)).toEqual([expected]);
  });

  it('goes past the deadline only with a reason, which is kept', () => {
    const world = opened();
    const past = { until: 'day', 'morning-of': '2026-04-09' };
    expect(world.press('snooze', past).refusal).toMatchObject({ code: 'past-deadline' });
    const decision = world.press('snooze', { ...past, late: 'Väntar på besked från badhuset.' });
    expect(decision.reason).toMatchObject({
      verb: 'snooze',
      rule: null,
      text: 'Väntar på besked från badhuset.',
    });
    expect(decision.journal).toMatchObject([{ kind: 'snoozed', data: { pastDeadline: true } }]);
    expect(reminders(world)).toEqual(['2026-04-09T06:00:00Z']);
  });

  it.each(['2026-04-03', '2026-04-02', '2026-03-31'])('does not go to %s', (day) => {
    expect(opened().press('snooze', { until: 'day', 'morning-of': day }).refusal?.code).toBe(
      'not-a-working-day',
    );
  });

  it('ends when the citizen edits the comment', () => {
    const world = opened();
    world.press('snooze', { until: 'morning' });
    world.edit('Nu är det bråttom!', { tier: 'none', needsReply: true });
    expect(world.situation.ticket.snooze).toBeNull();
  });
});

describe('Ludvika’s words on removal', () => {
  const ludvika = policyOf('ludvika');
  const swearing = (rule: string) => screening({ findings: [finding(ludvika, rule)] });
  const openedWith = (rule: string) => {
    const on = { ...situation({ municipality: 'ludvika' }), ticket: null };
    return keepTime(on, commentScreened(on, swearing(rule))).ticket;
  };

  it('"omgående" is an internal goal of two working hours, "omedelbart" of half an hour', () => {
    // It came at 07.30, before the office opened.
    expect(openedWith('LUD-10')?.target).toEqual({ kind: 'remove', at: '2026-04-02T08:00:00Z' });
    expect(openedWith('LUD-12')?.target).toEqual({ kind: 'remove', at: '2026-04-02T06:30:00Z' });
    expect(openedWith('LUD-12')?.removeBy?.rule).toBe('LUD-42');
  });

  it('no other municipality has such a clock', () => {
    const filipstad = policyOf('filipstad');
    const on = { ...situation(), ticket: null };
    const found = screening({ findings: [finding(filipstad, 'FIL-20')] });
    expect(keepTime(on, commentScreened(on, found)).ticket).toMatchObject({
      removeBy: null,
      target: { kind: 'assess' },
    });
  });
});

describe('Whoever is on duty', () => {
  const duty = { lead: null, duty: BO, rota: [] };
  const [saturday, thursday] = ['2026-04-04T10:00:00Z', '2026-04-02T10:00:00Z'];
  const alerts = (now: string, given: Parameters<typeof screening>[0], staff: Staff = duty) => {
    const on = { ...situation({ staff, now: at(now) }), ticket: null };
    return commentScreened(on, screening(given)).effects.filter(({ kind }) => kind.startsWith('alert-'));
  };
  const threat = { findings: [finding(policyOf('filipstad'), 'FIL-23')] };

  it.each([
    ['what may be urgent', { urgent: true }, true, true],
    ['what a statute may cover', threat, true, true],
    ['what may be secret', { display: 'secret' }, true, false],
    ['what is only offensive', { display: 'offensive' }, false, false],
  ] as const)('is alerted of %s on a Saturday and in office hours, or not', (_, given, off, on) => {
    const told = [{ kind: 'alert-duty', params: { person: BO } }];
    expect(alerts(saturday, given)).toEqual(off ? told : []);
    expect(alerts(thursday, given)).toEqual(on ? told : []);
  });

  it('has a second person behind them, who is told when nobody has confirmed', () => {
    const dueAt = at(saturday).add({ minutes: 15 });
    const second = (staff: Staff) => alerts(saturday, { urgent: true }, staff)[1];
    expect(second({ ...duty, lead: ANNA })).toEqual({
      kind: 'alert-second',
      params: { person: ANNA },
      dueAt,
    });
    expect(second({ ...duty, lead: ANNA, dutyBackup: 'cecilia' })?.params).toEqual({ person: 'cecilia' });
    // Nobody is woken twice of the same.
    expect(second({ ...duty, lead: BO })).toBeUndefined();
  });

  it('is alerted anew of an edit that is more alarming than what stood there, confirmed or not, and of no other', () => {
    const edit = (before: object, now: object, ticket: object = {}) => {
      const on = situation({
        ...{ staff: duty, now: at(saturday), comment: { version: 2 }, screening: before },
        ticket: { commentVersion: 1, ...ticket },
      });
      return commentScreened(on, screening(now));
    };
    const confirmed = { alertConfirmed: { by: BO, at: at(thursday).toString() } };
    // It came in office hours, when nobody was woken by it.
    const graver = edit({ display: 'secret' }, { display: 'secret', urgent: true }, confirmed);
    expect(graver.effects).toContainEqual({ kind: 'alert-duty', params: { person: BO } });
    expect(graver.ticket?.alertConfirmed).toBeNull();
    const same = edit({ urgent: true }, { urgent: true, display: 'secret' }, confirmed);
    expect(same.effects.filter(({ kind }) => kind === 'alert-duty')).toEqual([]);
    expect(same.ticket?.alertConfirmed).toEqual(confirmed.alertConfirmed);
  });

  it('is nobody where nobody is named', () => {
    expect(alerts(saturday, { display: 'secret' }, { ...duty, duty: null, lead: ANNA })).toEqual([]);
  });
});

describe('A changed clock', () => {
  it('computes the deadline anew from the first arrival, journals old and new, and moves the reminder', () => {
    const policy = policyOf('filipstad');
    const closedDays = [{ from: '2026-04-07', to: '2026-04-07', name: 'Klämdag' }];
    const changed = { ...policy, clockVersion: 'new', clock: { ...policy.clock, closedDays } };
    const on = situation({
      ...QUESTION,
      policy: changed,
      effects: [{ kind: 'remind', dueAt: '2026-04-07T10:00:00Z' }],
    });
    const before = { ...on, ticket: { ...on.ticket, clock: 'old' } };
    const decision = keepTime(before, clockChanged(before));
    expect(decision.ticket).toMatchObject({ dueAt: '2026-04-08T14:00:00Z', clock: 'new', version: 1 });
    expect(decision.journal).toMatchObject([
      { kind: 'deadline-changed', data: { from: '2026-04-07T14:00:00Z', to: '2026-04-08T14:00:00Z' } },
    ]);
    expect(decision.quiet).toBeUndefined();
    expect(decision.settle).toMatchObject([{ to: 'pending', dueAt: at('2026-04-08T10:00:00Z') }]);
  });

  it('that changes nothing for the ticket journals nothing and leaves its card', () => {
    const on = situation(QUESTION);
    const before = { ...on, ticket: { ...on.ticket, clock: 'old' } };
    expect(clockChanged(before)).toMatchObject({
      quiet: true,
      journal: [],
      ticket: { clock: before.policy.clockVersion },
    });
    expect(clockChanged(on)).toEqual({ journal: [], effects: [] });
  });
});

describe('Who may press', () => {
  it('a lapsed claim can be taken by a colleague, a live one cannot', () => {
    const world = opened();
    world.press('claim');
    expect(world.press('claim', {}, actor(BO)).refusal?.code).toBe('colleague-first');
    world.pass(31);
    world.press('claim', {}, actor(BO));
    expect(world.situation.ticket.claim?.by).toBe(BO);
  });
});
