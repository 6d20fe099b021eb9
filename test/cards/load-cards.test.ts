import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CardsError, loadCards } from '../../src/chat/cards/load-cards.ts';

const CARDS = join(import.meta.dirname, '..', '..', 'cards');

describe('the cards folder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kv-cards-'));
    cpSync(CARDS, dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  /** One file's text changed; null takes the file away. */
  const change = (file: string, edit: ((text: string) => string) | null): void => {
    const path = join(dir, file);
    if (edit === null) rmSync(path);
    else writeFileSync(path, edit(readFileSync(path, 'utf8')));
  };

  it.each<[string, string, ((text: string) => string) | null, RegExp]>([
    ['without a template', 'digest.json', null, /digest\.json: ENOENT/u],
    ['without its sentences', 'words.json', null, /words\.json: ENOENT/u],
    ['without a button that has an action', 'buttons/claim.json', null, /claim\.json: ENOENT/u],
    ['with a file that is no JSON', 'ticket.json', (text) => text.slice(0, -9), /ticket\.json: .*JSON/u],
    ['with a template that is a list', 'notice.json', () => '[]', /notice\.json: \(top\): .*record/u],
    [
      'with a sentence in one language',
      'words.json',
      (text) => text.replace('{', '{ "new": { "sv": "Nytt" },'),
      /words\.json: new\.en: /u,
    ],
    [
      'with an empty sentence',
      'words.json',
      (text) => text.replace('{', '{ "new": { "sv": "", "en": "New" },'),
      /words\.json: new\.sv: /u,
    ],
    [
      'with a button in a place that no card has',
      'buttons/release.json',
      (text) => text.replace('{', '{ "place": "margin",'),
      /release\.json: place: .*"row"/u,
    ],
    [
      'with a setting of a button that nobody reads',
      'buttons/claim.json',
      (text) => text.replace('{', '{ "colour": "red",'),
      /claim\.json: \(top\): .*"colour"/u,
    ],
  ])('is refused %s, by the file and the path in it', (_, file, edit, says) => {
    change(file, edit);
    expect(() => loadCards(dir)).toThrow(CardsError);
    expect(() => loadCards(dir)).toThrow(says);
  });

  it('is refused with a button that no action has: it would be a misspelt one', () => {
    writeFileSync(join(dir, 'buttons', 'clame.json'), readFileSync(join(dir, 'buttons', 'claim.json')));
    expect(() => loadCards(dir)).toThrow(CardsError);
    expect(() => loadCards(dir)).toThrow(/clame\.json: no button has this name; expected one of .*claim/u);
  });

  it('says which sentence is missing when one is asked for that is not there', () => {
    const { sv } = loadCards(dir);
    expect(() => sv.say('nonsense')).toThrow(/words\.json: expected a sentence "nonsense"/u);
    expect(() => sv.button('claim').say('nonsense')).toThrow(/claim\.json: expected a sentence "nonsense"/u);
  });
});
