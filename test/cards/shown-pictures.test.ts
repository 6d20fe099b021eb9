import { describe, expect, it } from 'vitest';
import { privateCard } from '../../src/chat/cards/private-card.ts';
import { saidLine } from '../../src/chat/cards/thread-lines.ts';
import { NO_NOTICE, ticketCard } from '../../src/chat/cards/ticket-card.ts';
import { able } from '../fakes/able.ts';
import {
  ANNA,
  BO,
  effect,
  finding,
  type Given,
  NOW,
  policyOf,
  situation,
  viewOf,
} from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { AUTHOR, cards } from './views.ts';

const picture = (bytes: number) => `data:image/jpeg;base64,${Buffer.alloc(bytes, 7).toString('base64')}`;
const act = { by: ANNA, at: NOW.toString() };
const reply = { ...act, decision: 'd', commentVersion: 1, returnOn: null, followed: 0 };
const PHOTO = { attachments: [{ type: 'photo', url: 'https://example.org/hemlig.jpg' }] };
const view = (given: Given = {}) => viewOf(situation({ ...given, comment: { ...PHOTO, ...given.comment } }));
const drawn = (given: Given, pictures = [picture(1500)], locale: 'sv' | 'en' = 'sv') =>
  JSON.stringify(ticketCard(cards[locale], view(given), NO_NOTICE, pictures).card);

describe('A card of a comment with a picture', () => {
  it('shows it small once a person has classed the comment, with words for who does not see it', () => {
    const card = drawn({ ticket: { reply } });
    expect(card).toContain('data:image/jpeg;base64,');
    expect(card).toContain('Bild 1 av 1');
    expect(card).toContain('Bifogat: 1 (bild, film eller länk)"');
    expect(lintCard(JSON.parse(card))).toEqual([]);
  });

  it.each<[string, Given]>([
    ['nobody has classed it', {}],
    ['it is only claimed', { ticket: { state: 'claimed', claim: act } }],
    ['it may be secret', { ticket: { reply }, screening: { display: 'secret' } }],
    ['it may be offensive', { ticket: { reply }, screening: { display: 'offensive' } }],
  ])('says in words that there is one, and shows none, when %s', (_, given) => {
    const card = drawn(given);
    expect(card).not.toContain('data:image');
    expect(card).toContain('Bifogat: 1 (bild, film eller länk). Visas inte här.');
  });

  it('shows nothing when it is closed, and never in a person’s own chat', () => {
    expect(drawn({ ticket: { reply, state: 'closed' } })).not.toContain('data:image');
    const own = privateCard(cards.sv, view({ ticket: { reply }, screening: { display: 'secret' } }));
    expect(JSON.stringify(own.card)).not.toMatch(/"Image(?:Set)?"/u);
  });

  it('stays light enough for Teams: as many pictures as there is room for, before a word is left out', () => {
    const long = 'Ett långt och lagom argt inlägg om vägarna. '.repeat(33);
    const given = { comment: { text: long }, ticket: { reply } };
    for (const bytes of [500, 2000, 4000, 9000]) {
      const card = drawn(given, Array(3).fill(picture(bytes)));
      expect(lintCard(JSON.parse(card))).toEqual([]);
      expect(card).toContain(long.slice(0, 1400));
    }
    expect(drawn({ ticket: { reply, state: 'removing' } }, Array(3).fill(picture(2000)))).toContain(
      'Bild 3 av 3',
    );
  });
});

describe('A card of a picture that may show abuse', () => {
  const suspected = { by: BO, at: NOW.toString(), outcome: null };
  const removal = {
    ...act,
    rule: 'BBS-5-1E',
    decision: 'd',
    commentVersion: 1,
    undoUntil: null,
    approvedBy: null,
  };
  const given: Given = {
    ticket: { suspected, reply, state: 'removing', removal },
    screening: { display: 'secret', findings: [finding(policyOf('filipstad'), 'FIL-20')] },
    effects: [
      { kind: 'delete-comment' },
      { kind: 'seal-pictures', state: 'done', result: { at: NOW.toString(), how: 'performed' } },
    ],
    registrations: [{ secrecy: 'possible' }],
  };

  it.each(['open', 'removing', 'closed'] as const)(
    'says that, what to do and what was done, and nothing else, when %s',
    (state) => {
      for (const locale of ['sv', 'en'] as const) {
        const card = drawn({ ...given, ticket: { ...given.ticket, state } }, [picture(1500)], locale);
        expect(lintCard(JSON.parse(card))).toEqual([]);
        expect(card).toMatch(/114 14/u);
        expect(card).toMatch(/112/u);
        for (const never of [
          'data:image',
          'hemlig.jpg',
          'facebook.com',
          'badhuset',
          AUTHOR,
          'BBS',
          'FIL-20',
          'pornografi',
        ])
          expect(card).not.toContain(never);
      }
      expect(drawn(given)).toContain('Öppna, kopiera och vidarebefordra ingenting.');
      expect(drawn(given)).toContain('Bo Berg anmälde misstanken');
      expect(drawn(given)).toContain('Sparade kopior är undanlagda');
      expect(drawn(given)).toContain('väntar på diarienummer');
    },
  );

  it.each(['reported', 'keep', 'erase', 'cleared'] as const)('tells what was noted: %s', (what) => {
    const card = drawn({
      ...given,
      ticket: { ...given.ticket, suspected: { ...suspected, outcome: { ...act, what } } },
    });
    expect(card).toContain(
      cards.sv.say(`suspected.outcome.${what}`, { name: 'Anna Andersson', at: '08.30' }),
    );
  });

  it('says where nothing of ours can remove it, and leads to the platform only who must remove it there', () => {
    const never = { ...given, account: { can: { ...able(), remove: 'never' as const } } };
    expect(drawn({ ...never, ticket: { suspected }, effects: [] })).toContain(
      'har inget sätt för oss att ta bort den',
    );
    const asked = drawn({ ...given, effects: [{ kind: 'delete-comment', state: 'asked' }] });
    expect(asked).toContain('facebook.com');
  });

  it('empties what one person was shown', () => {
    const own = JSON.stringify(privateCard(cards.sv, view(given)).card);
    expect(own).not.toContain('badhuset');
    expect(own).not.toContain(AUTHOR);
  });

  it('is told of to lead and duty without a link, and without a word of the comment', () => {
    const alert = saidLine(
      cards.sv,
      view(given),
      effect({ kind: 'alert-suspicion', params: { person: BO } }),
    );
    expect(alert).toContain('Misstänkt övergreppsbild');
    expect(alert).toContain('114 14');
    expect(alert).not.toMatch(/https?:|\]\(|badhuset|Testsson/u);
    const nobody = effect({ kind: 'post-line', params: { line: 'suspected.nobody' } });
    expect(saidLine(cards.sv, view(given), nobody)).toContain('ingen har larmats');
  });
});
