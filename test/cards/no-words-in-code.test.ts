import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', '..', 'src');

/** What users never see may be in TypeScript: local runs, and errors in English for those who operate or develop it. */
const NOT_FOR_USERS = /^local[/\\]/u;

/**
 * Screening, asking and the redaction before a second opinion read Swedish, so they hold Swedish: word endings,
 * inflections, months, tags. None of it is shown to anyone.
 */
const READS_SWEDISH = /^(?:ask|screening|second-opinion)[/\\]/u;

/** Swedish words without å, ä or ö that a sentence hardly does without. */
const SWEDISH =
  /\b(?:och|inte|eller|ska|kan inte|du|ditt|svar|kommentaren|kommunen|regeln|ta bort|finns|har)\b/iu;

/** Shapes of code that hand a text to a person: a literal there is a sentence outside cards/. */
const HANDED_OUT = [
  /\b(?:summary|fallbackText|errorMessage|placeholder|label|title|text)\s*:\s*(['"`])(?=[^'"`]*\s)[^'"`]*[A-Za-zÅÄÖåäö]{2}[^'"`]*\1/u,
  /\bchat\s*\.\s*(?:say|post|update)\([^)]*(['"`])[^'"`]*[A-Za-z]{2,}/u,
];

interface Literal {
  readonly text: string;
  readonly line: number;
}

/** The string literals of TypeScript, without comments and regular expressions. */
function literalsOf(source: string): Literal[] {
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<=[(=,:[!&|?{};\n]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/gu;
  return [...source.matchAll(token)]
    .filter(([text]) => /^['"`]/u.test(text))
    .map(({ 0: text, index }) => ({ text, line: source.slice(0, index).split('\n').length }));
}

/** Sentences for users that stand in a file's code, each with its line. */
function wordsIn(path: string, source: string): string[] {
  if (NOT_FOR_USERS.test(path)) return [];
  const swedish = READS_SWEDISH.test(path)
    ? []
    : literalsOf(source).filter(
        // One word alone is a name: of a column, or of a file.
        ({ text }) =>
          /[åäöÅÄÖ]/u.test(text) || (/\s/u.test(text) && SWEDISH.test(text.replace(/\{[^{}]*\}/gu, ''))),
      );
  const inChat = /^chat[/\\]/u.test(path)
    ? source
        .split('\n')
        .flatMap((text, index) =>
          HANDED_OUT.some((shape) => shape.test(text.replace(/\/\/.*|^\s*\*.*|\$\{[^}]*\}/gu, '')))
            ? [{ text: text.trim(), line: index + 1 }]
            : [],
        )
    : [];
  return [...swedish, ...inChat].map(({ text, line }) => `${path}:${line}: ${text}`);
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .toSorted();

describe('Words for users', () => {
  it('stand in cards/ alone, never in TypeScript', () => {
    const found = files.flatMap((path) => wordsIn(path, readFileSync(join(SRC, path), 'utf8')));
    expect(found).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  it.each([
    ['a Swedish sentence', 'chat/desk/desk.ts', "const a = 'Kommentaren är borttagen';"],
    ['a Swedish sentence without å, ä, ö', 'engine.ts', 'throw new Error("Ticket finns inte");'],
    ['a template', 'outbox/perform.ts', 'const a = `Kontakta $' + '{it} så snart du kan`;'],
    [
      'an English sentence sent by the chat',
      'chat/teams/teams-chat.ts',
      "await chat.say(where, 'Try again later');",
    ],
    ['an English sentence on a card', 'chat/cards/lines.ts', "return { text: 'Nothing was done', color };"],
    ['a summary', 'chat/cards/ticket-card.ts', "return { card, summary: 'New comment' };"],
  ])('planted as %s are found', (_, path, source) => {
    expect(wordsIn(path, source)).toHaveLength(1);
  });

  it.each([
    ['a comment', 'actions/undo.ts', '/** "Ångra": tar inte bort. */\n// och inte här'],
    ['a code', 'chat/cards/lines.ts', "const line = { color: 'attention', weight: 'bolder' };"],
    ['an error for developers', 'engine.ts', "throw new Error('No rules file for the municipality');"],
    ['a regular expression', 'chat/cards/safe-text.ts', 'const A = /[åäö]/u;'],
    ['what only a local run says', 'local/run.ts', "console.log('Öppna sidan');"],
  ])('leave %s alone', (_, path, source) => {
    expect(wordsIn(path, source)).toEqual([]);
  });
});
