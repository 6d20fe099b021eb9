import { describe, expect, it } from 'vitest';
import { screenWithModel as screen } from './model-fixture.ts';
import { policies, policyOf, screen as screenByWords } from './policy-fixture.ts';

const filipstad = policyOf('filipstad');
const everywhere = [...policies.values()].map((policy) => [policy.municipality, policy] as const);

describe('a threat that is meant', () => {
  it.each(everywhere)('is flagged, urgent and named by the law in %s', (_, policy) => {
    const screening = screen('Jag ska bränna ner kommunhuset', policy);
    expect(screening).toMatchObject({ tier: 'flag', urgent: true, display: 'offensive' });
    expect(screening.findings[0]).toMatchObject({ category: 'other-criminal', hard: true });
    expect(screening.findings.map(({ rule }) => rule)).toContain('BBS-5-1A');
  });

  it.each([
    'Imorgon bränner jag ner kommunhuset',
    'Jag ska spränga hela jävla kommunhuset',
    'Ja ska spränga socialkontoret',
    'Jag tuttar på stadshuset i natt',
    'Så tänder jag eld på er skola',
    'Jag tänker sätta eld på rådhuset',
    'Ska vi tutta på kommunhuset?',
    'Kommunhuset ska brinna',
    'Kommunhuset ska bli nerbränt',
    'Hela kommunhuset kommer att flyga i luften',
    'Stadshuset kommer stå i lågor i morgon',
    'Vi kommer att jämna kommunhuset med marken',
    'Jag kommer ner dit med en dunk bensin',
    'Jag kommer ner till kommunhuset med hagelbössan',
    'Jag ska hälsa på er med kniv i handen',
    'Jag ska skjuta varenda politiker',
    'Jag ska ta livet av handläggaren',
    'Jag ska slå in skallen på dig',
    'Om ni inte lyssnar ska jag bränna ner kommunhuset',
    'Jag betalar ingen mer skatt, jag ska bränna ner kommunhuset',
    'jag ska b r ä n n a ner kommunhuset',
    'I will burn down the town hall',
    'I’m going to kill you all',
  ])('is flagged and urgent: "%s"', (text) => {
    expect(screen(text, filipstad)).toMatchObject({ tier: 'flag', urgent: true });
  });

  it('is urgent and looked at when it is told of someone else', () => {
    const screening = screen('Någon kommer att spränga kommunhuset ikväll', filipstad);
    expect(screening).toMatchObject({ tier: 'review', urgent: true });
    expect(screening.findings[0]?.category).toBe('other-criminal');
  });

  it.each([
    'Kommunhuset brann ner 1962',
    'Jag minns när de brände ner skolan',
    'Kommunen bränner ner pengar på skolan',
    'Hon brinner för skolan',
    'Jag dör av skratt',
    'Vi skjuter upp mötet på skolan',
    'Jag ska skjuta på mötet och återkommer till er',
    'Vi ska skjuta till pengar till skolan',
    'Jag ska döda tiden på biblioteket',
    'Vi dödar ogräset åt er',
    'Jag ska inte bränna ner kommunhuset',
    'Jag ska aldrig bränna ner något kommunhus',
    'Om jag skulle bränna ner kommunhuset skulle ni väl lyssna',
    '"Jag ska bränna ner kommunhuset" ropade han på torget',
    'En man dömdes för att ha sagt: jag ska bränna ner kommunhuset',
    'I filmen ska vi bränna ner kommunhuset',
    'Vi ska bränna majbrasan vid skolan på valborg',
    'Vi ska spränga i berget bakom skolan',
    'Vi ska riva skolan och bygga nytt',
    'Jag ska elda upp veden i huset',
    'Lamporna ska brinna i skolan hela natten',
    'Ljusen ska brinna i kyrkan',
    'Jag kommer förbi med yxan och hjälper till med veden',
    'Vi ska slå er i matchen på lördag',
    'Jag ska köra över till er i morgon',
  ])('is not heard in "%s"', (text) => {
    expect(screen(text, filipstad)).toMatchObject({ urgent: false });
    expect(screen(text, filipstad).tier).not.toBe('flag');
    expect(screenByWords(text, filipstad)).toMatchObject({ urgent: false });
    expect(screenByWords(text, filipstad).findings.some(({ hard }) => hard)).toBe(false);
  });

  it('is not told of where rock is blasted', () => {
    const text = 'De ska spränga i berget bakom skolan på måndag';
    expect(screenByWords(text, filipstad)).toMatchObject({ tier: 'none', urgent: false });
  });

  it('is not put together from two sentences', () => {
    const text = 'Jag ska till skolan i morgon. Bränna ner den gör ju ingen.';
    expect(screenByWords(text, filipstad).findings.some(({ hard }) => hard)).toBe(false);
  });
});
