import { describe, expect, it } from 'vitest';
import { digestCard } from '../../src/chat/cards/digest-card.ts';
import { digestPageCard } from '../../src/chat/cards/digest-lines.ts';
import { unpostedCard } from '../../src/chat/cards/digest-unposted.ts';
import type { Locale } from '../../src/chat/cards/load-cards.ts';
import { DigestPress } from '../../src/chat/desk/digest-press.ts';
import { type Contact, type Digest, shareSpans } from '../../src/core/digest.ts';
import {
  DIGEST_LISTS,
  type DigestItem,
  type DigestLines,
  type DigestListName,
  type Unposted,
} from '../../src/core/digest-lists.ts';
import type { Standing } from '../../src/core/standing.ts';
import { MUNICIPALITIES, policyOf } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { cards } from './views.ts';

const NOW = Temporal.Instant.from('2026-04-07T06:15:00Z');
const LOCALES = ['sv', 'en'] as const satisfies readonly Locale[];

let number = 0;

const item = (more: Partial<DigestItem> = {}): DigestItem => ({
  list: 'today',
  severity: 'other',
  at: Temporal.Instant.from('2026-04-07T14:00:00Z'),
  number: ++number,
  ticket: 't',
  platform: 'facebook',
  account: 'Filipstads kommun',
  accountId: '1001',
  writtenAt: Temporal.Instant.from('2026-04-02T12:05:00Z'),
  closed: false,
  kind: 'comment',
  screening: { display: 'open', urgent: false, needsReply: true },
  finding: null,
  target: { kind: 'answer', at: '2026-04-07T14:00:00Z' },
  owner: null,
  seesTo: null,
  proposedBy: null,
  byHand: false,
  post: null,
  problem: null,
  awaitsRegistrar: false,
  handover: null,
  card: { conversation: '19:abc@thread.tacv2', tenant: 'tenant-id', messageId: '1760000000001' },
  permalink: 'https://www.facebook.com/1/posts/2?comment_id=3',
  ...more,
});

/** These lines, numbered in order, of lists that hold so many more above. */
const linesOf = (
  given: Partial<Record<DigestListName, Partial<DigestItem>[]>>,
  above: Partial<Record<DigestListName, number>> = {},
): DigestLines => {
  number = 0;
  const items = DIGEST_LISTS.flatMap((list) => (given[list] ?? []).map((more) => item({ list, ...more })));
  const counts = DIGEST_LISTS.map((name) => {
    const listed = given[name]?.length ?? 0;
    return [name, { listed, total: listed + (above[name] ?? 0) }];
  });
  return { before: 0, items, counts: Object.fromEntries(counts) };
};
const many = (count: number, more: Partial<DigestItem> = {}) => Array.from({ length: count }, () => more);

const share = (counts: readonly (readonly [number, number])[]): Digest['share'] =>
  shareSpans(Temporal.PlainDate.from('2026-04-07'), policyOf('filipstad').clock).map((span, place) => ({
    ...span,
    due: counts[place]?.[0] ?? 0,
    inTime: counts[place]?.[1] ?? 0,
  }));

const contact = (more: Partial<Contact> = {}): Contact => ({
  ...{ platform: 'facebook', account: 'Filipstads kommun', alive: true, lastAt: NOW },
  ...{ webhookAt: null, listedAt: null, isListed: true, standing: null },
  ...more,
});

const digest = (more: Partial<Digest> = {}): Digest => ({
  now: NOW,
  waiting: linesOf({}),
  unseen: { messages: 0, unread: 0, entries: 0 },
  inflow: {
    since: Temporal.Instant.from('2026-04-06T06:15:00Z'),
    until: NOW,
    arrived: 41,
    posted: 6,
    pressing: 0,
  },
  daysOff: null,
  contacts: [contact()],
  hasDuty: true,
  onRota: 'Anna Lind',
  share: null,
  repeated: false,
  head: { seq: 12, hash: '0123456789abcdef0123' },
  ...more,
});

const drawn = (more: Partial<Digest> = {}, municipality = 'filipstad', locale: Locale = 'sv'): string =>
  JSON.stringify(digestCard(cards[locale], policyOf(municipality), digest(more)).card);

const HOSTILE = `[klicka](https://ond.example) {{DATE(2026-01-01)}} **fet** \u202Edlo ${'$'}{head} <at>alla</at>`;

/** The lint takes the braces in hostile names for the template's own. */
const unlessHostile = (problem: string) => !problem.includes('nothing filled');

const full: Partial<Digest> = {
  waiting: linesOf(
    {
      urgent: [
        {
          screening: { display: 'offensive', urgent: false, needsReply: false },
          finding: { rule: 'BBS-5-1A', category: 'other-criminal' },
        },
      ],
      overdue: many(3, { owner: 'Erik Berg' }),
      today: many(3, { target: { kind: 'remove', at: NOW.toString() } }),
      unclaimed: [
        {
          screening: { display: 'secret', urgent: false, needsReply: true },
          finding: { rule: 'FIL-06', category: 'personal-data-violation' },
        },
        { card: null },
      ],
      failed: [{ problem: 'failed' }, { problem: 'unknown' }, { problem: 'card', target: null, card: null }],
      registrar: [{ owner: '' }, { closed: true, target: null, awaitsRegistrar: true }],
    },
    { overdue: 1, unclaimed: 5 },
  ),
  daysOff: {
    from: Temporal.PlainDate.from('2026-04-03'),
    to: Temporal.PlainDate.from('2026-04-06'),
    since: NOW,
    until: NOW,
    arrived: 14,
    posted: 3,
    pressing: 1,
  },
  contacts: [
    contact({ alive: false, lastAt: NOW.subtract({ hours: 90 }) }),
    contact({ account: 'Biblioteket', webhookAt: NOW, listedAt: NOW }),
    contact({ platform: 'instagram', account: 'Kommunen', alive: null, lastAt: null }),
  ],
  hasDuty: false,
  onRota: null,
  repeated: true,
  share: share([
    [13, 12],
    [0, 0],
    [5, 5],
    [7, 1],
    [0, 0],
    [3, 3],
  ]),
};

describe('The digest’s card', () => {
  it.each(MUNICIPALITIES.flatMap((municipality) => LOCALES.map((locale) => [municipality, locale] as const)))(
    'of %s in %s passes the lint, calm and full',
    (municipality, locale) => {
      for (const more of [{}, full]) {
        expect(lintCard(digestCard(cards[locale], policyOf(municipality), digest(more)).card)).toEqual([]);
        expect(drawn(more, municipality, locale)).not.toMatch(/\{\w+\}|undefined|null|\d %/u);
      }
    },
  );

  it('says on a calm day that nothing waits, and when the platform was last reached', () => {
    const said = drawn();
    for (const words of [
      'Läget tis 7 apr · Filipstad',
      'Inget väntar.',
      'Facebook: kontakt 08.15.',
      'Sedan i går: 41 in, 6 till kanalen.',
      'Visa övriga 35',
      'Den här veckan ser Anna Lind till kort som ingen har tagit.',
      'Journalen slutar med rad 12, 0123456789abcdef.',
    ])
      expect(said).toContain(words);
    expect(said).not.toContain('jour är angiven');
    expect(said).not.toContain('Chart');
  });

  it('says everything on a full day, the worst first', () => {
    const said = drawn(full);
    const order = [
      'Sammanställningen kan komma för andra gången i dag.',
      'Brådskande 1 · Försenade 4 · Senast i dag 3 · Ingen har tagit 7 · Gick inte igenom 3 · Väntar på registrator 2',
      'Brådskande: 1',
      'Försenade: 4, varav 1 redan nämnda',
      'Senast i dag: 3',
      'Ingen har tagit: 7, varav 5 redan nämnda',
      'Gick inte igenom: 3',
      'Väntar på registrator: 2',
      'Ingen kontakt med Facebook (Filipstads kommun) sedan fre 3 apr 14.15. Kontrollera sidan för hand. Kontakta IT-avdelningen.',
      'Facebook (Biblioteket): kontakt 08.15.',
      'Instagram: ingen kontakt än.',
      'Ledigt fre 3 apr–mån 6 apr: 14 in, 3 till kanalen, 1 av dem akuta eller känsliga.',
      'Ingen är utsedd att se till kort som ingen har tagit.',
      'Ingen jour är angiven. Larm utanför kontorstid når bara kanalen.',
    ];
    const places = order.map((words) => said.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(said).toContain('svara senast 16.00 · Erik Berg har den');
    expect(said).toContain('oklart om det gick igenom');
    expect(said).toContain('En kollega har den');
    expect(said).toContain(
      'https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/1760000000001?tenantId=tenant-id&parentMessageId=1760000000001',
    );
  });

  it('calls a weekend a weekend', () => {
    const daysOff = { ...digest().inflow, from: Temporal.PlainDate.from('2026-03-28') };
    expect(drawn({ daysOff: { ...daysOff, to: Temporal.PlainDate.from('2026-03-29') } })).toContain(
      'I helgen: 41 in',
    );
    expect(drawn({ daysOff: { ...daysOff, to: daysOff.from } })).toContain('Ledigt lör 28 mars: 41 in');
  });

  it('speaks of an internal goal where nothing was published', () => {
    for (const municipality of MUNICIPALITIES.filter((each) => each !== 'filipstad')) {
      const said = drawn(full, municipality);
      expect(said).not.toMatch(/löfte|lova|i tid/iu);
      expect(said).toContain('internt mål: svara senast');
      expect(said).toContain('inom det interna målet');
    }
    expect(drawn(full)).not.toContain('interna');
  });

  it('counts the answers in time week by week in whole numbers, and says where nothing was due', () => {
    const chart = JSON.parse(/\{"type":"Chart.*?\}\]\}\}/u.exec(drawn(full))?.[0] ?? 'null');
    const weeks = [
      '20 feb–26 feb: 12 av 13',
      '27 feb–5 mars: inget',
      '6 mars–12 mars: 5 av 5',
      '13 mars–19 mars: 1 av 7',
      '20 mars–26 mars: inget',
      '27 mars–2 apr: 3 av 3',
    ];
    expect(chart.data.map(({ x }: { x: string }) => x)).toEqual(weeks);
    expect(chart.data.map(({ y }: { y: number }) => y)).toEqual([12, 0, 5, 1, 0, 3]);
    // Whoever is drawn no chart reads the same.
    expect(chart.fallback.items.map(({ text }: { text: string }) => text)).toEqual(weeks);
    // No axis, whose quarters would not be whole numbers.
    expect(chart).toMatchObject({ type: 'Chart.HorizontalBar', displayMode: 'AbsoluteNoAxis' });
    expect(drawn(full)).toContain('Sammanlagt: 21 av 28 i tid');
    expect(drawn({ share: share([]) })).toContain('Sammanlagt: inget skulle besvaras');
  });

  it('tells each card from every other, by its number, kind and rule, and leads to it', () => {
    const said = drawn(full);
    expect(said).toContain('"text":"Nr 1 · Kommentar att bedöma"');
    expect(said).toContain(
      ' · kan gälla: Annan brottslig verksamhet (inkl. olaga hot) (BBS-5-1A) · Facebook',
    );
    // What is secret says no more than that it is.
    expect(said).toContain('"text":"Nr 8 · Känslig kommentar"');
    expect(said).not.toContain('FIL-06');
    expect(said).toContain('"text":"Nr 14 · Kommentar"');
    expect(said).toMatch(
      /"text":" · Facebook · Filipstads kommun · tor 2 apr 14.05 · väntar på registrator"/u,
    );
    const numbers = [...said.matchAll(/"text":"Nr (\d+) ·/gu)].map(([, found]) => Number(found));
    expect(numbers).toEqual(Array.from({ length: 14 }, (_, index) => index + 1));
    // A card that stands nowhere yet is reached where the comment stands.
    const [, nine] = /"text":"Nr 9 ·.*?"url":"(.*?)"/u.exec(said) ?? [];
    expect(nine).toBe('https://www.facebook.com/1/posts/2?comment_id=3');
  });

  it.each([
    ['eighteen of one list', { today: many(18) }],
    [
      'lines of several lists',
      { urgent: many(2), overdue: many(9), unclaimed: many(31), registrar: many(1) },
    ],
    ['long names', { overdue: many(40, { owner: 'Å'.repeat(200), account: 'Ö'.repeat(200) }) }],
    ['hostile names', { failed: many(17, { owner: HOSTILE.repeat(9), account: HOSTILE.repeat(9) }) }],
    [
      'long addresses',
      { today: many(60, { card: null, permalink: `https://facebook.com/${'x'.repeat(400)}` }) },
    ],
  ] as const)('reaches all of %s by its button, each once and in order', (_, given) => {
    const all = linesOf(given);
    const policy = policyOf('filipstad');
    const found: number[] = [];
    let { card } = digestCard(
      cards.sv,
      policy,
      digest({ waiting: { ...all, items: all.items.slice(0, 15) } }),
    );
    for (let page = 0; page < 70; page += 1) {
      expect(lintCard(card).filter(unlessHostile)).toEqual([]);
      const json = JSON.stringify(card);
      found.push(...[...json.matchAll(/"text":"Nr (\d+) ·/gu)].map(([, each]) => Number(each)));
      const data = /\{"verb":"list-waiting"[^}]*\}/u.exec(json)?.[0];
      if (data === undefined) break;
      expect(json).toContain(`Visa fler (${all.items.length - found.length})`);
      const { municipality, turn } = DigestPress.parse(JSON.parse(data));
      expect(municipality).toBe('filipstad');
      if (turn.to !== 'lines') throw new Error(`Leads to ${turn.to}`);
      const before = all.items.findIndex((one) => one.number === turn.after.number) + 1;
      const waiting = { ...all, before, items: all.items.slice(before, before + 15) };
      card = digestPageCard(cards.sv, policy, { now: turn.now, inflow: turn.inflow, waiting }).card;
      expect(JSON.stringify(card)).toContain(`Rad ${before + 1}–`);
    }
    expect(found).toEqual(all.items.map((one) => one.number));
  });

  const comment: Unposted = {
    comment: '0199c0de-0000-7000-8000-000000000001',
    platform: 'facebook',
    writtenAt: NOW,
    permalink: 'https://facebook.com/1?comment_id=2',
    shown: { text: 'Vilken fin bild!', author: 'Maja Ekdahl' },
    number: null,
  };
  const unpostedPage = (comments: Partial<Unposted>[], more = {}): string =>
    JSON.stringify(
      unpostedCard(cards.sv, policyOf('filipstad'), {
        ...{ now: NOW, inflow: digest().inflow, total: 45, before: 10, after: null },
        wish: { account: null, order: 'newest' },
        accounts: [{ platform: 'facebook', account: '1', name: 'Filipstads kommun' }],
        comments: comments.map((each) => ({ ...comment, ...each })),
        ...more,
      }).card,
    );

  it('lists what got no card for the one who asks, with author and the way to the comment', () => {
    const said = unpostedPage([
      {},
      { shown: { text: `${'å'.repeat(199)}ä${'ö'.repeat(30)}`, author: null } },
      { shown: null, permalink: 'javascript:alert(1)' },
      { shown: { text: ' \u200b', author: '\u200b' } },
    ]);
    expect(said).toContain('Kom in men fick inget kort: 11–14 av 45');
    expect(said).toContain(' · Maja Ekdahl skriver: Vilken fin bild!');
    expect(said).toContain(`${'å'.repeat(199)}ä…`);
    expect(said).not.toContain('ö…');
    expect(said).toContain('Texten kan vara känslig. Läs den på Facebook');
    expect(said).toContain(`${cards.sv.say('author.unknown')} (Ingen text)`);
    expect(said).toContain('https://facebook.com/1?comment_id=2');
    expect(said).not.toContain('javascript');
    expect(said).toContain('Visa fler (31)');
    expect(said).toContain('Till sammanställningen');
    expect(unpostedPage([{}], { total: 11 })).not.toContain('Visa fler');
    expect(unpostedPage([], { total: 0, before: 0 })).toContain('Det finns inga fler kommentarer utan kort.');
  });

  it('shows every line of a page, however long its texts are, with a button where nobody has taken it up', () => {
    const long = { text: '”Å”\\{{'.repeat(200), author: 'Ö'.repeat(90) };
    const whole = Array.from({ length: 10 }, (_, index) => ({
      shown: long,
      ...(index === 3 && { number: 12 }),
    }));
    const json = unpostedPage(whole);
    expect(lintCard(JSON.parse(json))).toEqual([]);
    expect(json.match(/"verb":"take-up"/gu)).toHaveLength(9);
    expect(json).toContain('Nr 12');
    expect(json).toContain('11–20 av 45');
    expect(json).toContain('Facebook · Filipstads kommun');
  });

  it('puts the lines on one post together, where the first of them stands, and none of another list', () => {
    const post = (id: string, text: string | null) => ({ post: { id, text } });
    const pool = post('facebook 1 7', `Simhallen öppnar ${'i morgon '.repeat(9)}`);
    const waiting = linesOf({
      overdue: [pool],
      today: [
        { severity: 'critical' },
        pool,
        post('facebook 1 8', null),
        {},
        pool,
        post('facebook 1 8', null),
        post('x', 'Ett'),
      ],
    });
    const said = drawn({ waiting });
    const texts = [...said.matchAll(/"text":"(Nr \d+|– |\d under samma inlägg[^"]*)/gu)].map(
      ([, text]) => text,
    );
    const named = '2 under samma inlägg: ”Simhallen öppnar i morgon i morgon i morgon i morgon i morgo…”';
    expect(texts).toEqual([
      ...['Nr 1', 'Nr 2'],
      ...[named, '– ', 'Nr 3', '– ', 'Nr 6'],
      ...['2 under samma inlägg', '– ', 'Nr 4', '– ', 'Nr 7'],
      ...['Nr 5', 'Nr 8'],
    ]);
    expect(lintCard(JSON.parse(said))).toEqual([]);
  });

  it('says for whom each line waits', () => {
    const waiting = linesOf({
      today: [
        { owner: 'Erik Berg' },
        { owner: 'Erik Berg', proposedBy: 'Erik Berg' },
        { byHand: true },
        { seesTo: 'Sara Nyström' },
        { seesTo: '' },
      ],
    });
    const rest = [...drawn({ waiting }).matchAll(/"text":" · ([^"]*)"/gu)].map(([, text = '']) => text);
    expect(rest.map((text) => text.split(' · ').slice(4).join(' · '))).toEqual([
      'Erik Berg har den',
      'borttagning föreslagen av Erik Berg, väntar på en annan persons godkännande · Erik Berg har den',
      'ska göras för hand på Facebook · ingen har den',
      'ingen har den · Sara Nyström ser till den',
      'ingen har den · En kollega ser till den',
    ]);
  });

  it('tells of private messages and of what nobody could read, and is silent without them', () => {
    expect(drawn()).not.toMatch(/Privata|Leveranser/u);
    const told = drawn({ unseen: { messages: 2, unread: 1, entries: 3 } });
    expect(told).toContain('Privata meddelanden: 2.');
    expect(told).toContain('Leveranser som inte gick att läsa: 1. De är sparade.');
  });

  it('counts entries of the register that have no card as waiting, and says where they did not get', () => {
    const waiting = linesOf({
      registrar: [{ awaitsRegistrar: true, handover: 'failed' }, { handover: 'unknown' }],
    });
    const told = drawn({ waiting, unseen: { messages: 0, unread: 0, entries: 3 } });
    expect(told).toContain('Väntar på registrator 5');
    expect(told).toContain('I registret väntar också 3 utan kort');
    expect(told).toContain('väntar på registrator · kunde inte lämnas över till registratorn');
    expect(told).toContain('oklart om den nått registratorn');
    const alone = drawn({ unseen: { messages: 0, unread: 0, entries: 1 } });
    expect(alone).toContain('Väntar på registrator 1');
  });

  it('stays light and harmless whatever people are called and write', () => {
    const long = HOSTILE.repeat(20);
    const more: Partial<Digest> = {
      waiting: linesOf(
        Object.fromEntries(
          DIGEST_LISTS.map((name) => [
            name,
            many(10, { owner: long, account: long, post: { id: name, text: long } }),
          ]),
        ),
      ),
      onRota: long,
      share: share([]),
    };
    const { card, summary } = digestCard(cards.sv, policyOf('filipstad'), digest(more));
    const permalink = `https://facebook.com/${'x'.repeat(300)}`;
    const listed = unpostedPage(many(10).map(() => ({ permalink, shown: { text: long, author: long } })));
    for (const drawnCard of [card, JSON.parse(listed)]) {
      expect(lintCard(drawnCard).filter(unlessHostile)).toEqual([]);
      const json = JSON.stringify(drawnCard);
      expect(json).not.toMatch(/\{\{|\u202E/u);
      expect([...json.matchAll(/"type":"TextBlock","text":"([^"]*)"/gu)].join()).not.toContain('klicka');
      expect(json).toContain('Visa fler (');
    }
    expect(summary).toBe('Läget tis 7 apr · Filipstad');
  });

  const untold: Standing = { faults: [], ends: [], untold: [] };
  it.each<[string, Partial<Contact>, boolean]>([
    ['that was just reached', {}, true],
    ['that does not answer', { alive: false }, false],
    ['that nobody has asked, and that answered lately', { alive: null }, true],
    [
      'that nobody has asked, and that last answered before',
      { alive: null, lastAt: NOW.subtract({ hours: 90 }) },
      false,
    ],
    ['that never answered', { alive: null, lastAt: null }, false],
    ['that cannot be listed, though it answers', { isListed: false }, false],
    [
      'whose token is a person’s, for whom everything is empty',
      { standing: { ...untold, faults: [{ code: 'user-token', names: ['7'] }] } },
      false,
    ],
    ['whose consent has ended', { standing: { ...untold, ends: [{ what: 'consent', at: NOW }] } }, false],
    [
      'whose token ends next week',
      { standing: { ...untold, ends: [{ what: 'token', at: NOW.add({ hours: 24 * 7 }) }] } },
      true,
    ],
    [
      'that sends not every kind',
      { standing: { ...untold, faults: [{ code: 'fields-missing', names: ['mention'] }] } },
      true,
    ],
  ])('calls silence calm or not, of an account %s', (_, more, calm) => {
    const said = drawn({ contacts: [contact(), contact({ account: 'Biblioteket', ...more })] });
    expect([said.includes('Inget väntar.'), said.includes('alla konton är inte nådda')]).toEqual([
      calm,
      !calm,
    ]);
  });

  it('says the last notification and the last reading apart', () => {
    const [webhookAt, listedAt] = [NOW.subtract({ hours: 48 }), NOW.subtract({ minutes: 10 })];
    expect(drawn({ contacts: [contact({ webhookAt, listedAt })] })).toContain(
      'Facebook: kontakt 08.15. Senaste avisering sön 5 apr 08.15. Senast genomläst 08.05.',
    );
  });

  it('says what the platform says is wrong, and what ends within 14 days', () => {
    const ends = [
      { what: 'token' as const, at: NOW.add({ hours: 24 * 14 }) },
      { what: 'version' as const, at: NOW.add({ hours: 24 * 15 }) },
      { what: 'consent' as const, at: NOW },
      { what: 'subscription' as const, at: null },
    ];
    const said = drawn({ contacts: [contact({ standing: { ...untold, ends } })] });
    expect(said).toMatch(/Facebook: Inloggningen slutar gälla tis 21 apr\. Kontakta /u);
    expect(said).toMatch(/Facebook: Medgivandet att läsa kontot slutade gälla tis 7 apr\./u);
    expect(said).not.toMatch(/gränssnitt|Prenumerationen/u);
  });
});
