/** The named characters that Teams and editors write. Sources: the HTML standard, "Named character references"; what Teams sends. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    shy: '\u00ad',
    zwnj: '\u200c',
    zwj: '\u200d',
    hellip: '…',
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    laquo: '«',
    raquo: '»',
    bull: '•',
    middot: '·',
    euro: '€',
    sect: '§',
    copy: '©',
    reg: '®',
    deg: '°',
    aring: '\u00e5',
    Aring: '\u00c5',
    auml: '\u00e4',
    Auml: '\u00c4',
    ouml: '\u00f6',
    Ouml: '\u00d6',
    eacute: 'é',
    Eacute: 'É',
    egrave: 'è',
    uuml: 'ü',
    Uuml: 'Ü',
    aelig: 'æ',
    AElig: 'Æ',
    oslash: 'ø',
    Oslash: 'Ø',
  }),
);

/** Every repetition is bounded, but of leading noughts, which no other part can match. */
const ENTITY = /&(?:#0*(\d{1,7});|#x0*([\da-f]{1,6});|([a-z]{2,8});|(nbsp|amp|lt|gt|quot)(?![\w=]))/giu;
const LAST_CODE_POINT = 0x10ffff;

/** The text with its character references read, once: `&amp;lt;` is `&lt;`. What names no character stays as it is. */
export function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    ENTITY,
    (entity, decimal?: string, hex?: string, name?: string, unended?: string) => {
      if (decimal !== undefined) return character(Number.parseInt(decimal, 10));
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      const named = name ?? unended ?? '';
      return NAMED.get(named) ?? NAMED.get(named.toLowerCase()) ?? entity;
    },
  );
}

const character = (code: number): string =>
  code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code).toWellFormed() : '';
