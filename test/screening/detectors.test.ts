import fc from 'fast-check';
import Personnummer from 'personnummer';
import { describe, expect, it } from 'vitest';
import { findAddresses } from '../../src/screening/detectors/address.ts';
import { findLinks } from '../../src/screening/detectors/link.ts';
import { findPayments } from '../../src/screening/detectors/payment.ts';
import { findPersonnummer } from '../../src/screening/detectors/personnummer.ts';
import { findPhones } from '../../src/screening/detectors/phone.ts';
import { findRepetition } from '../../src/screening/detectors/repetition.ts';
import { read } from '../../src/screening/reading.ts';
import { fold } from '../../src/text/fold.ts';
import { found } from './policy-fixture.ts';

describe('personnummer', () => {
  it.each([
    ['twelve digits with a dash', 'hon är 19811218-9876 va', '19811218-9876'],
    ['ten digits with a dash', 'nr 811218-9876.', '811218-9876'],
    ['ten digits without a dash', '8112189876', '8112189876'],
    ['a hundred years old, with a plus', '811218+9876', '811218+9876'],
    ['a co-ordination number', 'samordning 701063-2391', '701063-2391'],
    ['full-width digits', '８１１２１８－９８７６', '８１１２１８－９８７６'],
    ['split by a zero-width space', '8112\u200B18-9876', '8112\u200B18-9876'],
  ])('finds %s', (_, text, number) => {
    expect(found(text, findPersonnummer)).toEqual([number]);
  });

  it.each([
    ['a wrong check digit', '811218-9877'],
    ['no such day', '19810231-0004'],
    ['an organisation number', '212000-1850'],
    ['a longer number', '1234811218987655'],
    ['a diary number', 'KS 2024-112'],
    ['a century nobody lived in', '17811218-9876'],
  ])('leaves %s alone', (_, text) => {
    expect(found(text, findPersonnummer)).toEqual([]);
  });

  it('agrees with the personnummer package on twelve digits', () => {
    const oracle = Personnummer as unknown as { valid(text: string): boolean };
    const digits = fc.tuple(
      fc.constantFrom('19', '20'),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 92 }),
      fc.integer({ min: 1, max: 9999 }),
    );
    fc.assert(
      fc.property(digits, ([century, ...rest]) => {
        const text = century + rest.map((n, i) => String(n).padStart(i === 3 ? 4 : 2, '0')).join('');
        expect(found(text, findPersonnummer).length === 1).toBe(oracle.valid(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('phone numbers', () => {
  it.each([
    ['ring 070-174 06 05 ikväll', '070-174 06 05'],
    ['0701740605 svarar', '0701740605'],
    ['nås på +46 70 174 06 05', '+46 70 174 06 05'],
    ['+46701740605', '+46701740605'],
    ['0046 70 174 06 05', '0046 70 174 06 05'],
    ['tel 08-465 004 12', '08-465 004 12'],
    ['(031) 390 06 01 går bra', '031) 390 06 01'],
    ['engelskt +44 20 7946 0958', '+44 20 7946 0958'],
    ['2 st 0701740605', '0701740605'],
  ])('finds the number in "%s"', (text, number) => {
    expect(found(text, findPhones)).toEqual([number]);
  });

  it.each([
    'ärende BN 2024-112 väntar',
    'dnr KS 2023/00415',
    'öppet 08.00-16.00',
    'den 03-04-2024',
    'mellan 2019 och 2024',
    'kostar 12 500 000 kronor',
    'kl 07.30 och 08.45',
    'faktura 0000123',
    'fastighet Björken 1:14',
    'postnummer 771 82',
  ])('leaves "%s" alone', (text) => {
    expect(found(text, findPhones)).toEqual([]);
  });

  it('finds numbers that follow each other with nothing but spaces between', () => {
    expect(found('0701740605 0701740606', findPhones)).toEqual(['0701740605', '0701740606']);
  });
});

describe('addresses', () => {
  it.each([
    ['bor på Storgatan 12', 'Storgatan 12'],
    ['Norra vägen 4 är det', 'Norra vägen 4'],
    ['Lövstigen 14B, två trappor', 'Lövstigen 14B'],
  ])('finds the one in "%s"', (text, address) => {
    expect(findAddresses(read(text)).map(({ start, end }) => text.slice(start, end))).toEqual([address]);
  });

  it.each(['hål på väg 245', 'öppet på torget 10-16', 'gatan är avstängd 3 dagar', 'vägen 2024'])(
    'leaves "%s" alone',
    (text) => {
      expect(findAddresses(read(text))).toEqual([]);
    },
  );
});

describe('links', () => {
  it.each([
    ['läs på www.tidning.example nu', 'www.tidning.example'],
    ['se https://plats.example/a?b=c.', 'https://plats.example/a?b=c'],
    ['gå in på villfarelse.click', 'villfarelse.click'],
    ['t.me/kanalen', 't.me/kanalen'],
    ['http://203.0.113.7/x', 'http://203.0.113.7/x'],
    ['hxxp://skum[.]shop', 'hxxp://skum[.]shop'],
    ['skriv till nils.test@post.example', 'nils.test@post.example'],
  ])('finds the one in "%s"', (text, link) => {
    expect(found(text, findLinks)).toEqual([link]);
  });

  it.each([
    'dåligt.Sen blev det bättre',
    'slut.Nu räcker det',
    'kl.10',
    't.ex. så',
    'bra...kanske',
    'version 2.0.1',
  ])('sees no link in "%s"', (text) => {
    expect(found(text, findLinks)).toEqual([]);
  });
});

describe('payments and repetition', () => {
  it.each([
    ['bankgiro 5050-1055', 'giro'],
    ['pg 12 34 56-7', 'giro'],
    ['swisha gärna till 123 456 78 90', 'swish'],
    ['kontonr 8327-9 123 456 789-0', 'account'],
  ])('reads "%s" as %s', (text, kind) => {
    expect(findPayments(read(text)).map((one) => one.kind)).toEqual([kind]);
  });

  it.each(['mitt konto är spärrat sedan 2023', 'bg 12', 'swish 200'])('sees no payment in "%s"', (text) => {
    expect(findPayments(read(text))).toEqual([]);
  });

  it('finds words and emoji repeated again and again', () => {
    expect(findRepetition(read('riv det '.repeat(6)))).toHaveLength(1);
    expect(findRepetition(read(`hej ${'🐌'.repeat(20)}`))).toHaveLength(1);
    expect(findRepetition(read('Jag tycker att ni ska tänka om en gång till innan ni river skolan'))).toEqual(
      [],
    );
  });

  it('folds without losing its way back', () => {
    const text = 'ﬁn\u0301 å\u0301a\u030A';
    const folded = fold(text);
    expect(folded.text).toHaveLength(folded.starts.length);
    expect(text.slice(folded.starts[0], folded.ends[1])).toBe('ﬁ');
  });
});
