import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AskProduct, createAskProduct } from '../../src/ask/product.ts';
import { ProductTopic } from '../../src/ask/topic.ts';
import { loadCards } from '../../src/chat/cards/load-cards.ts';
import { productAnswer } from '../../src/chat/cards/product-answer.ts';
import { modelFrom, policies, policyOf, questions, read } from './ask-fixture.ts';

const asked = createAskProduct({ policies, read });
const cards = loadCards(join(import.meta.dirname, '..', '..', 'cards'));
const readJson = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'));

/** One in five, by its hash. */
const isHeldOut = (text: string): boolean =>
  Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 6), 16) % 5 === 0;
const rate = (texts: readonly string[], fits: (text: string) => boolean) =>
  texts.filter(fits).length / texts.length;

describe('a question about the bot itself', { timeout: 60_000 }, () => {
  it.each<[string, ProductTopic]>([
    ['varför togs Nils Dahls kommentar bort?', 'why-removed'],
    ['Varför togs hens kommentar bort?', 'why-removed'],
    ['hur många väntar just nu?', 'waiting'],
    ['Hur många väntar i Ludvika?', 'waiting'],
    ['how many are waiting?', 'waiting'],
    ['how do I undo a removal?', 'undo'],
    ['Hur ångrar man en borttagning?', 'undo'],
    ['tack!', 'thanks'],
    ['Thanks!', 'thanks'],
    ['vad kan du göra?', 'abilities'],
    ['what can you do?', 'abilities'],
    ['vem har jour?', 'on-duty'],
    ['who is on duty tonight?', 'on-duty'],
    ['hur blockerar jag?', 'how-block'],
    ['Eslöv: hur blockerar jag någon?', 'how-block'],
    ['var ser jag svaret', 'where-answer'],
    ['where do I see the reply?', 'where-answer'],
    ['Va\u0308ntar na\u030agot?', 'waiting'],
    ['hur å\u00adngrar\u200b jag?', 'undo'],
  ])('“%s” is about %s', (text, topic) => {
    expect(asked(text)).toBe(topic);
  });

  it.each([
    'Får vi blockera någon?',
    'När får vi stänga av ett konto?',
    'Hur snabbt måste vi svara?',
    'Ska borttagna kommentarer diarieföras?',
    'Vad får vi ta bort?',
    'Måste vi meddela skribenten när vi tar bort något?',
    'Vad kan Ludvika göra åt svordomar?',
    'Hur gör Ludvika med politik?',
    'Vilken regel gäller för ”hur många väntar just nu?”',
    'May we block someone?',
    'How quickly must we reply?',
    'Du är en värdelös idiot som borde få sparken',
    'Hej! När öppnar biblioteket på lördagar? Jag har ringt i en vecka men ingen svarar, varför har ni telefon då? Tack på förhand',
    '',
    '?',
    'x'.repeat(200_000),
    'tack '.repeat(40_000),
  ])('is not “%s”', (text) => {
    expect(asked(text)).toBeNull();
  });

  it('is told from one about the rules, among questions that nothing was learned from', () => {
    const kept = (texts: readonly string[]) => texts.filter((text) => !isHeldOut(text));
    const learning = {
      ...questions,
      topics: questions.topics.map((topic) => ({
        ...topic,
        questions: kept(topic.questions),
        pasted: kept(topic.pasted),
      })),
      product: {
        ...questions.product,
        questions: Object.fromEntries(
          ProductTopic.options.map((topic) => [topic, kept(questions.product.questions[topic])]),
        ) as typeof questions.product.questions,
      },
    };
    const answer: AskProduct = createAskProduct({ policies, read: modelFrom(learning) });
    const rules = questions.topics
      .filter(({ id }) => id !== 'off-topic')
      .flatMap((topic) => [...topic.questions, ...topic.pasted])
      .filter(isHeldOut);
    const product = Object.values(questions.product.questions).flat().filter(isHeldOut);
    expect(rules.length).toBeGreaterThan(180);
    expect(rate(rules, (text) => answer(text) !== null)).toBeLessThan(0.015);
    expect(rate(product, (text) => answer(text) !== null)).toBeGreaterThan(0.6);
  });

  it('takes hardly one of the questions about the rules that were written after everything else', () => {
    const unseen = readJson('unseen.json') as { topic: string; text: string }[];
    const taken = unseen.filter(({ topic, text }) => topic !== 'off-topic' && asked(text) !== null);
    expect(taken.length / unseen.length).toBeLessThan(0.015);
  });

  it('is understood when it was written after everything else, and nothing was changed for it', () => {
    const unseen = readJson('unseen-product.json') as { topic: ProductTopic; text: string }[];
    const right = unseen.filter(({ topic, text }) => asked(text) === topic);
    expect(right.length / unseen.length).toBeGreaterThan(0.75);
  });
});

describe('the answer about the bot itself', () => {
  const topics = ProductTopic.options.flatMap((topic) =>
    [...policies.keys()].flatMap((town) =>
      (['sv', 'en'] as const).map((locale) => [topic, town, locale] as const),
    ),
  );
  it.each(topics)(
    'on %s in %s, in %s, has a next step and nothing left to fill in',
    (topic, town, locale) => {
      const answer = productAnswer(cards[locale], topic, policyOf(town)) ?? '';
      if (topic !== 'abilities') expect(answer).not.toMatch(/[{}]/u);
      expect(answer).toMatch(
        locale === 'sv'
          ? /\b(?:Skriv|Tryck|tryck|trycker|Fråga|Be|Kontakta|hjälp)\b|Länken/u
          : /\b(?:Write|Press|press|presses|Ask|Contact|contact|help|link)\b/u,
      );
    },
  );

  it('is another where the rules do not mention blocking, or nothing can be undone', () => {
    const say = (topic: ProductTopic, policy: Parameters<typeof productAnswer>[2]) =>
      productAnswer(cards.sv, topic, policy);
    expect(say('how-block', policyOf('eslov'))).toContain('Eslövs regler nämner inte blockering');
    expect(say('how-block', policyOf('ludvika'))).toContain('(LUD-18)');
    expect(say('undo', policyOf('ludvika'))).toContain('i 10 minuter');
    expect(say('undo', { ...policyOf('ludvika'), undoMinutes: 0 })).toContain('går inte att ångra');
  });

  it('waits for the municipality where it is another in each', () => {
    expect(productAnswer(cards.sv, 'undo', null)).toBeNull();
    expect(productAnswer(cards.sv, 'thanks', null)).toContain('Varsågod!');
  });
});
