import { describe, expect, it } from 'vitest';
import { Screening } from '../../src/core/finding.ts';
import type { Policy } from '../../src/core/policy.ts';
import { createAssessor, screenerOf } from '../../src/screening/screen.ts';
import { lexicon, policies, policyOf, screen } from './policy-fixture.ts';

const everyone = [...policies.keys()];
const ludvika = policyOf('ludvika');
const categoriesOf = (text: string, policy: Policy) =>
  screen(text, policy).findings.map((finding) => finding.category);

describe('innocent text', () => {
  it.each([
    'Hur kommer jag till Fittja gård med buss?',
    'Vi badade vid Kuken-viken i söndags, 22 grader i vattnet',
    'Tuppen sa kukeliku klockan fyra',
    'Judon flyttar till sporthall B',
    'Ni negerar allt som beslutats',
    'Rabatten utanför stationen är full av tulpaner',
    'Akta er för lösa stenar på stigen',
    'Assistenten var hjälpsam och analysen saklig',
    'Mötet fick skjutas upp till torsdag',
    'Fansen sjöng utanför arenan',
    'Ni fattar dåliga beslut och lyssnar aldrig på oss i byarna',
    'Kommunalrådet borde stå för vad hon lovade om skolan',
    'Muslimska kulturföreningen har öppet hus på lördag',
    'Romerna i Sverige firar sin nationaldag i april',
    'Prideflaggan är hissad, så fint',
    'Tack för en trevlig kväll på biblioteket!',
    '',
    '   ',
  ])('gives no finding for "%s" anywhere', (text) => {
    for (const policy of policies.values()) {
      expect(screen(text, policy)).toMatchObject({ findings: [], tier: 'none', display: 'open' });
    }
  });

  it.each([
    'Någon har klottrat "svartskalle" på busskuren, så sorgligt',
    'Min dotter blev kallad "hora" på rasten. Det är inte okej',
    'Föreläsning i aula B om hets och ordet "blatte" genom historien',
  ])('lets a report of abuse weigh little: "%s"', (text) => {
    expect(screen(text, ludvika).tier).not.toBe('flag');
    expect(categoriesOf(text, ludvika)).not.toContain('hate-speech');
  });

  it('takes a discount for an offer where no flowers stand by', () => {
    expect(categoriesOf('Rabatt på alla däck, kontakta oss', ludvika)).toContain('advertising');
  });

  it.each([
    'Jag ska döda ogräset på gången',
    'Ska ni spränga i berget i natt?',
    'Vi ska hugga ved på lördag',
  ])('hears no threat in "%s"', (text) => {
    expect(screen(text, ludvika).tier).not.toBe('flag');
  });

  it('weighs the same word fully when nothing reports it', () => {
    expect(categoriesOf('Ut med varenda svartskalle', ludvika)).toContain('hate-speech');
  });
});

describe('disguised words', () => {
  it.each([
    'jävla',
    'JÄVLA',
    'j*vla',
    'jäääävla',
    'j\u200Bävla',
    'ja\u0308vla',
    'jävl\u00ADa',
    'j.ä.v.l.a',
    'j ä v l a',
    'ｊävla',
    'jävl4',
  ])('reads %s', (word) => {
    const text = `\u200B\u200Bﬁn vilken ${word} röra`;
    const [finding] = screen(text, ludvika).findings;
    expect(finding?.category).toBe('profanity');
    const [evidence] = finding?.evidence ?? [];
    expect(text.slice(evidence?.start, evidence?.end)).toBe(word);
  });

  it('reads Cyrillic letters that look Latin', () => {
    expect(categoriesOf('vilken idi\u043Et', ludvika)).toContain('defamation-personal-attack');
  });
});

describe('what each municipality covers', () => {
  it('finds swearing only where a rule speaks of it', () => {
    const text = 'Fan vilken dålig plogning';
    const covering = everyone.filter((id) => categoriesOf(text, policyOf(id)).includes('profanity'));
    expect(covering).toEqual(
      everyone.filter((id) =>
        policyOf(id).rules.some((r) => [...r.categories, ...r.alsoCarries].includes('profanity')),
      ),
    );
    expect(covering).toEqual(['eslov', 'ludvika']);
  });

  it.each([
    ['filipstad', 'refer'],
    ['ludvika', 'refer'],
    ['vallentuna', 'refer'],
    ['angelholm', 'refer'],
    ['eslov', 'none'],
  ])('answers politics in %s with %s', (id, tier) => {
    expect(screen('Rösta på Centerpartiet i höst!', policyOf(id)).tier).toBe(tier);
  });

  it.each(everyone)('holds secrecy back in %s', (id) => {
    const screening = screen(
      'Det står i akten att Kerstin Lindberg fick sina barn omhändertagna',
      policyOf(id),
    );
    expect(screening).toMatchObject({ tier: 'flag', display: 'secret' });
    expect(screening.findings[0]).toMatchObject({ category: 'confidential-information', hard: true });
  });

  it.each(everyone)('flags an explicit threat in %s, by law where the town is silent', (id) => {
    const screening = screen('Jag ska döda dig när du går hem', policyOf(id));
    expect(screening).toMatchObject({ tier: 'flag', urgent: true });
    expect(screening.findings[0]).toMatchObject({ category: 'other-criminal', hard: true });
  });

  it.each(everyone)('never shows a valid personnummer openly in %s', (id) => {
    const screening = screen('Han har 811218-9876', policyOf(id));
    expect(screening.display).toBe('secret');
    expect(['flag', 'review']).toContain(screening.tier);
  });

  it('calls a valid personnummer hard, and a bare phone number not', () => {
    expect(screen('Han har 811218-9876', ludvika)).toMatchObject({
      tier: 'flag',
      findings: [{ hard: true }],
    });
    expect(screen('Ring 070-174 06 05', ludvika)).toMatchObject({
      tier: 'review',
      findings: [{ hard: false }],
    });
  });

  it('puts a local rule before the overlay, and at most five in all', () => {
    const text =
      'Jag ska döda dig, din jävla blatte. Häng dem! Naken 811218-9876 https://a.example piratebay ring Eva 0701740605';
    const { findings } = screen(text, ludvika);
    expect(findings).toHaveLength(5);
    expect(ludvika.rules.some((rule) => rule.id === findings[0]?.rule)).toBe(true);
  });

  it('lets the categories’ order decide between equals', () => {
    const reversed = { ...ludvika, categories: new Map([...ludvika.categories].reverse()) };
    const text = 'Knulla, kåta, nakenbilder. Halshuggen, tortyrvideo, ihjälsparkad';
    expect(categoriesOf(text, ludvika)[0]).not.toBe(categoriesOf(text, reversed)[0]);
  });

  it('shows abuse behind a button', () => {
    expect(screen('Vilken idiot du är', ludvika).display).toBe('offensive');
  });
});

describe('the municipality’s own contacts and links', () => {
  it.each([
    'Ring växeln 0240-860 00',
    'Mejla info@ludvika.se',
    'Läs på www.ludvika.se/snö',
    'Ring +46 240 860 00',
  ])('says nothing about "%s"', (text) => {
    expect(screen(text, ludvika).findings).toEqual([]);
  });

  it('reviews an unknown link only where a rule speaks of links', () => {
    const text = 'Intressant: https://blogg.example/inlagg';
    for (const policy of policies.values()) {
      const covered = policy.rules.some((r) =>
        [...r.categories, ...r.alsoCarries].includes('problematic-link'),
      );
      expect(screen(text, policy).tier).toBe(covered ? 'review' : 'none');
    }
  });

  it.each(['Ett pers.nr är inget att skriva här', 'Detta funkar inte.man undrar'])(
    'takes no missing space for a link: "%s"',
    (text) => {
      expect(screen(text, ludvika)).toMatchObject({ tier: 'none', findings: [] });
    },
  );

  it('flags a link that lures', () => {
    expect(screen('Ditt konto spärras, gå till https://bankid-verifiera.click/konto', ludvika).tier).toBe(
      'flag',
    );
  });
});

describe('needs reply and urgency', () => {
  it.each([
    'När öppnar isbanan',
    'Undrar var man lämnar gamla däck',
    'Är det halt på gångvägen?',
    'Kan ni sanda vid skolan',
    'Gatlampan vid macken är trasig',
    'Min ansökan om bygglov har legat sedan i mars utan svar',
  ])('wants an answer: "%s"', (text) => {
    expect(screen(text, ludvika).needsReply).toBe(true);
  });

  it.each(['Vilken fin park!', 'Se https://a.example/x?id=2', '???', 'Vill du se mina nakenbilder? klicka'])(
    'wants none: "%s"',
    (text) => {
      expect(screen(text, ludvika).needsReply).toBe(false);
    },
  );

  it('sends a fault report to the right channel and a case of one’s own too', () => {
    expect(screen('Gatlampan vid macken är trasig', ludvika).tier).toBe('refer');
    expect(screen('Min ansökan om bygglov har legat sedan i mars utan svar', ludvika).tier).toBe('refer');
  });

  it.each([
    'Det luktar gas i hela trapphuset',
    'Barn på isen vid bryggan just nu',
    'Det brinner bakom skolan',
  ])('cannot wait: "%s"', (text) => {
    expect(screen(text, ludvika).urgent).toBe(true);
  });

  it('can wait with a street lamp', () => {
    expect(screen('Gatlampan vid macken är trasig', ludvika).urgent).toBe(false);
  });
});

describe('a lexicon of one’s own', () => {
  it('needs the attachment where the pair says so', () => {
    const text = 'Känner nån igen killen, dela';
    const withPicture = screen(text, policyOf('filipstad'), { hasAttachments: true });
    expect(withPicture.findings.map((f) => f.category)).toContain('image-consent');
    expect(screen(text, policyOf('filipstad')).findings).toEqual([]);
  });

  it('cites the law where the town itself is silent', () => {
    const silent: Policy = {
      ...ludvika,
      rules: ludvika.rules.filter((r) => r.categories.includes('proc-purpose')),
    };
    const [finding] = screen('Jag ska döda dig', silent).findings;
    expect(silent.law.map((rule) => rule.id)).toContain(finding?.rule);
  });

  it('holds a personnummer back and has it looked at even where no rule speaks of it', () => {
    const silent: Policy = {
      ...ludvika,
      rules: ludvika.rules.filter((r) => r.categories.includes('proc-purpose')),
      law: [],
    };
    expect(screen('Han har 811218-9876', silent)).toMatchObject({
      findings: [],
      display: 'secret',
      tier: 'review',
    });
    expect(screen('Eva Lindberg, 070-174 06 05', silent)).toMatchObject({ findings: [], display: 'secret' });
  });

  it('names no rule for a category that none covers, and has it looked at all the same', () => {
    const bare: Policy = {
      ...ludvika,
      rules: ludvika.rules.filter((r) => r.categories.includes('proc-purpose')),
      law: [],
    };
    expect(screen('Fan vilken idiot', bare)).toMatchObject({
      tier: 'review',
      findings: [],
      display: 'offensive',
    });
  });

  it('gives the same answer every time, from any screener', () => {
    const text = 'Ring Eva Lindberg 0701740605, jävla röra, rösta på SD';
    expect(screenerOf(createAssessor(lexicon))(text, ludvika)).toEqual(screen(text, ludvika));
    expect(Screening.parse(screen(text, ludvika))).toEqual(screen(text, ludvika));
  });
});
