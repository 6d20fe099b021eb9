import { describe, expect, it } from 'vitest';
import { createRedactor, type Redacted } from '../../src/second-opinion/redact.ts';
import { lexicon } from '../screening/policy-fixture.ts';

const redact = createRedactor(lexicon.names);
const redacted = (text: string): Redacted => {
  const made = redact(text);
  if (!made) throw new Error('Not redacted');
  return made;
};

describe('the redactor', () => {
  it.each<[string, string, string]>([
    ['a personnummer', 'Hon heter 19121212-1212 i registret', 'Hon heter [personnummer] i registret'],
    ['one in full-width digits', 'nr 121212-1212', 'nr [personnummer]'],
    ['one with a wrong check digit', 'nr 19121212-1213 där', 'nr [nummer] där'],
    ['a mobile number', 'ring 070-174 06 46 nu', 'ring [telefon] nu'],
    ['a compact number', 'ring 0701740646', 'ring [telefon]'],
    ['a foreign number', 'call +44 20 7946 0958', 'call [telefon]'],
    ['the municipality’s own number', 'ring 0590-611 00', 'ring [telefon]'],
    ['an e-mail address', 'mejla kalle.k@example.com idag', 'mejla [e-post] idag'],
    ['a written-out address', 'mejla kalle(at)example.com idag', 'mejla [e-post] idag'],
    ['a link’s path and query', 'se https://www.example.com/anna?id=42#x nu', 'se [länk: example.com] nu'],
    ['a street address', 'bor på Ekvägen 14B', 'bor på [adress]'],
    ['a bank account', 'sätt in på konto 8327 9 123 456 789', 'sätt in på konto [kontonummer]'],
    ['a name', 'det var Karin Lindgren som gjorde det', 'det var [namn] som gjorde det'],
    ['a mention', '@kalle.k vad säger du', '[namn] vad säger du'],
    ['a run that no detector reads', `se ${'x'.repeat(400)} där`, 'se [oläst] där'],
    ['nothing', 'Skäms på er, j*vla idioter! F@n!', 'Skäms på er, j*vla idioter! F@n!'],
  ])('takes out %s', (_, text, left) => {
    expect(redacted(text).text).toBe(left);
  });

  it('leads every stretch that is left back to the words as they were written', () => {
    const text = 'Ring 070-174 06 46 eller mejla a.b@example.com, din idiot! 👍 Karin Lindgren vet.';
    const { text: left, original } = redacted(text);
    for (const words of ['Ring', 'eller mejla', 'din idiot!', '👍', 'vet.']) {
      const start = left.indexOf(words);
      const span = original({ start, end: start + words.length });
      expect(text.slice(span.start, span.end)).toBe(words);
    }
  });

  it.each<[string, string]>([
    ['[telefon]', '070-174 06 46'],
    ['telefo', '070-174 06 46'],
    ['Ring [telefon] eller', 'Ring 070-174 06 46 eller'],
  ])('leads %s back to all that the tag replaced', (words, written) => {
    const text = 'Ring 070-174 06 46 eller inte';
    const { text: left, original } = redacted(text);
    const start = left.indexOf(words);
    const span = original({ start, end: start + words.length });
    expect(text.slice(span.start, span.end)).toBe(written);
  });

  it('takes time linear in a hostile text', () => {
    const started = performance.now();
    for (const hostile of ['a@', '1 ', '(at)', '@', 'a.', '070-', 'A '])
      redact(hostile.repeat(10_000 / hostile.length));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
