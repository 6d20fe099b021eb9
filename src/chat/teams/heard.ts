import { z } from 'zod';
import { fold } from '../../text/fold.ts';
import type { InboundActivity } from './activity.ts';
import { type Piece, piecesOf, tidied } from './plain-text.ts';

/** A mention as an activity's entities tell of it. Source: the Bot Framework activity schema. */
const Mention = z.looseObject({
  type: z.literal('mention'),
  text: z.string().nullish(),
  mentioned: z.looseObject({ id: z.string(), name: z.string().nullish() }),
});

/** What may stand between a name that is called and what is said. */
const AFTER_NAME = /^[\s,:;.!–-]+/u;
const ENDS_NAME = /^(?:[\s,:;.!]|$)/u;
const BEGINS_WITH_MARK = /^\s*[,.;:!?]/u;

/**
 * What the person said to us, in one line and without markup. Our own mention is taken away wherever it stands, and so
 * is our name typed first; others who are mentioned first or last are called, those in between are spoken of.
 */
export function wordsOf({ text, entities, recipient }: InboundActivity): string {
  const written = (entities ?? [])
    .map((entity) => Mention.safeParse(entity).data)
    .filter((mention) => mention?.mentioned.id === recipient.id)
    .flatMap((mention) => [mention?.text, mention?.mentioned.name]);
  const ours = [...written, recipient.name].map((each) => nameOf(each ?? '')).filter((name) => name !== '');
  const isOurs = ({ kind, text: name }: Piece) => kind === 'mention' && ours.includes(nameOf(name));
  const said = withoutCalled(piecesOf(withoutTyped(text ?? '', written))).reduce(
    (before, piece) => (isOurs(piece) ? before : joined(before, piece.text)),
    '',
  );
  return withoutNames(oneLine(said), ours);
}

/** Some clients mention without markup: `@Kommentarsvakten`. */
const withoutTyped = (text: string, mentions: readonly (string | null | undefined)[]): string =>
  mentions.reduce<string>((rest, name) => (name?.startsWith('@') ? rest.replaceAll(name, ' ') : rest), text);

const oneLine = (text: string): string => tidied(text).replaceAll('\n', ' ');

/** A name in one spelling: without its markup, `@`, case and what nobody sees. */
const nameOf = (written: string): string =>
  tidied(
    fold(
      piecesOf(written)
        .map(({ text }) => text)
        .join(''),
    ).text,
  )
    .replace(/^@/u, '')
    .toLowerCase();

const isNoWord = ({ kind, text }: Piece): boolean =>
  kind === 'mention' || text.replace(AFTER_NAME, '') === '';

/** Leaves out those who are called before the first word and after the last. */
function withoutCalled(pieces: readonly Piece[]): readonly Piece[] {
  const first = pieces.findIndex((piece) => !isNoWord(piece));
  const last = pieces.findLastIndex((piece) => !isNoWord(piece));
  return first === -1 ? [] : pieces.slice(first, last + 1);
}

/** Where a name was taken away, the comma after it belongs to the word before. */
const joined = (before: string, text: string): string =>
  `${BEGINS_WITH_MARK.test(text) ? before.trimEnd() : before}${text}`;

/** The text without our names typed first, and without the marks after a name. */
function withoutNames(text: string, names: readonly string[]): string {
  const rest = text.replace(AFTER_NAME, '');
  const folded = fold(rest);
  const start = folded.text.toLowerCase();
  const at = start.startsWith('@') ? 1 : 0;
  const name = names.find(
    (each) => start.startsWith(each, at) && ENDS_NAME.test(start.slice(at + each.length)),
  );
  if (name === undefined) return rest;
  return rest.slice(folded.ends[at + name.length - 1] ?? 0).replace(AFTER_NAME, '');
}
