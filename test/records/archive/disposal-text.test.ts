import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DisposalRule } from '../../../src/core/disposal-policy.ts';
import type { Disposal, DisposalProtocol } from '../../../src/ports/disposal.ts';
import { loadArchiveWords } from '../../../src/records/archive/archive-words.ts';
import { disposalText } from '../../../src/records/archive/disposal-text.ts';
import { at } from '../record-items.ts';

const words = loadArchiveWords(join(import.meta.dirname, '../../../cards'));

const rule = DisposalRule.parse({
  ...{ id: 'GALLRA-1', type: 'comment', after: { years: 1 }, from: 'arrival', plan: '3.1', preserve: true },
  decision: { board: 'Kommunstyrelsen', paragraph: '§ 12', date: '2026-03-17', number: 'KS 2026/5' },
});

const disposal = (more: Partial<Disposal>): Disposal => ({
  ...{ municipality: 'filipstad', id: 'd', rule, policy: '1', state: 'done', proposedBy: 'anna' },
  ...{ proposedAt: at('2026-04-01T10:00:00Z'), confirmations: [], doneAt: at('2026-04-30T22:30:00Z') },
  ...{ found: { free: 9, oldest: null, newest: null, blocked: {} }, reference: 'SM 2026-9' },
  protocol: { reference: 'SM 2026-9', disposed: { comment: 7, reply: 2 } } as DisposalProtocol,
  ...more,
});

const textOf = (disposals: readonly Disposal[], rules: readonly DisposalRule[] = [rule]) =>
  disposalText({ policy: { disposal: [...rules] }, disposals }, words);

describe('what an archive package says of disposal', () => {
  it('is that nothing was decided and nothing done, where that is so', () => {
    expect(textOf([], [])).toContain('inget gallringsbeslut');
    expect(textOf([], [])).toContain('ingen gallring enligt beslut påbörjats');
  });

  it('is each decision, and each disposal with its protocol, day and number', () => {
    const said = textOf([disposal({})]);
    expect(said).not.toContain('inget gallringsbeslut');
    expect(said).toContain(
      '- GALLRA-1, Kommentar utan åtgärd: Kommunstyrelsen, § 12, 2026-03-17, dnr KS 2026/5. Dokumenthanteringsplan: 3.1. Gallras först',
    );
    expect(said).toContain('Protokoll SM 2026-9: GALLRA-1');
    expect(said).toContain('Avslutad 2026-05-01. Antal gallrade: 9.');
    expect(said).not.toMatch(/[{}]|anna/u);
  });

  it('tells of one that goes on, and of none that was only proposed', () => {
    expect(textOf([disposal({ state: 'running', doneAt: null, protocol: null })])).toContain(
      'Pågick när paketet skapades',
    );
    expect(textOf([disposal({ state: 'proposed', doneAt: null, protocol: null })])).toContain(
      'ingen gallring',
    );
  });
});
