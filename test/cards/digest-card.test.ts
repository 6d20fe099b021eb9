import { describe, expect, it } from 'vitest';
import { digestCard } from '../../src/chat/cards/digest-card.ts';
import type { Locale } from '../../src/chat/cards/load-cards.ts';
import { DIGEST_LISTS, type Digest, type DigestItem, shareSpans } from '../../src/core/digest.ts';
import { MUNICIPALITIES, policyOf } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { cards } from './views.ts';

const NOW = Temporal.Instant.from('2026-04-07T06:15:00Z');
const LOCALES = ['sv', 'en'] as const satisfies readonly Locale[];

const item = (more: Partial<DigestItem> = {}): DigestItem => ({
  ticket: 't',
  platform: 'facebook',
  account: 'Filipstads kommun',
  writtenAt: Temporal.Instant.from('2026-04-02T12:05:00Z'),
  target: { kind: 'answer', at: '2026-04-07T14:00:00Z' },
  owner: null,
  problem: null,
  card: { conversation: '19:abc@thread.tacv2', tenant: 'tenant-id', messageId: '1760000000001' },
  ...more,
});

const listsOf = (given: Partial<Record<(typeof DIGEST_LISTS)[number], DigestItem[]>>): Digest['lists'] =>
  Object.fromEntries(
    DIGEST_LISTS.map((name) => [name, { total: given[name]?.length ?? 0, items: given[name] ?? [] }]),
  ) as unknown as Digest['lists'];

const share = (counts: readonly (readonly [number, number])[]): Digest['share'] =>
  shareSpans(Temporal.PlainDate.from('2026-04-07'), policyOf('filipstad').clock).map((span, place) => ({
    ...span,
    due: counts[place]?.[0] ?? 0,
    inTime: counts[place]?.[1] ?? 0,
  }));

const digest = (more: Partial<Digest> = {}): Digest => ({
  now: NOW,
  lists: listsOf({}),
  inflow: {
    since: Temporal.Instant.from('2026-04-06T06:15:00Z'),
    until: NOW,
    arrived: 41,
    posted: 6,
    pressing: 0,
  },
  daysOff: null,
  contacts: [{ platform: 'facebook', account: 'Filipstads kommun', alive: true, lastAt: NOW }],
  hasDuty: true,
  onRota: 'Anna Lind',
  share: null,
  repeated: false,
  unposted: null,
  head: { seq: 12, hash: '0123456789abcdef0123' },
  ...more,
});

const drawn = (more: Partial<Digest> = {}, municipality = 'filipstad', locale: Locale = 'sv'): string =>
  JSON.stringify(digestCard(cards[locale], policyOf(municipality), digest(more)).card);

const HOSTILE = `[klicka](https://ond.example) {{DATE(2026-01-01)}} **fet** \u202Edlo ${'$'}{head} <at>alla</at>`;

const full: Partial<Digest> = {
  lists: listsOf({
    overdue: Array.from({ length: 10 }, () => item({ owner: 'Erik Berg' })),
    today: Array.from({ length: 10 }, () => item({ target: { kind: 'remove', at: NOW.toString() } })),
    unclaimed: Array.from({ length: 10 }, () => item({ card: null })),
    failed: [
      item({ problem: 'failed' }),
      item({ problem: 'unknown' }),
      item({ problem: 'card', target: null }),
    ],
    registrar: [item({ owner: '' }), item({ target: { kind: 'follow-up', at: NOW.toString() } })],
  }),
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
    { platform: 'facebook', account: 'Filipstads kommun', alive: false, lastAt: NOW.subtract({ hours: 90 }) },
    { platform: 'facebook', account: 'Biblioteket', alive: true, lastAt: NOW },
    { platform: 'instagram', account: 'Kommunen', alive: null, lastAt: null },
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

  it('says everything on a full day, the overdue first', () => {
    const said = drawn(full);
    const order = [
      'Sammanställningen kan komma för andra gången i dag.',
      'Försenade 10 · Senast i dag 10 · Ingen har tagit 10 · Gick inte igenom 3 · Väntar på registrator 2',
      'Försenade: 10',
      'Senast i dag: 10',
      'Ingen har tagit: 10',
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

  it('lists what got no card for the one who asks, without what must not stand in a card', () => {
    const comment = {
      platform: 'facebook',
      writtenAt: NOW,
      permalink: 'https://facebook.example/1',
    } as const;
    const said = drawn({
      unposted: {
        total: 40,
        comments: [
          { ...comment, text: `${'å'.repeat(79)}ä${'ö'.repeat(30)}` },
          { ...comment, text: null, permalink: 'javascript:alert(1)' },
          { ...comment, text: ' ' },
        ],
      },
    });
    expect(said).toContain(`${'å'.repeat(79)}ä…`);
    expect(said).not.toContain('ö…');
    expect(said).toContain('Texten visas inte här.');
    expect(said).toContain('(Ingen text)');
    expect(said).toContain('och 37 till');
    expect(said).toContain('https://facebook.example/1');
    expect(said).not.toContain('javascript');
    expect(said).not.toContain('Visa övriga');
  });

  it('stays light and harmless whatever people are called and write', () => {
    const long = HOSTILE.repeat(20);
    const more: Partial<Digest> = {
      lists: listsOf(
        Object.fromEntries(
          DIGEST_LISTS.map((name) => [
            name,
            Array.from({ length: 10 }, () => item({ owner: long, account: long })),
          ]),
        ),
      ),
      unposted: {
        total: 35,
        comments: Array.from({ length: 35 }, () => ({
          platform: 'facebook' as const,
          writtenAt: NOW,
          text: long,
          permalink: `https://facebook.example/${'x'.repeat(300)}`,
        })),
      },
      onRota: long,
      share: share([]),
    };
    const { card, summary } = digestCard(cards.sv, policyOf('filipstad'), digest(more));
    expect(lintCard(card).filter((problem) => !problem.includes('nothing filled'))).toEqual([]);
    const json = JSON.stringify(card);
    expect(json).not.toMatch(/\{\{|\u202E/u);
    expect([...json.matchAll(/"type":"TextBlock","text":"([^"]*)"/gu)].join()).not.toContain('klicka');
    expect(json).toContain('och ');
    expect(summary).toBe('Läget tis 7 apr · Filipstad');
  });
});
