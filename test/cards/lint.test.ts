import { describe, expect, it } from 'vitest';
import { lintCard } from './lint.ts';

const text = { type: 'TextBlock', text: 'Kan gälla: ”Inga svordomar”', wrap: true };
const button = (n: number, more = {}) => ({
  type: 'Action.Execute',
  title: `Knapp ${n}`,
  verb: 'claim',
  ...more,
});
const buttons = (count: number, more = {}) => Array.from({ length: count }, (_, n) => button(n, more));
const input = {
  type: 'Input.Text',
  id: 'reason',
  label: 'Varför?',
  isRequired: true,
  errorMessage: 'Skriv varför.',
};
const form = (...body: unknown[]) => ({
  type: 'Action.ShowCard',
  title: 'Ta bort',
  card: { type: 'AdaptiveCard', body, actions: [button(1)] },
});
const card = (...body: unknown[]) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  lang: 'sv',
  fallbackText: 'Ny kommentar',
  body: [text, ...body],
});
const good = {
  ...card(
    { type: 'RichTextBlock', inlines: ['Hej ', { type: 'TextRun', text: 'där' }] },
    { type: 'Image', url: 'https://kommun.example/a.png', altText: 'Kommunens vapen' },
    { type: 'ColumnSet', columns: [{ type: 'Column', width: 'auto', items: [text] }] },
    { type: 'FactSet', facts: [{ title: 'Regel', value: 'LUD-10' }] },
    {
      type: 'Table',
      columns: [{ width: 1 }],
      rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [text] }] }],
    },
    { type: 'Badge', text: 'Ny', fallback: text },
    { type: 'Chart.Donut', data: [], fallback: 'drop' },
    { type: 'ActionSet', actions: [...buttons(6), ...buttons(4, { mode: 'secondary' })] },
  ),
  msteams: { width: 'Full', entities: [{ type: 'mention', text: '<at>Eva</at>' }] },
  actions: [form(input), button(2, { data: { type: 'whatever', ticket: 't1' } })],
};

describe('lintCard', () => {
  it('finds nothing in a good card', () => {
    expect(lintCard(good)).toEqual([]);
  });

  it.each([
    ['no card', null, /^\/: expected a card/],
    ['a list', [], /^\/: expected a card/],
    ['another type', { ...card(), type: 'HeroCard' }, /^\/type: expected AdaptiveCard/],
    ['a newer version', { ...card(), version: '1.6' }, /^\/version: expected 1\.5, found 1\.6/],
    ['no lang', { ...card(), lang: undefined }, /^\/lang: expected a language/],
    ['an empty fallbackText', { ...card(), fallbackText: ' ' }, /^\/fallbackText: missing/],
    [
      'too many bytes',
      card({ ...text, text: 'å'.repeat(13_000) }),
      /^\/: \d+ bytes as UTF-16, expected at most 25600/,
    ],
    ['seven actions', { ...card(), actions: buttons(7) }, /^\/actions: 7 primary actions/],
    ['seven in a set', card({ type: 'ActionSet', actions: buttons(7) }), /^\/body\/1\/actions: 7 primary/],
    [
      'an action without title',
      { ...card(), actions: [button(1, { title: '' })] },
      /^\/actions\/0: Action\.Execute without title/,
    ],
    [
      'a title not filled',
      card({ ...text, text: ['$', '{titel}'].join('') }),
      /^\/body\/1\/text: nothing filled/,
    ],
    [
      'data not filled',
      { ...card(), actions: [button(1, { data: { id: ['$', '{id}'].join('') } })] },
      /^\/actions\/0\/data\/id: nothing/,
    ],
    ['a $when left over', card({ ...text, $when: true }), /^\/body\/1\/\$when: left over/],
    [
      'an input without label',
      { ...card(), actions: [form({ ...input, label: undefined })] },
      /^\/actions\/0\/card\/body\/0: Input\.Text without label/,
    ],
    [
      'a required input without message',
      { ...card(), actions: [form({ ...input, errorMessage: '' })] },
      /^\/actions\/0\/card\/body\/0: Input\.Text is checked/,
    ],
    [
      'an optional checked input without message',
      card({ ...input, isRequired: false, regex: '.', errorMessage: undefined }),
      /^\/body\/1: Input\.Text is checked/,
    ],
    ['an input without id', card({ ...input, id: undefined }), /unique Id/],
    ['two inputs of one id', card(input, input), /^Input\.Text: .*reason|Duplicate/i],
    [
      'an image without altText',
      card({ type: 'ImageSet', images: [{ type: 'Image', url: 'https://kommun.example/a' }] }),
      /^\/body\/1\/images\/0: Image without altText/,
    ],
    [
      'a newer element without fallback',
      card({ type: 'Badge', text: 'Ny' }),
      /^\/body\/1: Badge is not in Adaptive Cards 1\.5/,
    ],
    [
      'a newer element that the parser knows',
      card({ type: 'Carousel', pages: [] }),
      /^\/body\/1: Carousel is not in/,
    ],
    [
      'a bad fallback',
      card({ type: 'Badge', text: 'Ny', fallback: { type: 'TextBlock', text: 'Ny' } }),
      /^\/body\/1\/fallback: TextBlock without wrap/,
    ],
    [
      'an unknown action',
      { ...card(), actions: [{ type: 'Action.Fly', title: 'Flyg' }] },
      /^\/actions\/0: Action\.Fly is not in/,
    ],
    ['an element without type', card({ text: 'Hej' }), /^\/body\/1: expected a type/],
    [
      'text that does not wrap',
      card({ type: 'Container', items: [{ type: 'TextBlock', text: 'Hej' }] }),
      /^\/body\/1\/items\/0: TextBlock without wrap/,
    ],
    [
      'text that does not wrap, in a table',
      card({
        type: 'Table',
        columns: [{ width: 1 }],
        rows: [
          { type: 'TableRow', cells: [{ type: 'TableCell', items: [{ type: 'TextBlock', text: 'a' }] }] },
        ],
      }),
      /^\/body\/1\/rows\/0\/cells\/0\/items\/0: TextBlock without wrap/,
    ],
    [
      'a value that the parser refuses',
      card({ ...text, weight: 'Huge' }),
      /^TextBlock: Invalid value "Huge" for property "weight"/,
    ],
  ])('finds %s', (_, bad, expected) => {
    expect(lintCard(bad)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  it('finds nothing in a good card however often it looks', () => {
    expect([1, 2, 3, 4].flatMap(() => lintCard(good))).toEqual([]);
  });

  it('says each problem once', () => {
    const problems = lintCard({
      ...card(),
      actions: [form({ type: 'Input.Text', id: 'a', isRequired: true })],
    });
    expect(problems).toEqual([
      '/actions/0/card/body/0: Input.Text without label',
      '/actions/0/card/body/0: Input.Text is checked but has no errorMessage',
    ]);
  });
});
