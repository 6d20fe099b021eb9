import { describe, expect, it } from 'vitest';
import { actionOf } from '../../src/actions/index.ts';
import { offencesFor } from '../../src/core/police-report.ts';
import { ANNA, actor, press, situation } from '../fakes/situations.ts';

const subject = 'Polisanmälan om en kommentar på Facebook';
const hidden = {
  hiddenNow: { by: ANNA, at: '2026-04-02T12:00:00Z', rule: 'FIL-20', decision: 'd' },
} as const;

describe('Polisanmälan', () => {
  it('registers the report with a neutral subject, notes the offence that staff chose, and orders nothing', () => {
    const decision = press(situation({ ticket: hidden }), 'police', {
      offence: '4-5',
      secrecy: 'unsure',
      heading: subject,
    });
    expect(decision.refusal).toBeUndefined();
    expect(decision.registration).toMatchObject({
      create: { kind: 'police-report', subject, secret: true, by: ANNA },
    });
    expect(decision.ticket?.police).toMatchObject({ offence: '4-5', secrecy: 'unsure', number: null });
    expect(decision.journal.map(({ kind }) => kind)).toEqual(['police-report-ordered', 'secured']);
    expect(decision.effects).toEqual([]);
  });

  it('takes the number that the police gave, once, and then that they have closed it', () => {
    const at = '2026-04-02T12:00:00Z';
    const report = {
      offence: '16-8',
      secrecy: 'no',
      by: ANNA,
      at,
      decision: 'd',
      number: null,
      outcome: null,
    } as const;
    const reported = situation({ ticket: { police: report } });
    expect(press(reported, 'police')).toMatchObject({ answers: 'form', journal: [] });
    expect(press(reported, 'police', { offence: '16-8' }).refusal).toEqual({
      code: 'bad-input',
      details: { field: 'police-number' },
    });
    const { journal, ticket, registration } = press(reported, 'police', { 'police-number': '5000-K1-26' });
    expect(journal).toMatchObject([{ kind: 'police-number-given', data: { number: '5000-K1-26' } }]);
    expect(ticket?.police).toEqual({ ...report, number: '5000-K1-26' });
    expect(registration).toBeUndefined();
    const numbered = situation({ ticket: { police: { ...report, number: '5000-K1-26' } } });
    expect(press(numbered, 'police', { 'police-number': '5000-K2-26' }).refusal).toEqual({
      code: 'bad-input',
      details: { field: 'police-outcome' },
    });
    const ended = press(numbered, 'police', { 'police-outcome': 'closed' });
    expect(ended.ticket?.police).toEqual({ ...report, number: '5000-K1-26', outcome: 'closed' });
    expect(ended.journal).toMatchObject([{ kind: 'police-outcome-noted', by: ANNA }]);
    const over = situation({ ticket: { police: { ...report, number: '1', outcome: 'closed' } } });
    expect(press(over, 'police', { 'police-outcome': 'closed' }).refusal?.code).toBe('not-now');
  });

  it.each([
    [{ secrecy: 'no', heading: subject }, 'offence'],
    [{ offence: '4-5', heading: subject }, 'secrecy'],
    [{ offence: '4-5', secrecy: 'no' }, 'heading'],
  ])('chooses nothing for staff: %j lacks %s', (inputs, field) => {
    expect(press(situation({ ticket: hidden }), 'police', inputs).refusal).toEqual({
      code: 'bad-input',
      details: { field },
    });
  });

  it('refuses a subject that names the author, and a press without stored evidence', () => {
    const inputs = { offence: '4-5', secrecy: 'no', heading: 'Polisanmälan av Testsson' };
    expect(press(situation({ ticket: hidden }), 'police', inputs).refusal?.code).toBe('subject-not-neutral');
    const bare = situation({ ticket: hidden, comment: { evidenceStored: false } });
    expect(press(bare, 'police', { ...inputs, heading: subject }).refusal?.code).toBe('evidence-missing');
  });

  it('is for moderators alone', () => {
    const inputs = { offence: '4-5', secrecy: 'no', heading: subject };
    const by = actor(ANNA, 'registrar');
    expect(press(situation({ ticket: hidden }), 'police', inputs, by).refusal?.code).toBe('no-permission');
  });

  it('is not offered for a plain question', () => {
    expect(actionOf('police').offered?.(situation({ screening: { findings: [] } }))).toBe(false);
  });

  it('shows the likelier offences first, each once', () => {
    const offences = offencesFor(['hate-speech', 'unheard-of'], false);
    expect(offences[0]).toBe('16-8');
    expect(new Set(offences).size).toBe(offences.length);
    expect(offences.at(-1)).toBe('other');
    expect([...offences, ...offencesFor(['pornography'], false)]).not.toContain('16-10a');
    expect(offencesFor(['hate-speech'], true).slice(0, 2)).toEqual(['16-10a', '16-8']);
  });
});
