import { describe, expect, it } from 'vitest';
import { findAddresses } from '../../src/screening/detectors/address.ts';
import { findLinks } from '../../src/screening/detectors/link.ts';
import { findPayments } from '../../src/screening/detectors/payment.ts';
import { findRepetition } from '../../src/screening/detectors/repetition.ts';
import { read } from '../../src/screening/reading.ts';
import { fold } from '../../src/text/fold.ts';
import { found } from './policy-fixture.ts';

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
    ['kolla hemsida.se', 'hemsida.se'],
    ['kolla hemsida.se nu', 'hemsida.se'],
    ['bit.ly/abc', 'bit.ly/abc'],
    ['aftonbladet.se', 'aftonbladet.se'],
    ['läs på aftonbladet.se om det', 'aftonbladet.se'],
    ['gå in på bladet.nu och läs', 'bladet.nu'],
    ['minsida.nu', 'minsida.nu'],
    ['minsida.nu är nere igen', 'minsida.nu'],
    ['min-butik.se har öppet', 'min-butik.se'],
    ['handlade på amazon.de igår', 'amazon.de'],
    ['Länk: exempel.men', 'exempel.men'],
    ['se www.exempel.men', 'www.exempel.men'],
    ['http://sida.man', 'http://sida.man'],
    ['kommun-aterbetalning.info', 'kommun-aterbetalning.info'],
    ['casinobonus.top', 'casinobonus.top'],
    ['sv.wikipedia.org', 'sv.wikipedia.org'],
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
    'Ett pers.nr är inget att skriva här',
    'Tel.nr och reg.nr till er?',
    'ca 500.kr kostar det inkl.moms',
    'bl.a.om vägen och t.ex.vi som bor här, m.fl.om',
    'Detta funkar inte.man undrar',
    'bra.men inte bäst',
    'Det är.nu är det nog',
    'inte.se vad som händer',
    'Vi bor i huset.nu är det kallt',
    'Vi åkte till skolan.nu är vi hemma',
    'Vi var på badet.se till att det städas',
    'Det är skönt.nu kör vi',
    'dåligt.NU RÄCKER DET',
    'JA.NU ÄR DET SLUT',
    'Ingen svarar.de bryr sig inte',
    'hade ni tid.vi vill veta',
    'Parken är fin.gratis är den också',
    'hoppas på svar.nu!',
    'mötet är kl.18.in och lyssna',
    'dags att sluta.ge er',
    'gäller man.vet ni det',
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
