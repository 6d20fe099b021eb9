import { describe, expect, it } from 'vitest';
import { actorAt, onRota, ownerOf, type Roster, seesToUnclaimed, staffOn } from '../../src/core/staff.ts';
import { situation } from '../fakes/situations.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const AWAY = day('2026-07-14');

/** Away from 14 July to 2 August, each of them. */
const roster = (away: readonly string[], more: Partial<Roster> = {}): Roster => ({
  leads: ['lead', 'deputy'],
  registrars: ['registrar'],
  duty: 'duty',
  dutyBackup: 'backup',
  rota: ['anna', 'bo', 'cleo'],
  absences: new Map(away.map((id) => [id, [{ from: AWAY, to: day('2026-08-02') }]])),
  ...more,
});

describe('whoever is away', () => {
  it.each([
    ['2026-07-13', 'duty'],
    ['2026-07-14', 'backup'],
    ['2026-08-02', 'backup'],
    ['2026-08-03', 'duty'],
  ])('is so on both of the days that are named: on %s duty is %s’s', (on, duty) => {
    expect(staffOn(roster(['duty']), day(on)).duty).toBe(duty);
  });

  it.each([
    ['nobody', [], { lead: 'lead', duty: 'duty', dutyBackup: 'backup' }],
    ['who is on duty', ['duty'], { lead: 'lead', duty: 'backup', dutyBackup: undefined }],
    ['the backup', ['backup'], { lead: 'lead', duty: 'duty', dutyBackup: undefined }],
    ['both', ['duty', 'backup'], { lead: 'lead', duty: 'lead', dutyBackup: undefined }],
    [
      'both and the lead',
      ['duty', 'backup', 'lead'],
      { lead: 'deputy', duty: 'deputy', dutyBackup: undefined },
    ],
    ['everyone', ['duty', 'backup', 'lead', 'deputy'], { lead: 'lead', duty: 'lead', dutyBackup: undefined }],
  ])('is passed over: %s', (_, away, { lead, duty, dutyBackup }) => {
    const staff = staffOn(roster(away), AWAY);
    expect([staff.lead, staff.duty, staff.dutyBackup]).toEqual([lead, duty, dutyBackup]);
  });

  it('leaves nobody on duty where nobody is appointed', () => {
    expect(staffOn(roster([], { duty: undefined }), AWAY).duty).toBeNull();
  });

  it.each([
    ['nobody', [], 'bo'],
    ['whose week it is', ['bo'], 'cleo'],
    ['the next too, and the turn goes round', ['bo', 'cleo'], 'anna'],
    ['all in turn: the lead', ['anna', 'bo', 'cleo'], 'lead'],
  ])('gives the week to the next in turn: %s', (_, away, person) => {
    expect(onRota(staffOn(roster(away), AWAY), AWAY)).toBe(person);
  });

  it('has no turn where there is no rota', () => {
    expect(onRota(staffOn(roster([], { rota: [] }), AWAY), AWAY)).toBeNull();
  });

  it('answers for no account, and for nothing that they took, until they are back', () => {
    const of = (away: readonly string[]) => staffOn(roster(away, { responsible: 'erik' }), AWAY);
    expect([seesToUnclaimed(of([]), AWAY), seesToUnclaimed(of(['erik']), AWAY)]).toEqual(['erik', 'bo']);
    const now = Temporal.Instant.from('2026-07-14T08:00:00Z');
    const { ticket: taken } = situation({ ticket: { claim: { by: 'dan', at: now.toString() } } });
    expect([ownerOf(taken, of([]), now), ownerOf(taken, of(['dan']), now)]).toEqual(['dan', 'erik']);
  });
});

describe('a lead', () => {
  const as = (id: string, role: 'lead' | 'registrar' | 'communicator') =>
    actorAt(staffOn(roster([]), AWAY), { id, role }).role;
  it.each([
    ['leads the accounts that are theirs', 'deputy', 'lead', 'lead'],
    ['of another account is a colleague here', 'other', 'lead', 'communicator'],
    ['of another account who registers is a registrar here', 'registrar', 'lead', 'registrar'],
    ['in their own chat is a registrar as before', 'lead', 'registrar', 'registrar'],
  ] as const)('%s', (_, id, role, here) => {
    expect(as(id, role)).toBe(here);
  });
});
