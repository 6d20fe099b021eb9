import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { saysOf } from '../../src/ask/says.ts';
import { loadCards } from '../../src/chat/cards/load-cards.ts';
import { ruleAnswer, ruleAnswerText, rulesInWords } from '../../src/chat/cards/rule-answer.ts';
import { saysInWords } from '../../src/chat/cards/says.ts';
import { ask, policies, policyOf, questions } from '../ask/ask-fixture.ts';
import { lintCard } from './lint.ts';

const cards = loadCards(join(import.meta.dirname, '..', '..', 'cards'));
const textsOf = (card: object): string[] =>
  [...JSON.stringify(card).matchAll(/"text":("(?:[^"\\]|\\.)*")/gu)].map(
    ([, text]) => JSON.parse(text ?? '') as string,
  );
const shown = (text: string, municipality: string, question: string | null = null) =>
  textsOf(
    ruleAnswer(
      cards,
      ask(text, policyOf(municipality)),
      question === null ? null : { text: question, repeated: true },
      ['Eslöv', 'Ludvika'],
    ).card,
  );

describe('the card of an answer', () => {
  it.each(['sv', 'en'] as const)('is a good card for every topic, in %s', (lang) => {
    for (const { questions: texts } of questions.topics)
      for (const [, policy] of policies) {
        const [text = ''] = texts;
        const { card, summary } = ruleAnswer(cards, ask(text, policy, lang), { text, repeated: true });
        expect([text, lintCard(card)]).toEqual([text, []]);
        expect(summary).toContain(policy.shortName);
        expect(JSON.stringify(card)).not.toMatch(/AI bedömer|\d ?%|score/u);
      }
  });

  it('holds the quote exactly, with its id, line and date, and what the municipality says', () => {
    expect(shown('Får man göra reklam?', 'angelholm')).toEqual([
      'Regler som kan gälla · Ängelholm',
      '”Kommersiella budskap, reklam eller spam (gäller även reklam för icke-kommersiella verksamheter där Ängelholms kommun ej är medarrangör eller är delaktig på annat sätt)”',
      'Kommunen skriver: ”Ängelholms kommun förbehåller sig rätten att ta bort inlägg” (ANG-21). Det är en möjlighet, inget krav.',
      'ANG-17 · Ängelholms kommun, sidan om sociala medier, rad 25 (från 2024-03-27)',
    ]);
  });

  it.each([
    ['filipstad', 'Regeln ger inte rätt att ta bort. Svara, hänvisa eller låt stå.'],
    ['ludvika', 'Regeln ger inte rätt att ta bort. Svara, hänvisa eller låt stå.'],
    [
      'vallentuna',
      'Kommunen skriver att det tas bort. Åsikten i sig räcker inte. En kollega måste godkänna.',
    ],
    [
      'angelholm',
      'Kommunen skriver: ”Ängelholms kommun förbehåller sig rätten att ta bort inlägg” (ANG-21). Det är en möjlighet, inget krav. Gäller bara partipolitisk debatt. Hänvisa först. En kollega måste godkänna.',
    ],
    [
      'eslov',
      'Eslövs kommun har ingen regel om politik. Debatt är välkommen så länge den följer de andra reglerna.',
    ],
  ])('%s says of politics: %s', (municipality, says) => {
    expect(shown('Får vi ta bort politiska debatter?', municipality)).toContain(says);
  });

  it.each([
    ['filipstad', ['Gäller först vid upprepade brott mot reglerna. Kommunen anger inget antal.']],
    [
      'ludvika',
      [
        'Gäller först vid upprepade brott mot reglerna. Kommunen anger inget antal. Det krävs också att det ”skadar eller riskerar att skada Ludvika kommuns varumärke”.',
      ],
    ],
    ['vallentuna', ['Kommunen får stänga av, men måste inte. Den skriver inget om upprepning.']],
    [
      'eslov',
      [
        'Ingen regel täcker detta. Du kan låta stå, svara eller fråga kommunjuristen.',
        'Eslövs kommun nämner inte blockering i sina regler.',
      ],
    ],
  ])('%s says of blocking: %j', (municipality, says) => {
    expect(shown('Får vi blockera någon?', municipality)).toEqual(expect.arrayContaining(says));
  });

  it('speaks of an aim in Filipstad, and of nothing promised elsewhere', () => {
    expect(shown('Hur snabbt måste vi svara?', 'filipstad')).toContain(
      'Ett mål: kommunen skriver ”försöker”. Det är inget löfte.',
    );
    expect(shown('Hur snabbt måste vi svara?', 'ludvika')).toContain(
      'Ludvika kommun skriver inget om detta: svarstid.',
    );
  });

  it('names the municipalities it knows when asked of another', () => {
    expect(shown('Hur gör Karlstads kommun?', 'eslov')).toContain(
      'Den kommunens regler finns inte här. Jag känner till: Eslöv, Ludvika.',
    );
  });

  it('asks in English and quotes in Swedish', () => {
    const [, quote, says] = shown('Is swearing allowed?', 'ludvika');
    expect([quote, says]).toEqual([
      '”svordomar eller obscena ord”',
      'The municipality writes: “Om något av ovanstående förekommer kommer vi att ta bort dessa inlägg omgående” (LUD-16). What is removed is registered in the official record.',
    ]);
  });

  it('repeats an open question, made harmless, and never a secret or offensive one', () => {
    const asked = (text: string) => shown(text, 'ludvika', text).join('\n');
    expect(asked('Får man {{DATE(2026)}} svära\u202e?')).toContain(
      'Frågan: ”Får man {\u2060{DATE(2026)}} svära?”',
    );
    expect(asked('Får 19121212-1212 stå kvar?')).not.toContain('1212');
    expect(asked('Vilken regel gäller ”din jävla hora”?')).not.toContain('hora');
    expect(shown('x', 'ludvika', `Får vi blockera? ${'x'.repeat(5000)}`).join('').length).toBeLessThan(1200);
  });
});

/** Published texts have hard spaces and line breaks in odd places. */
const spaced = (text: string): string => text.replace(/\s+/gu, ' ');
const everyRule = [...policies.values()].flatMap((policy) =>
  [...policy.rules, ...policy.law].map((rule) => [rule.id, policy.municipality, policy, rule] as const),
);
/** What rows cannot hold: words that stand on a line between them. */
const BETWEEN_ROWS = { words: 'kommer att tas bort', lines: { ludvika: [66] } as Record<string, number[]> };

describe('what is said of a rule', () => {
  it.each(everyRule)('%s, in %s, is what its own quote or the row it names says', (_, town, policy, rule) => {
    const says = saysOf(policy, rule);
    for (const lang of ['sv', 'en'] as const) {
      const words = saysInWords(cards[lang], policy, rule, says);
      expect(words).not.toMatch(/[{}]|så är det|the diary|utan datum|skriver: [a-zåäö]|writes: [a-z]/u);
      expect(words).toMatch(/^\p{Lu}[^\n]+\.$/u);
      if (/skriver att det tas bort|writes that it is removed/u.test(words))
        expect(rule.quote).toMatch(/\b(?:ta|tas)\b.*\bbort\b|\bgallras\b/u);
      for (const [, quoted = '', id, line] of words.matchAll(
        /(?:skriver|writes): [”“]([^”“]+)[”“] \((?:([A-ZÅÄÖ]+-\d+)|(?:rad|line) (\d+))\)/gu,
      )) {
        const named = policy.rules.find((each) => each.id === id);
        expect(quoted).toMatch(/\b(?:ta|tas)\b.*\bbort\b/u);
        if (named) expect(spaced(named.quote)).toContain(quoted);
        else expect([quoted, BETWEEN_ROWS.lines[town]]).toEqual([BETWEEN_ROWS.words, [Number(line)]]);
      }
    }
  });

  it('names the row where the consequence stands when it is another', () => {
    const says = (town: string, id: string) => {
      const policy = policyOf(town);
      const rule = policy.rules.find((each) => each.id === id) as (typeof policy.rules)[number];
      return saysInWords(cards.sv, policy, rule, saysOf(policy, rule));
    };
    expect(says('filipstad', 'FIL-19')).toBe(
      'Kommunen skriver: ”Om så ändå skulle ske tas inläggen bort” (FIL-26).',
    );
    expect(says('vallentuna', 'VAL-11')).toBe('Kommunen skriver: ”kommer att tas bort” (VAL-12).');
    expect(says('vallentuna', 'VAL-17')).toBe('Kommunen skriver att det tas bort.');
    expect(says('ludvika', 'LUD-31')).toContain('Kommunen skriver: ”kommer att tas bort” (rad 66).');
    expect(says('eslov', 'ESL-11')).toContain('Kommunen skriver inte vad som händer då.');
    expect(says('ludvika', 'LUD-39')).toBe('Kommunen diarieför det här.');
    expect(says('filipstad', 'FIL-14')).toBe('Det här gäller i Filipstad.');
  });
});

describe('the answer as text', () => {
  it('has every quote, with the published hard spaces', () => {
    const answer = ask('Hur fort tar vi bort?', policyOf('ludvika'));
    const [rule] = rulesInWords(cards.sv, answer);
    expect(rule?.quote).toBe(policyOf('ludvika').rules.find(({ id }) => id === rule?.id)?.quote);
    expect(rule?.quote).toContain('\u00a0');
    expect(ruleAnswerText(cards, answer)).toContain(`”${rule?.quote}”`);
  });
});
