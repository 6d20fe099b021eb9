import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCards } from '../../src/chat/cards/load-cards.ts';
import { ruleAnswer, ruleAnswerText, rulesInWords } from '../../src/chat/cards/rule-answer.ts';
import { ask, policies, policyOf, questions } from '../ask/ask-fixture.ts';
import { lintCard } from './lint.ts';

const cards = loadCards(join(import.meta.dirname, '..', '..', 'cards'));
const textsOf = (card: object): string[] =>
  [...JSON.stringify(card).matchAll(/"text":("(?:[^"\\]|\\.)*")/gu)].map(
    ([, text]) => JSON.parse(text ?? '') as string,
  );
const shown = (text: string, municipality: string, question: string | null = null) =>
  textsOf(ruleAnswer(cards, ask(text, policyOf(municipality)), question, ['Eslöv', 'Ludvika']).card);

describe('the card of an answer', () => {
  it.each(['sv', 'en'] as const)('is a good card for every topic, in %s', (lang) => {
    for (const { questions: texts } of questions.topics)
      for (const [, policy] of policies) {
        const [text = ''] = texts;
        const { card, summary } = ruleAnswer(cards, ask(text, policy, lang), text);
        expect([text, lintCard(card)]).toEqual([text, []]);
        expect(summary).toContain(policy.shortName);
        expect(JSON.stringify(card)).not.toMatch(/AI bedömer|\d ?%|score/u);
      }
  });

  it('holds the quote exactly, with its id, line and date, and what the municipality says', () => {
    expect(shown('Får man göra reklam?', 'angelholm')).toEqual([
      'Regler som kan gälla · Ängelholm',
      '”Kommersiella budskap, reklam eller spam (gäller även reklam för icke-kommersiella verksamheter där Ängelholms kommun ej är medarrangör eller är delaktig på annat sätt)”',
      'Kommunen skriver: kan tas bort. Inget krav.',
      'ANG-17 · Ängelholms kommun, sidan om sociala medier, rad 25, daterad 2024-03-27',
    ]);
  });

  it.each([
    ['filipstad', 'Regeln ger inte rätt att ta bort. Svara, hänvisa eller låt stå.'],
    ['ludvika', 'Regeln ger inte rätt att ta bort. Svara, hänvisa eller låt stå.'],
    ['vallentuna', 'Kommunen skriver: tas bort. Åsikten i sig räcker inte. En kollega måste godkänna.'],
    [
      'angelholm',
      'Kommunen skriver: kan tas bort. Inget krav. Gäller bara partipolitisk debatt. Hänvisa först. En kollega måste godkänna.',
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
    ['vallentuna', ['Kommunen skriver: kan stänga av. Inget krav, och inget om upprepning.']],
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
      'Ett mål: kommunen skriver ”försöker”. Inget löfte.',
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
      'The municipality writes: is removed. What is removed is entered in the diary.',
    ]);
  });

  it('repeats an open question, made harmless, and never a secret or offensive one', () => {
    const asked = (text: string) => shown(text, 'ludvika', text).join('\n');
    expect(asked('Får man {{DATE(2026)}} svära\u202e?')).toContain(
      'Frågan: ”Får man {\u2060{DATE(2026)}} svära?”',
    );
    expect(asked('Får 19121212-1212 stå kvar?')).not.toContain('1212');
    expect(asked('Vilken regel gäller ”din jävla hora”?')).not.toContain('hora');
    expect(shown('x', 'ludvika', `Får vi blockera? ${'x'.repeat(5000)}`).join('').length).toBeLessThan(1000);
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
