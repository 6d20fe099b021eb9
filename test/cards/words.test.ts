import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { effectText } from '../../src/chat/cards/effect-text.ts';
import type { Locale } from '../../src/chat/cards/load-cards.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { Effect, EffectKind } from '../../src/core/effect.ts';
import { EffectError } from '../../src/core/effect.ts';
import { kindsWhere } from '../../src/effects/index.ts';
import { effect, MUNICIPALITIES, NOW } from '../fakes/situations.ts';
import { cards, STAGE_NAMES, viewAt } from './views.ts';

const ROOT = join(import.meta.dirname, '..', '..');

type Sentences = Readonly<Record<string, Readonly<Record<Locale, string>>>>;

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'));
const words: Sentences = readJson('cards', 'words.json');
const buttons = new Map<string, { title: Record<Locale, string>; words?: Sentences; form?: object }>(
  readdirSync(join(ROOT, 'cards', 'buttons')).map((file) => [
    file.replace('.json', ''),
    readJson('cards', 'buttons', file),
  ]),
);

const sentences = [
  ...Object.entries(words).map(([key, said]) => [`words.json ${key}`, said] as const),
  ...[...buttons].flatMap(([verb, { title, words: own = {} }]) => [
    [`${verb}.json title`, title] as const,
    ...Object.entries(own).map(([key, said]) => [`${verb}.json ${key}`, said] as const),
  ]),
];

const bracesOf = (text: string): string[] =>
  [...text.matchAll(/\{[^{}]*\}/gu)].map(([brace]) => brace).toSorted();

describe('Every sentence', () => {
  it.each(sentences)(
    '%s says the same in both languages, with the same things filled in',
    (key, { sv, en }) => {
      expect(sv.trim()).not.toBe('');
      expect(en.trim()).not.toBe('');
      if (key !== 'words.json command.help') expect(bracesOf(en)).toEqual(bracesOf(sv));
    },
  );

  it.each(sentences)('%s has none of the words that a card never says', (key, { sv, en }) => {
    expect(sv).not.toMatch(/regelbrott|lagbrott|AI|procent|%|utlova|straff|brottsling|återstår|kvar att/iu);
    expect(sv).not.toMatch(/ärende/iu);
    expect(en).not.toMatch(/\bAI\b|percent|%|crime|offender|remaining|promised/iu);
    if (!key.endsWith('register.registered')) expect(sv).not.toMatch(/diarieförd/iu);
  });
});

describe('A drawn card', () => {
  it.each(MUNICIPALITIES)('%s never says "utlovad", a score or that the bot is certain', (municipality) => {
    for (const stage of STAGE_NAMES) {
      const json = JSON.stringify(ticketCard(cards.sv, viewAt(stage, municipality, 'open')).card);
      expect(json).not.toMatch(/utlovad|AI bedömer|regelbrott|lagbrott|\d ?%|0[.,]9/iu);
    }
  });

  it('says "diarieförd" only with a number', () => {
    const withOne = (state: 'secured' | 'registered') => {
      const view = viewAt('is new', 'filipstad', 'open', {
        registrations: [{ state, number: state === 'registered' ? 'KS 2026/0412' : null }],
      });
      return JSON.stringify(ticketCard(cards.sv, view).card);
    };
    expect(withOne('secured')).toContain('väntar på diarienummer');
    expect(withOne('secured')).not.toMatch(/diarieförd/iu);
    expect(withOne('registered')).toContain('Diarieförd KS 2026/0412');
  });
});

describe('An entry that did not come through to the diary', () => {
  it.each([
    ['failed', 'kunde inte lämnas över'],
    ['unknown', 'Det är oklart om'],
  ] as const)('is said on the card, once: %s', (state, says) => {
    const view = viewAt('is new', 'filipstad', 'open', { registrations: [{}] });
    const [entry] = view.registrations;
    const trouble = { reference: entry?.reference ?? '', state };
    const drawn = (...handoverTroubles: (typeof trouble)[]) =>
      JSON.stringify(ticketCard(cards.sv, { ...view, handoverTroubles }).card);
    expect(drawn(trouble, trouble).split(says)).toHaveLength(2);
    expect(drawn()).not.toContain(says);
    expect(drawn({ ...trouble, reference: 'SM 1999-1' })).not.toContain(says);
  });
});

describe('A hidden comment', () => {
  it.each([
    ['facebook', 'skribenten och hens vänner kan se den'],
    ['instagram', 'skribenten kan se den'],
    ['youtube', 'oklart om skribenten kan se den'],
  ] as const)('is said on %s to be seen by those who see it there', (platform, seen) => {
    const view = viewAt('is new', 'filipstad', 'open', { comment: { platform, visibility: 'hidden' } });
    expect(JSON.stringify(ticketCard(cards.sv, view).card)).toContain(seen);
    const hidden = effect({ kind: 'hide-comment', state: 'done' });
    expect(effectText(cards.sv, view, hidden)).toContain(seen);
  });
});

describe('What happened to an effect', () => {
  type End = Partial<Pick<Effect, 'state' | 'result' | 'error' | 'dueAt'>>;
  const at = NOW.toString();
  /** Failed and unknown have the same error, which must not be all that tells them apart. */
  const ENDS: Record<string, End> = {
    ordered: { state: 'pending' },
    started: { state: 'started' },
    performed: { state: 'done', result: { at, how: 'performed' } },
    verified: { state: 'done', result: { at, how: 'verified' } },
    'already-so': { state: 'done', result: { at, how: 'already-so' } },
    'by-hand': { state: 'done', result: { at, how: 'by-hand' } },
    trial: { state: 'done', result: { at, how: 'trial' } },
    failed: { state: 'failed', error: 'no-answer' },
    unknown: { state: 'unknown', error: 'no-answer' },
    asked: { state: 'asked' },
    cancelled: { state: 'cancelled' },
  };
  /** How each kind can end, by its file in `src/effects`; a reply that is not there failed. */
  const REACHED: Record<EffectKind, readonly string[]> = {
    'fetch-attachments': ['ordered', 'started', 'performed', 'by-hand', 'failed', 'unknown'],
    'hide-comment': ['ordered', 'asked', 'verified', 'already-so', 'by-hand', 'trial', 'failed', 'unknown'],
    'unhide-comment': ['ordered', 'asked', 'verified', 'already-so', 'by-hand', 'trial', 'failed', 'unknown'],
    'delete-comment': ['ordered', 'asked', 'verified', 'already-so', 'by-hand', 'trial', 'failed', 'unknown'],
    'reply-to-comment': [
      'ordered',
      'asked',
      'performed',
      'verified',
      'by-hand',
      'trial',
      'failed',
      'unknown',
    ],
    'reply-privately': [
      ...['ordered', 'asked', 'performed', 'verified', 'by-hand', 'trial', 'failed', 'unknown'],
    ],
    'block-author': [
      ...['ordered', 'asked', 'performed', 'verified', 'already-so', 'by-hand', 'trial', 'failed', 'unknown'],
    ],
    'unblock-author': [
      ...['ordered', 'asked', 'performed', 'verified', 'already-so', 'by-hand', 'trial', 'failed', 'unknown'],
    ],
    'return-draft': ['failed', 'unknown'],
    'ask-colleague': ['failed', 'unknown'],
    'tell-assigned': ['failed', 'unknown'],
    'post-line': [],
    'alert-duty': ['ordered', 'performed', 'failed', 'unknown'],
    'alert-second': ['performed', 'failed', 'unknown'],
    'alert-request': ['ordered', 'performed', 'failed', 'unknown'],
    'alert-suspicion': ['ordered', 'performed', 'failed', 'unknown'],
    'seal-pictures': ['ordered', 'performed', 'by-hand', 'failed', 'unknown'],
    'erase-pictures': ['ordered', 'performed', 'by-hand', 'failed', 'unknown'],
    remind: [],
    escalate: [],
  };
  const said = (kind: EffectKind, end: string, locale: Locale = 'sv') =>
    effectText(cards[locale], viewAt('is new', 'filipstad', 'open'), effect({ kind, ...ENDS[end] }));

  it.each(kindsWhere(() => true))('%s: ordered, done, failed and unknown are different words', (kind) => {
    for (const locale of ['sv', 'en'] as const) {
      const lines = REACHED[kind].filter((end) => end !== 'started').map((end) => said(kind, end, locale));
      expect(lines).not.toContain(null);
      expect(new Set(lines).size).toBe(lines.length);
      for (const line of lines) expect(line).not.toMatch(/\{\w+\}/u);
    }
    expect(said(kind, 'cancelled')).toBeNull();
    for (const end of Object.keys(ENDS).filter((one) => one === 'started'))
      expect(said(kind, end)).toBe(said(kind, 'ordered'));
  });

  it.each([...Object.keys(REACHED).map((kind) => `effect.${kind}.`), 'state.', 'register.'])(
    '%s…: no two sentences are told apart by what is filled in alone',
    (beginning) => {
      const own = Object.entries(words).filter(([key]) => key.startsWith(beginning));
      for (const locale of ['sv', 'en'] as const) {
        const texts = own.map(([, said]) => said[locale].replace(/(?:\{\w+\}|\P{L})+/gu, ' ').trim());
        expect(texts).toEqual([...new Set(texts)]);
      }
    },
  );

  it('pictures of a text that has been edited since need no word', () => {
    expect(said('fetch-attachments', 'already-so')).toBeNull();
  });

  it.each(kindsWhere(() => true))('%s is not said to be done before it is', (kind) => {
    for (const end of ['ordered', 'failed', 'unknown', 'trial'].filter((one) => REACHED[kind].includes(one)))
      expect(said(kind, end)).not.toMatch(
        /kontrollerat|^(Dold|Raderad|Visas|Svaret publicerades|Kontot är)|borttagen/u,
      );
  });

  it('a deletion that waits for the undo window tells when, and that it can be undone', () => {
    const waiting = effect({ kind: 'delete-comment', dueAt: NOW.add({ minutes: 17 }).toString() });
    expect(effectText(cards.sv, viewAt('is new', 'filipstad', 'open'), waiting)).toBe(
      'Raderas 08.47. Du kan ångra till dess.',
    );
    expect(said('delete-comment', 'ordered')).toContain('Går inte att ångra');
  });

  it.each(EffectError.options)('the error %s is said in words', (error) => {
    for (const locale of ['sv', 'en'] as const) {
      const failed = effect({ kind: 'hide-comment', state: 'failed', error });
      expect(effectText(cards[locale], viewAt('is new', 'filipstad', 'open'), failed)).not.toMatch(
        /\{|error\./u,
      );
    }
  });
});

describe('The keys of the sentences', () => {
  /** All TypeScript that may ask for a sentence. */
  const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(ROOT, 'src', path), 'utf8'))
    .join('\n');
  const asked = [...source.matchAll(/(?<!button)\.say\(\s*(?:\w+ \? )?'([^']+)'/gu)].map(
    ([, key = '']) => key,
  );
  /** Keys that are put together from a code: `effect.${kind}.${state}` and their like. */
  const composed = [...source.matchAll(/say\(\s*`([^`]+)`/gu)].map(
    ([, pattern = '']) =>
      new RegExp(
        `^${pattern
          .split(/\$\{[^}]*\}/u)
          .map(RegExp.escape)
          .join('[\\w.-]+')}$`,
        'u',
      ),
  );
  const literal = (key: string) => source.includes(`'${key}'`);

  it('that the code asks for all stand in words.json', () => {
    expect(asked.length).toBeGreaterThan(20);
    const known = (key: string) =>
      Object.hasOwn(words, key) ||
      [...buttons.values()].some(({ words: own = {} }) => Object.hasOwn(own, key));
    expect(asked.filter((key) => !known(key))).toEqual([]);
  });

  it('in words.json are all asked for', () => {
    const unused = Object.keys(words).filter(
      (key) => !literal(key) && !composed.some((one) => one.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it.each([...buttons])('in %s.json are all asked for', (_, { words: own = {} }) => {
    const unused = Object.keys(own).filter((key) => !literal(key) && !composed.some((one) => one.test(key)));
    expect(unused.filter((key) => !source.includes(`say('${key}'`))).toEqual([]);
  });

  it.each([...buttons])(
    'that the form of %s.json binds are all given',
    (_, { words: own = {}, form = {} }) => {
      const bound = [...JSON.stringify(form).matchAll(/words(?:\.(\w+)|\['([\w-]+)'\])/gu)].map(
        ([, dotted, quoted]) => dotted ?? quoted ?? '',
      );
      expect(bound.filter((key) => !Object.hasOwn(own, key))).toEqual([]);
    },
  );
});

describe('A reply', () => {
  const MOVED = /hamnar sist i tråden/u;
  it.each([
    ['instagram', 'top', 'comment', true],
    ['youtube', 'top', 'comment', true],
    ['facebook', 'top', 'comment', false],
    ['instagram', null, 'comment', false],
    ['instagram', 'post', 'comment', false],
    ['instagram', 'top', 'mention', false],
  ] as const)(
    'on %s to what answers %s, a %s, is said to be moved: %s',
    (platform, parentId, kind, isMoved) => {
      const view = viewAt('is new', 'filipstad', 'open', {
        comment: { platform, parentId, postId: 'post', kind },
      });
      expect(MOVED.test(JSON.stringify(ticketCard(cards.sv, view).card))).toBe(isMoved);
    },
  );
});
