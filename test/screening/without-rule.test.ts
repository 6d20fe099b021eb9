import { describe, expect, it } from 'vitest';
import { needsTicket } from '../../src/core/finding.ts';
import type { CategoryId } from '../../src/core/policy.ts';
import { createAssessor } from '../../src/screening/screen.ts';
import { model, screenWithModel as screen } from './model-fixture.ts';
import { lexicon, policies, policyOf } from './policy-fixture.ts';

const assess = createAssessor(lexicon, model);
const towns = [...policies.keys()];

/** One plain comment for each category of what staff may remove or should see, in words of its own. */
const PLAIN: readonly [CategoryId, string][] = [
  ['hate-speech', 'Alla araber är ohyra som borde utrotas'],
  ['other-criminal', 'Jag ska slå ihjäl dig när du går hem i kväll'],
  ['incitement-to-crime', 'Ta med er påkar allihop, nu drar vi dit och slår sönder bilarna'],
  ['violent-content', 'Kolla klippet där han halshuggs, blodet sprutar'],
  ['pornography', 'Naken och kåt, skriv till mig för heta bilder ikväll'],
  [
    'confidential-information',
    'Jag jobbar på soc och Eva Lindberg har fått sina barn omhändertagna enligt lvu',
  ],
  ['personal-data-violation', 'Eva Lindberg bor på Storgatan 12 och har nummer 070-174 06 05'],
  ['sensitive-information', 'Jag har diagnosen bipolär och äter medicin för min psykos, här är min journal'],
  ['image-consent', 'Smygfilmade den här tjejen i omklädningsrummet, någon som vet vem det är?'],
  ['defamation-personal-attack', 'Din handläggare är en korkad liten idiot'],
  ['harassment-discrimination', 'Kvinnor hör hemma vid spisen och ska inte sitta i nämnder'],
  ['copyright-infringement', 'Här är hela boken som pdf, ladda ner gratis så slipper ni betala'],
  ['spam', 'Tjäna snabba pengar hemifrån, 5000 kr i veckan med bitcoin, följ länken i min bio'],
  ['advertising', 'Vi säljer billiga däck, 20 % rabatt med koden SOMMAR, boka tid hos oss på verkstaden'],
  [
    'misinformation-rumour',
    'Det går rykten om att kommunen mörkar att vattnet är förgiftat, dela innan det tas bort',
  ],
  ['problematic-link', 'Klicka här för att hämta ditt presentkort http://bit.ly/gratis-vinst'],
  ['profanity', 'Fy fan vilket jävla skit, dra åt helvete'],
  ['offensive-tone', 'Ni är idioter allihop'],
  ['general-inappropriate', 'Bajs bajs bajs haha'],
];

describe('what a moderator should see', () => {
  it.each(towns.flatMap((town) => PLAIN.map(([category, text]) => [town, category, text] as const)))(
    'is posted in %s, with a rule for it or without: %s',
    (town, category, text) => {
      const policy = policyOf(town);
      const { screening, categories } = assess(text, policy);
      expect(categories[0]?.id).toBe(category);
      expect(['review', 'flag']).toContain(screening.tier);
      expect(needsTicket(screening, policy)).toBe(true);
    },
  );

  it.each([
    ['Ni är idioter allihop', 'filipstad', ['FIL-20']],
    ['Ni är idioter allihop', 'angelholm', ['ANG-10']],
    ['Jävla fitta', 'filipstad', ['FIL-21']],
    ['Jävla fitta', 'vallentuna', ['VAL-12']],
    ['Tjäna snabba pengar hemifrån med bitcoin, länken i min bio', 'ludvika', ['LUD-13']],
  ])('is shown with the next category that has a rule: "%s" in %s', (text, town, rules) => {
    expect(screen(text, policyOf(town)).findings.map(({ rule }) => rule)).toEqual(rules);
  });

  it('is shown without a rule where all that have one are guesses', () => {
    const text = 'Fy fan vilket jävla skit, dra åt helvete';
    expect(screen(text, policyOf('filipstad'))).toMatchObject({ tier: 'review', findings: [] });
  });

  it.each(towns)('stands behind a button in %s when it is foul, with a rule for it or without', (town) => {
    expect(screen('Jävla fitta', policyOf(town)).display).toBe('offensive');
  });

  it.each(towns)(
    'is kept out of the channel in %s when it is private, with a rule for it or without',
    (town) => {
      const policy = policyOf(town);
      const silent = { ...policy, rules: [], law: [] };
      const text = 'Jag har diagnosen bipolär och äter medicin för min psykos, här är min journal';
      expect(screen(text, silent)).toMatchObject({ tier: 'review', display: 'secret', findings: [] });
    },
  );

  it('is not what a referral answers, where no rule speaks of it', () => {
    expect(screen('Rösta på Centerpartiet i höst!', policyOf('eslov')).tier).toBe('none');
  });
});
