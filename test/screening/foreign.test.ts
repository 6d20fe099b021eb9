import { describe, expect, it } from 'vitest';
import { screenWithModel as screen } from './model-fixture.ts';
import { policies, policyOf } from './policy-fixture.ts';

const ABUSE: readonly [string, string][] = [
  ['English, short', 'Fuck you'],
  ['English, shorter', 'Morons'],
  ['English, in a sentence', 'You are a bunch of morons and you should be ashamed of yourselves'],
  ['English, at someone', 'Go fuck yourself you stupid bitch'],
  ['English, spelled apart', 'f u c k  y o u'],
  ['Norwegian', 'Hold kjeft din drittsekk'],
  ['Finnish, short', 'Haista vittu'],
  ['Finnish, in a sentence', 'Haista vittu koko kunnan porukka te olette idiootteja'],
  ['German', 'Ihr seid alle Arschlöcher bei der Gemeinde'],
  ['French', 'Ta gueule connard'],
  ['Spanish', 'Hijo de puta'],
  ['Polish', 'Spierdalaj stąd skurwysynu'],
  ['Bosnian', 'Jebi se kretenu'],
  ['Turkish', 'Siktir git'],
  ['Russian', 'Сука'],
  ['Ukrainian', 'Ви всі ідіоти в цій комуні'],
  ['Arabic, short', 'يا كلب'],
  ['Arabic, in a sentence', 'يا غبي انتم لا تفهمون شيئا'],
];

describe('abuse in another language', () => {
  it.each(
    [...policies.keys()].flatMap((town) => ABUSE.map(([language, text]) => [town, language, text] as const)),
  )('is put before staff in %s with a rule, as its Swedish like: %s', (town, _, text) => {
    const { tier, findings, display } = screen(text, policyOf(town));
    expect(['review', 'flag']).toContain(tier);
    expect(findings.length).toBeGreaterThan(0);
    expect(display).toBe('offensive');
  });

  it.each([
    ['English', 'Thank you so much for the beautiful park, we love it!'],
    ['English', 'When does the library open on Saturdays?'],
    ['Finnish', 'Kiitos kirjastolle, todella hyvä palvelu'],
    ['Arabic', 'شكرا جزيلا على المساعدة'],
    ['Swedish with like words', 'Boken är slut, köp salopetter och puta med läpparna i Göteborg'],
  ])('is not read into kind words: %s, "%s"', (_, text) => {
    for (const policy of policies.values()) expect(screen(text, policy).findings).toEqual([]);
  });
});

describe('a question in another language', () => {
  it.each([
    ['English', 'Where can I leave old furniture and paint, does it cost anything?'],
    ['Finnish', 'Milloin kirjasto aukeaa lauantaina, saako sinne tulla koiran kanssa?'],
    ['Polish', 'Kiedy otwiera się basen i ile kosztuje bilet dla dzieci?'],
  ])('wants an answer, and is put before nobody as a breach: %s', (_, text) => {
    for (const policy of policies.values())
      expect(screen(text, policy)).toMatchObject({ tier: 'none', needsReply: true, findings: [] });
  });

  it('is looked at by somebody where nothing is asked', () => {
    const text = 'Bugün belediye binasının önünde çok kalabalık vardı ve herkes bekliyordu';
    expect(screen(text, policyOf('ludvika'))).toMatchObject({ tier: 'review', needsReply: false });
  });
});
