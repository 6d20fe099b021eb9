import fc from 'fast-check';
import Personnummer from 'personnummer';
import { describe, expect, it } from 'vitest';
import { findPersonnummer } from '../../src/screening/detectors/personnummer.ts';
import { findPhones } from '../../src/screening/detectors/phone.ts';
import { found, policies, screen } from './policy-fixture.ts';

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

  it.each([
    // Dashes, and what stands for one.
    '121212\u20101212',
    '121212\u20111212',
    '121212\u20121212',
    '121212\u2013 1212',
    '121212\u20141212',
    '121212\u22121212',
    '121212\u20431212',
    '121212\u02D71212',
    '121212\u18061212',
    '121212\uFE581212',
    '121212\uFE631212',
    '121212\u27961212',
    '121212\u00AD1212',
    '121212--1212',
    '121212 - 1212',
    '121212\u202F\u2212\u202F1212',
    // Other signs and spaces.
    '121212/1212',
    '121212\u20441212',
    '121212.1212',
    '121212·1212',
    '121212_1212',
    '121212:1212',
    '121212=1212',
    '121212,1212',
    '121212 1212',
    '121212\u00A01212',
    '121212\u2007\u20091212',
    '121212+1212',
    // With the date in parts, with and without the century.
    '2012-12-12-1212',
    '2012 12 12 1212',
    '2012/12/12/1212',
    '2012.12.12-1212',
    '12.12.12-1212',
    '12-12-12-1212',
    '20121212 1212',
    '20121212\u20141212',
    '20 121212-1212',
    // With the digits strewn.
    '1 2 1 2 1 2 - 1 2 1 2',
    '1.2.1.2.1.2.1.2.1.2',
    '12 12 12 12 12',
    '81-12-18-98-76',
    '1981 1218 9876',
    '١٢١٢١٢-١٢١٢',
    '1️⃣2️⃣1️⃣2️⃣1️⃣2️⃣1️⃣2️⃣1️⃣2️⃣',
  ])('finds "%s", whole', (number) => {
    expect(found(`hon har ${number} vet ni`, findPersonnummer)).toEqual([number]);
  });

  it.each([
    ['pnr121212-1212', '121212-1212'],
    ['121212-1212är hennes', '121212-1212'],
    ['personnummer:121212-1212', '121212-1212'],
    ['pnr_121212_1212', '121212_1212'],
    ['X121212-1212X', '121212-1212'],
    ['pnr8112189876är', '8112189876'],
    ['2 st 811218-9876', '811218-9876'],
    ['811218-9876/121212-1212', '811218-9876'],
  ])('finds the one in "%s"', (text, number) => {
    expect(found(text, findPersonnummer)[0]).toBe(number);
  });

  it.each([
    'faktura 1234567890',
    'OCR 5561 8112 1898 765',
    'ordernummer AB8112189876',
    'bankgiro 5050-1055',
    'dnr KS 2024/00112-3',
    'kort 4571 1981 1218 9876',
    'ring 070-174 06 05',
    'den 2026-08-12 kl 18:00',
    'matchen 2026-03-12 1845',
    'matchen 2026-03-12 18:45',
    'stängt 2026-03-12 18.45-20.00',
    'spelar 06/12 07/12 08/12 2026',
    'rad 1\n811218\n9876',
    'född 811218, plats 9876',
  ])('sees none in "%s"', (text) => {
    expect(found(text, findPersonnummer)).toEqual([]);
  });

  it.each([
    ['Min mobil är 0701209660', 'mobile'],
    ['0701209660', 'mobile'],
    ['Ring 0701209660!', 'mobile'],
    ['0701209660 är min mobil', 'mobile'],
    ['Min mobil är 070120-9660', 'mobile'],
    ['Kontakt: 0701-20 96 60', 'mobile'],
    ['Nås på 07 01 20 96 60', 'mobile'],
    ['Mobil 0701209660, personnummer lämnas på plats', 'mobile'],
    ['Mitt personnummer är 0701209660', 'personnummer'],
    ['Pnr 0701209660', 'personnummer'],
    ['Han är född 0701209660', 'personnummer'],
    ['Hon har 070120-9660', 'personnummer'],
    ['Hon har 20070120-9660', 'personnummer'],
    ['Ring Eva, personnummer 0701209660', 'personnummer'],
  ])('or a mobile number, where the digits may be both: "%s"', (text, meant) => {
    expect(found(text, findPersonnummer)).toHaveLength(meant === 'mobile' ? 0 : 1);
    expect(found(text, findPhones)).toHaveLength(text.includes('2007') ? 0 : 1);
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

  it.each([
    '070\u2011174\u201106\u201105',
    '070\u2013174 06 05',
    '070\u2212174\u00A006\u202F05',
    '070 - 174 06 05',
    '070/174 06 05',
    '070.174.06.05',
    '070.174 06.05',
    '070_174_06_05',
    '070·174·06·05',
    '070*174*06*05',
    '070)1740605',
    '0701-74 06 05',
    '07 01 74 06 05',
    '0 7 0 1 7 4 0 6 0 5',
    '٠٧٠١٧٤٠٦٠٥',
    '０７０－１７４０６０５',
    '+46 (0)70 174 06 05',
    '+46(0)701740605',
    '+46 (0) 70-174 06 05',
    '+46-70-174-06-05',
    '0046701740605',
    '0046 (0)70-174 06 05',
    '00 46 70 174 06 05',
    '08/465 004 12',
    '08.465.004.12',
    '08 46 50 04 12',
    '0240–86 000',
    '0771-567 567',
  ])('finds "%s", whole', (number) => {
    expect(found(`nås på ${number} hela dagen`, findPhones)).toEqual([number]);
  });

  it.each([
    ['tel0701740605', '0701740605'],
    ['Tel:0701740605', '0701740605'],
    ['tel_0701740605', '0701740605'],
    ['mobil/sms/0701740605', '0701740605'],
    ['0701740605är mitt', '0701740605'],
    ['ring0701740605nu', '0701740605'],
    ['(070) 174 06 05', '070) 174 06 05'],
  ])('finds the one glued to words in "%s"', (text, number) => {
    expect(found(text, findPhones)).toEqual([number]);
  });

  it.each([
    'Kim Berg spelar 08/12 2026 18.00',
    'Anna Berg har mottagning 07.30-16.00 17.00-19.00',
    '07.12.2026 18.00',
    '08.12.26 18.00',
    '08-12-26 18.00',
    'den 08-12-2026 18.00',
    '2026-08-12 18:00–20:00',
    '2026-01-02 2026-03-04',
    '08 12 2026',
    '08/12-2026 kl. 18.00',
    '08/12 18.00–20.00',
    '08/12-10/12 2026',
    '08.12-10.12 2026',
    '08–10/12 2026 18.00',
    '01/02 2026 - 03/04 2026',
    '06/12 07/12 08/12 2026',
    'kl 08.00-12.00 och 13.00-16.30',
    '08.00 – 12.00 13.00 – 17.00',
    '08:00-12:00 13:00-17:00',
    '08.30-09.15 09.30-10.15 10.30-11.15',
    '0800-1700',
    '0730–1600 1700–1900',
    '0830 - 0915 0930 - 1015',
    '07.30–16 08.30–17',
    '08-12 13-17',
    'öppet 08 - 12, 13 - 17',
    '08-16 08-16 08-16 10-14',
    '08/12, 09/12, 10/12 18.00',
    'resultat 0-2 1-3 4-1 2-2',
    '01 02 03 04 05 06 07',
    '0123456789',
  ])('sees dates, times and rows of figures in "%s"', (text) => {
    expect(found(text, findPhones)).toEqual([]);
  });

  it('finds numbers that follow each other with nothing but spaces between', () => {
    expect(found('0701740605 0701740606', findPhones)).toEqual(['0701740605', '0701740606']);
    expect(found('0701740605/0701740606', findPhones)).toEqual(['0701740605', '0701740606']);
  });
});

describe('a number in a harmless sentence', () => {
  it.each(
    ['121212\u20111212', '2012-12-12-1212', 'pnr121212-1212', '121212 – 1212'].flatMap((number) =>
      [...policies.values()].map((policy) => [number, policy.municipality, policy] as const),
    ),
  )('is flagged and kept out of the channel: %s in %s', (number, _, policy) => {
    expect(screen(`Fint väder i dag tycker ${number} om parken`, policy)).toMatchObject({
      tier: 'flag',
      display: 'secret',
    });
  });

  it('asks no one to look at a date', () => {
    for (const policy of policies.values()) {
      expect(screen('Kim Berg spelar 08/12 2026 18.00', policy).tier).toBe('none');
    }
  });
});
