import { describe, expect, it } from 'vitest';
import type { Locale } from '../../src/chat/cards/load-cards.ts';
import { privateCard } from '../../src/chat/cards/private-card.ts';
import { draftText, saidLine } from '../../src/chat/cards/thread-lines.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { Refusal } from '../../src/core/decision.ts';
import { PLATFORM_NAMES, platformOf } from '../../src/platforms/index.ts';
import { ANNA, effect, MUNICIPALITIES, NAMES, NOW, situation, viewOf } from '../fakes/situations.ts';
import { createWorld } from '../fakes/world.ts';
import { lintCard } from './lint.ts';
import { AUTHOR, cards, STAGE_NAMES, TEXT, viewAt } from './views.ts';

const DISPLAYS = ['open', 'offensive', 'secret'] as const;
const LOCALES = ['sv', 'en'] as const satisfies readonly Locale[];
const everywhere = MUNICIPALITIES.flatMap((municipality) =>
  STAGE_NAMES.map((stage) => [municipality, stage] as const),
);

const REFUSALS: Record<Refusal['code'], Refusal['details']> = {
  'stale-card': {},
  'colleague-first': { by: ANNA, at: NOW.toString(), verb: 'reply' },
  'no-permission': {},
  'not-now': {},
  'bad-input': { field: 'rule' },
  'reply-goes-too': { rule: 'FIL-18' },
  'no-private-reply': {},
  'missing-placeholder': { placeholder: '{växelns nummer}' },
  'reply-too-long': { length: 9000, most: 8000 },
  'reply-too-many-bytes': { length: 1200, most: 1000 },
  'rule-cannot-remove': { rule: 'FIL-03' },
  'politics-cannot-remove': { rule: 'FIL-11' },
  'evidence-missing': {},
  'second-person': { by: ANNA },
  'not-the-proposer': { by: ANNA },
  'blocking-not-allowed': {},
  'too-few-breaches': { counted: 1, needed: 2 },
  'already-blocked': {},
  'author-unknown': {},
  'too-late-to-undo': {},
  'subject-not-neutral': {},
  'criteria-not-met': { rule: 'FIL-15' },
  'comment-not-found': {},
  'not-a-diary-number': { example: 'KS 2026/123' },
  'not-a-working-day': {},
  'past-deadline': { at: '2026-04-07T14:00:00Z' },
  'not-a-colleague': {},
  'already-asked': { by: ANNA },
  'too-many-asked': { most: 3 },
  'already-answered': {},
};

const refused = (code: Refusal['code'], details = REFUSALS[code]) => ({
  refusal: { code, details },
  typed: null,
  shownInChat: false,
});

/** Every text of a card, wherever it stands, without what only programs read. */
function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (typeof value === 'string')
      return ['text', 'title', 'label', 'fallbackText', 'errorMessage', 'value'].includes(key) ? [value] : [];
    return key === 'data' ? [] : textsOf(value);
  });
}

describe('A card', () => {
  it.each(everywhere)('%s, a comment that %s: good for Teams in both languages', (municipality, stage) => {
    for (const display of DISPLAYS) {
      const view = viewAt(stage, municipality, display);
      for (const locale of LOCALES) {
        const { card, summary } = ticketCard(cards[locale], view);
        expect(lintCard(card), `${display} ${locale}`).toEqual([]);
        expect(lintCard(privateCard(cards[locale], view).card)).toEqual([]);
        expect(summary).not.toMatch(/[{}]/u);
        // What stands in an input may have braces for the sender to fill in; sentences may not.
        const sentences = textsOf({ ...card, actions: [] });
        expect(sentences.filter((text) => /\{\w+\}|undefined|null|NaN/u.test(text))).toEqual([]);
      }
    }
  });

  it.each(Object.keys(REFUSALS) as Refusal['code'][])('says why a press did nothing: %s', (code) => {
    for (const locale of LOCALES) {
      const view = viewAt('is new', 'filipstad', 'open');
      const { card } = ticketCard(cards[locale], view, refused(code));
      expect(lintCard(card)).toEqual([]);
      const fresh = textsOf(ticketCard(cards[locale], view).card);
      const said = textsOf(card).filter((text) => !fresh.includes(text));
      expect(said).toHaveLength(1);
      expect(said[0]).not.toMatch(/\{\w+\}/u);
    }
  });

  it.each([
    'reply',
    'remove',
    'approve',
    'dismiss',
    'claim',
    'release',
    'hide-now',
    'undo',
    'block',
    'unblock',
  ])('tells a colleague who comes second of %s, and of the draft', (verb) => {
    for (const draft of [0, 1]) {
      const details = { by: ANNA, at: NOW.toString(), verb, draft };
      const { card } = ticketCard(
        cards.sv,
        viewAt('is new', 'filipstad', 'open'),
        refused('colleague-first', details),
      );
      const [said] = textsOf(card).filter((text) => text.includes('hann före'));
      expect(said).toContain('Anna Andersson hann före 08.30: ');
      expect(said?.includes('Texten finns i din chatt.')).toBe(draft === 1);
    }
  });

  it('names the municipality’s own promise only where it has published one', () => {
    for (const municipality of MUNICIPALITIES) {
      const said = textsOf(ticketCard(cards.sv, viewAt('is new', municipality, 'open')).card).join('\n');
      const promises = municipality === 'filipstad';
      expect(said.includes('Svara senast tis 7 apr 16.00 (”')).toBe(promises);
      expect(said.includes('Internt mål: tis 7 apr 16.00')).toBe(!promises);
    }
  });

  it('shows the comment with the marked words, its author and a link', () => {
    const { card, summary } = ticketCard(cards.sv, viewAt('is new', 'filipstad', 'open'));
    const json = JSON.stringify(card);
    expect(json).toContain('{"type":"TextRun","text":"Grannen","highlight":true}');
    expect(textsOf(card)).toContain(`${AUTHOR} skriver:`);
    expect(json).toContain('[Öppna på Facebook](https://www.facebook.com/');
    expect(summary).toBe('Ny kommentar · Facebook · Filipstad · nr 127');
  });

  describe('of a reply that a person must publish', () => {
    const reply = 'Hej Kim!\n\nBiblioteket öppnar 10. {{DATE(x)}}';
    const asked = (display: (typeof DISPLAYS)[number], text = reply) =>
      viewOf(viewAt('has a reply for a person to publish', 'filipstad', display), { replyForHands: text });

    it('has its words between what to do and what to press then', () => {
      const json = JSON.stringify(ticketCard(cards.sv, asked('open')).card);
      const at = ['Publicera svaret på Facebook', 'Biblioteket öppnar 10. {', '"verb":"by-hand"'].map(
        (part) => json.indexOf(part),
      );
      expect(at).toEqual(at.toSorted((one, other) => one - other));
      expect(at).not.toContain(-1);
      expect(json).not.toContain('{{');
    });

    it('to a secret comment keeps them for one person at a time', () => {
      const said = JSON.stringify(ticketCard(cards.sv, asked('secret')).card);
      expect(said).not.toContain('Biblioteket öppnar');
      expect(said).toContain('Svaret visas inte i kanalen. Tryck på Visa för mig.');
      expect(JSON.stringify(privateCard(cards.sv, asked('secret')).card)).toContain(
        'Svaret att publicera: Hej Kim!',
      );
    });

    it.each(PLATFORM_NAMES)('is light enough for Teams, with the longest reply that %s takes', (name) => {
      const text = 'å'.repeat(platformOf(name).maxReply);
      const json = JSON.stringify(ticketCard(cards.sv, asked('open', text)).card);
      expect(json.length * 2).toBeLessThan(28 * 1024);
      expect(json.includes(text)).toBe(!json.includes('resten får inte plats'));
    });
  });

  it('keeps an offensive text behind "Visa"', () => {
    const { card } = ticketCard(cards.sv, viewAt('is new', 'filipstad', 'offensive'));
    const { body } = card as {
      body: { isVisible?: boolean; items?: { id?: string; isVisible?: boolean }[] }[];
    };
    const visible = body.map((one) => ({
      ...one,
      items: one.items?.filter((item) => item.isVisible !== false),
    }));
    expect(JSON.stringify(visible)).not.toContain('sillmjölke');
    expect(JSON.stringify(card)).toContain('sillmjölke');
  });

  it('shows before and after an edit', () => {
    const said = textsOf(
      ticketCard(cards.sv, viewAt('was edited after our reply', 'filipstad', 'open')).card,
    );
    expect(said).toContain('Ändrad efter vårt svar 08.30.');
    expect(said).toEqual(expect.arrayContaining(['Före: ', 'Nu: ']));
  });

  it('says in trial mode that nothing changes', () => {
    const said = textsOf(ticketCard(cards.sv, viewAt('stands in trial mode', 'filipstad', 'open')).card);
    expect(said).toContain('PROVLÄGE: inget ändras på Facebook');
  });
});

describe('A card’s number and title', () => {
  const URGENT = { urgent: true, needsReply: true } as const;
  it.each([
    ['is new', 'open', {}, 'Nr 127 · Kommentar som verkar behöva svar'],
    ['is new', 'offensive', { needsReply: false }, 'Nr 127 · Kommentar att bedöma'],
    ['is new', 'open', URGENT, 'Nr 127 · Kommentar som kan vara akut'],
    ['is new', 'secret', URGENT, 'Nr 127 · Känslig kommentar'],
    ['is closed by a reply', 'open', URGENT, 'Nr 127 · Kommentar'],
    ['is closed by a reply', 'secret', URGENT, 'Nr 127 · Känslig kommentar'],
  ] as const)('a comment that %s, %s %j: %s', (stage, display, screening, title) => {
    const view = viewAt(stage, 'filipstad', display, { screening });
    for (const { card } of [ticketCard(cards.sv, view), privateCard(cards.sv, view)])
      expect(textsOf(card).find((text) => text.startsWith('Nr '))).toBe(title);
  });

  it('tell two secret comments of the same minute apart, in the channel, in the private copies and when closed', () => {
    for (const stage of ['is new', 'is closed by a reply'] as const)
      for (const draw of [ticketCard, privateCard]) {
        const drawn = [126, 127].map((number) => {
          const { card, summary } = draw(cards.sv, viewOf(viewAt(stage, 'filipstad', 'secret'), { number }));
          return [...textsOf({ ...card, actions: [] }), summary].join('\n');
        });
        expect(new Set(drawn).size).toBe(2);
      }
  });

  it('stand behind what is said in the thread', () => {
    const view = viewAt('is new', 'filipstad', 'secret');
    const kinds = ['remind', 'escalate', 'alert-request'] as const;
    for (const kind of kinds) expect(saidLine(cards.sv, view, effect({ kind }))).toMatch(/\. \(nr 127\)$/u);
    expect(draftText(cards.sv, viewAt('is claimed', 'filipstad', 'open'), 'Hej!')).toContain(
      'skrev du om nr 127,',
    );
  });

  it.each([
    ['is new', 'Öppna kortet i kanalen'],
    ['is closed by a reply', 'Öppna kortet i kanalen'],
  ] as const)('the private copy of a comment that %s leads back to its card', (stage, title) => {
    const { card } = privateCard(cards.sv, viewAt(stage, 'filipstad', 'secret'));
    expect((card as { actions: object[] }).actions).toEqual([
      {
        type: 'Action.OpenUrl',
        title,
        url: 'https://teams.microsoft.com/l/message/19%3Amoderering%40thread.tacv2/1760000000001?tenantId=tenant-id&parentMessageId=1760000000001',
      },
    ]);
  });

  it.each([
    ['has not been posted', null],
    ['stands in no channel', { conversation: 'a:1', tenant: 't', messageId: '1' }],
  ])('the private copy of a card that %s leads nowhere', (_, card) => {
    const view = viewOf(viewAt('is new', 'filipstad', 'secret'), { card });
    expect(privateCard(cards.sv, view).card).toMatchObject({ actions: [] });
  });
});

describe('What must not be in a channel', () => {
  const inAnyPart = /sillmjölke|Storgatan|19121212|Kim|Testsson/u;

  it.each(everywhere)(
    '%s, secret, a comment that %s: no text, number or author in any part',
    (municipality, stage) => {
      const view = viewAt(stage, municipality, 'secret');
      for (const locale of LOCALES) {
        const typed = { verb: 'register', inputs: { subject: 'Kommentar på Facebook' } };
        for (const notice of [undefined, { ...refused('bad-input'), typed }])
          expect(JSON.stringify(ticketCard(cards[locale], view, notice))).not.toMatch(inAnyPart);
      }
    },
  );

  it.each(STAGE_NAMES.filter((stage) => viewAt(stage, 'filipstad', 'open').ticket.state === 'closed'))(
    'a comment that %s: a closed card has neither text nor author',
    (stage) => {
      for (const display of DISPLAYS) {
        const view = viewAt(stage, 'filipstad', display);
        expect(JSON.stringify(ticketCard(cards.sv, view))).not.toMatch(inAnyPart);
        expect(JSON.stringify(privateCard(cards.sv, view))).not.toMatch(inAnyPart);
      }
    },
  );

  it('a secret text goes to one person’s own chat, and its preview tells nothing', () => {
    const { card, summary } = privateCard(cards.sv, viewAt('is new', 'filipstad', 'secret'));
    expect(JSON.stringify(card)).toContain('sillmjölke');
    expect(summary).toBe('Text som bara du ser · Filipstad · nr 127');
  });

  it('a secret comment’s notification does not say what it is about', () => {
    const { summary } = ticketCard(cards.sv, viewAt('is new', 'ludvika', 'secret'));
    expect(summary).toBe('Känslig kommentar att bedöma · Ludvika · nr 127');
  });

  it('what was secret before an edit stays out, though the new text is harmless', () => {
    const world = createWorld({ comment: { text: TEXT }, screening: { display: 'secret' } });
    world.edit('Förlåt, nu utan nummer.', { display: 'open' });
    expect(world.view.textBefore).toBe(TEXT);
    expect(JSON.stringify(ticketCard(cards.sv, world.view))).not.toMatch(inAnyPart);
  });
});

describe('A hostile text', () => {
  const hostile = [
    ['Markdown', '**fet** [länk](https://ont.example) # rubrik\n- punkt ![bild](https://ont.example/x.png)'],
    ['a template', '$' + '{ticket} $' + '{string($root)} $' + "{if(true, 'ja', 'nej')}"],
    ['a date of Teams’', '{{DATE(2026-04-02T06:30:00Z, LONG)}} {{TIME(2026-04-02T06:30:00Z)}}'],
    ['a mention', '<at>Anna Andersson</at> <b>fet</b> <script>alert(1)</script> &lt;'],
    ['JSON', '","actions":[{"type":"Action.OpenUrl","url":"https://ont.example"}],"x":"'],
    ['bidi and what is invisible', 'a\u202Eb\u2066c\u200Bd\u0000e\u0007f\uFEFFg\u2028h'],
    ['broken characters', 'a\uD83Db\uDE00c'],
    ['10,000 characters', `${'å'.repeat(1499)}😀${'x'.repeat(8499)}`],
    ['only braces', '{'.repeat(3000)],
    ['nothing', '   '],
  ] as const;

  it.each(hostile)('%s: stands as text and nothing else', (_, text) => {
    const plain = viewAt('is new', 'filipstad', 'open');
    const view = {
      ...plain,
      text,
      comment: { ...plain.comment, text, author: { id: '1', name: text } },
      account: { ...plain.account, name: text.slice(0, 60) },
    };
    for (const { card } of [ticketCard(cards.sv, view), privateCard(cards.sv, view)]) {
      expect(lintCard(card).filter((problem) => !problem.includes('nothing filled'))).toEqual([]);
      const json = JSON.stringify(card);
      expect(json).not.toMatch(/\{\{/u);
      expect(json.isWellFormed()).toBe(true);
      expect(json).not.toMatch(/[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]|\\u0000|\\u0007|\\ud[89a-f]/u);
      expect(actionUrls(card)).toEqual([]);
    }
    const runs = textsOf(ticketCard(cards.sv, view).card);
    if (text.startsWith('$')) expect(runs.join('')).toContain(text.slice(7));
    if (text.startsWith('**'))
      expect(textBlocksOf(ticketCard(cards.sv, view).card).join()).not.toContain('fet');
  });

  const linksIn = (permalink: string) => {
    const view = viewAt('is new', 'filipstad', 'open', { comment: { text: TEXT, permalink } });
    return textBlocksOf(ticketCard(cards.sv, view).card).filter((text) => text.startsWith('[Öppna'));
  };

  it.each([
    'javascript:alert(1)',
    'http://www.facebook.com/1',
    'http://127.0.0.1/1',
    'https://facebook.com@evil.example/',
    'https://kim@www.facebook.com/1',
    'https://www.facebook.com:8080/1',
    'https://ok.example/a) [x](https://ont.example',
    'https://www.instagram.com/p/1',
    'inte en adress',
  ])('a link to %s is left out', (permalink) => expect(linksIn(permalink)).toEqual([]));

  it.each([
    'https://www.facebook.com/1?comment_id=2',
    'https://www.facebook.com/a) [x](https://ont.example',
    'https://www.facebook.com/ # rubrik',
    'https://www.facebook.com/?a=`b`<c>|d*\\e',
  ])('a link to %s is made harmless', (permalink) => {
    const [link, ...more] = linksIn(permalink);
    expect(more).toEqual([]);
    expect(link).toMatch(/^\[Öppna på Facebook\]\(https:\/\/www\.facebook\.com\/[^\s()[\]<>`*|\\]*\)$/u);
  });

  it('what a colleague is called cannot be Markdown, a template or a mention', () => {
    const names = new Map([[ANNA, '<at>Alla</at> {{DATE(x)}} $' + '{x}\u202E']]);
    const view = viewOf(viewAt('is claimed', 'filipstad', 'open'), { names });
    const json = JSON.stringify(ticketCard(cards.sv, view).card);
    expect(json).not.toMatch(/\{\{|\u202E/u);
    expect(textBlocksOf(ticketCard(cards.sv, view).card).join()).not.toContain('Alla');
  });

  const actionUrls = (node: unknown): unknown[] =>
    typeof node !== 'object' || node === null
      ? []
      : [
          ...('url' in node && String(node.url).includes('ont.example') ? [node.url] : []),
          ...Object.values(node).flatMap(actionUrls),
        ];

  /** The only elements of a card that Teams reads as Markdown. */
  const textBlocksOf = (node: unknown): string[] =>
    typeof node !== 'object' || node === null
      ? []
      : [
          ...('type' in node && node.type === 'TextBlock' && 'text' in node ? [String(node.text)] : []),
          ...Object.values(node).flatMap(textBlocksOf),
        ];
});

describe('The longest card', () => {
  const long = 'Å'.repeat(1490);
  const names = new Map(
    [...NAMES].map(([id]) => [id, 'Anna-Karin von und zu Lång-Efternamnsson (Kommunikation)']),
  );

  it.each(everywhere)('%s, a comment that %s: 25 KB at most', (municipality, stage) => {
    for (const locale of LOCALES) {
      const plain = viewAt(stage, municipality, 'open');
      const view = viewOf(
        { ...plain, comment: { ...plain.comment, author: { id: '1', name: 'N'.repeat(300) } } },
        { names, text: long, textBefore: plain.textBefore && long },
      );
      const { card } = ticketCard(cards[locale], view, refused('bad-input'));
      expect(JSON.stringify(card).length * 2).toBeLessThanOrEqual(25 * 1024);
    }
  });

  it('stays so after many removals and regrets', () => {
    const world = createWorld({ comment: { text: long } });
    for (let round = 0; round < 30; round += 1) {
      world.press('remove', { rule: 'FIL-20', reason: 'Personangrepp.' });
      world.run();
      world.press('undo');
      world.run();
    }
    expect(lintCard(ticketCard(cards.sv, world.view).card)).toEqual([]);
    expect(situation().effects).toEqual([]);
  });

  it('stays so when a long reply was typed and refused', () => {
    const typed = { verb: 'reply', inputs: { form: 'answer', 'text-answer': 'å'.repeat(8000) } };
    const { card } = ticketCard(cards.sv, viewAt('is new', 'ludvika', 'open'), {
      ...refused('bad-input'),
      typed,
    });
    expect(JSON.stringify(card).length * 2).toBeLessThanOrEqual(100 * 1024);
  });
  it('keeps a title apart from what stands below it in the post that a comment answers', () => {
    const post = { author: null, own: true, text: 'Årsbokslut \n\n Vi visar siffrorna' };
    const view = { ...viewAt('is new', 'filipstad', 'open'), thread: { post, parent: null } };
    expect(JSON.stringify(ticketCard(cards.sv, view).card)).toContain('Årsbokslut / Vi visar siffrorna');
  });

  it('shows what the comment answers in a line each, and nothing of it once the ticket is closed', () => {
    const open = JSON.stringify(ticketCard(cards.sv, viewAt('is new', 'filipstad', 'open')).card);
    expect(open).toContain('Under ert inlägg: ”Nya öppettider! Biblioteket har öppet.');
    expect(open).toContain('Svar till Bo Ek, vars kommentar inte visas här');
    for (const [stage, display] of [
      ['is new', 'secret'],
      ['is closed by a reply', 'open'],
    ] as const) {
      const card = JSON.stringify(ticketCard(cards.sv, viewAt(stage, 'filipstad', display)).card);
      expect(card).not.toMatch(/öppettider|Bo Ek/u);
    }
  });
});
