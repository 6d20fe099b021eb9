import { describe, expect, it } from 'vitest';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { PlatformName } from '../../src/core/platform.ts';
import { deletesAtOnce, removalRules, ruleOf } from '../../src/core/policy.ts';
import { platformOf } from '../../src/platforms/index.ts';
import { able } from '../fakes/able.ts';
import { finding, type Given, MUNICIPALITIES, policyOf } from '../fakes/situations.ts';
import { cards, viewAt } from './views.ts';

interface Field {
  readonly id?: string;
  readonly value?: string;
  readonly choices?: readonly { readonly title: string; readonly value: string }[];
  readonly inlines?: readonly { readonly text: string }[];
}

/** The form for a removal as a person sees it. */
function formOf(municipality: string, found: readonly string[], change: Given = {}) {
  const policy = policyOf(municipality);
  const findings = found.map((rule) => finding(policy, rule));
  const view = viewAt('is new', municipality, 'open', { ...change, screening: { findings } });
  const { card } = ticketCard(cards.sv, view);
  const { actions } = card as { actions: { title: string; card?: { body: Field[] } }[] };
  const body = actions.find(({ title }) => title === cards.sv.button('remove').title)?.card?.body ?? [];
  const rule = body.find(({ id }) => id === 'rule');
  return {
    chosen: rule?.value,
    choices: rule?.choices ?? [],
    ids: rule?.choices?.map(({ value }) => value) ?? [],
    reason: body.find(({ id }) => id === 'reason')?.value,
    tell: body.find(({ id }) => id === 'tell'),
    text: body.find(({ id }) => id === 'reply')?.value,
    notes: body.flatMap(({ inlines = [] }) => inlines.map(({ text }) => text)),
  };
}

const titleOf = (form: ReturnType<typeof formOf>, rule: string) =>
  form.choices.find(({ value }) => value === rule)?.title;

describe('The form for a removal', () => {
  it.each(MUNICIPALITIES)('%s: says of every rule what happens under it, and of no other', (municipality) => {
    const policy = policyOf(municipality);
    const form = formOf(municipality, []);
    expect(form.ids.toSorted()).toEqual(
      removalRules(policy)
        .map(({ id }) => id)
        .toSorted(),
    );
    for (const { value, title } of form.choices) {
      const rule = ruleOf(policy, value);
      const then =
        rule?.removal === 'approval'
          ? 'en kollega måste godkänna'
          : rule && deletesAtOnce(policy, rule)
            ? 'raderas direkt'
            : 'döljs nu, raderas efter 10 min';
      expect(title.split(' · ').slice(0, 2)).toEqual([value, then]);
    }
    for (const note of form.notes) expect(note).not.toMatch(/raderas efter|raderas direkt/u);
  });

  it.each([
    [
      'the platform cannot hide',
      { account: { can: able({ hide: false, block: false }) } },
      'raderas efter 10 min',
    ],
    ['the comment is hidden already', { comment: { visibility: 'hidden' } }, 'raderas efter 10 min'],
    ['the municipality has no undo window', { policy: { undoMinutes: 0 } }, 'raderas direkt'],
    ['the window is longer', { policy: { undoMinutes: 45 } }, 'döljs nu, raderas efter 45 min'],
  ] as const satisfies readonly (readonly [string, Given, string])[])('where %s', (_, change, then) => {
    expect(titleOf(formOf('filipstad', [], change), 'FIL-20')).toMatch(
      new RegExp(`^FIL-20 · ${then} · `, 'u'),
    );
  });

  it.each([
    ['ludvika', ['LUD-34', 'LUD-10'], ['LUD-10', 'LUD-34']],
    ['ludvika', ['LUD-31', 'LUD-14', 'LUD-04'], ['LUD-04', 'LUD-31', 'LUD-14']],
    ['ludvika', ['LUD-07', 'LUD-33'], ['LUD-33', 'LUD-07']],
    ['vallentuna', ['VAL-22', 'VAL-17'], ['VAL-17', 'VAL-22']],
    ['vallentuna', ['VAL-19', 'VAL-12'], ['VAL-12', 'VAL-19']],
    ['vallentuna', ['VAL-09', 'VAL-10'], ['VAL-10', 'VAL-09']],
    ['eslov', ['ESL-11', 'ESL-10'], ['ESL-10', 'ESL-11']],
    ['eslov', ['ESL-16', 'ESL-11', 'BBS-5-1D'], ['BBS-5-1D', 'ESL-16', 'ESL-11']],
    ['angelholm', ['ANG-19', 'ANG-10'], ['ANG-10', 'ANG-19']],
    ['filipstad', ['FIL-11', 'FIL-19', 'FIL-20'], ['FIL-19', 'FIL-20']],
    ['ludvika', ['LUD-34'], ['LUD-34']],
  ])('%s, found %j: proposes %j first, and the first stands chosen', (municipality, found, proposed) => {
    const form = formOf(municipality, found);
    expect(form.ids.slice(0, proposed.length)).toEqual(proposed);
    expect(form.chosen).toBe(proposed[0]);
    const marked = form.choices.filter(({ title }) => title.endsWith(' (föreslås)'));
    expect(marked.map(({ value }) => value)).toEqual(proposed);
    expect(new Set(form.ids).size).toBe(form.ids.length);
  });

  it.each([...MUNICIPALITIES.map((one) => [one, []] as const), ['filipstad', ['FIL-11']] as const])(
    '%s, found %j: proposes nothing, and nothing stands chosen or written',
    (municipality, found) => {
      const form = formOf(municipality, found);
      expect([form.chosen, form.reason]).toEqual(['', '']);
      expect(form.choices.filter(({ title }) => title.includes('föreslås'))).toEqual([]);
    },
  );

  it.each(MUNICIPALITIES)(
    '%s: the other rules stand in groups by what happens, the law last',
    (municipality) => {
      const policy = policyOf(municipality);
      const then = formOf(municipality, [])
        .choices.filter(({ value }) => {
          const rule = ruleOf(policy, value);
          return rule && !policy.law.includes(rule) && !rule.general;
        })
        .map(({ title }) => title.split(' · ')[1]);
      expect(then).toEqual(then.toSorted((a, b) => ORDER.indexOf(a ?? '') - ORDER.indexOf(b ?? '')));
      const { ids } = formOf(municipality, []);
      expect(ids.slice(-policy.law.filter(({ removal }) => removal !== 'never').length)).toEqual(
        policy.law.filter(({ removal }) => removal !== 'never').map(({ id }) => id),
      );
    },
  );

  const ORDER = ['döljs nu, raderas efter 10 min', 'raderas direkt', 'en kollega måste godkänna'];

  it.each(MUNICIPALITIES)('%s: no rule’s words end within a word', (municipality) => {
    const policy = policyOf(municipality);
    for (const { value, title } of formOf(municipality, []).choices) {
      const quote = (ruleOf(policy, value)?.quote ?? '').replace(/\s+/gu, ' ');
      const shown = title.split(' · ').slice(2).join(' · ');
      const kept = shown.replace(/…$/u, '');
      expect(quote.startsWith(kept)).toBe(true);
      if (shown.endsWith('…')) expect(quote.charAt(kept.length)).toMatch(/[\s,.;:–]/u);
    }
  });
});

describe('What the form offers the author', () => {
  const abilities = (platform: PlatformName) => ({
    can: platformOf(platform).can.comment,
    privateReply: { maxReply: 2000, hours: 168 },
  });
  const waysOn = (platform: PlatformName, change: Given = {}) =>
    formOf('filipstad', ['FIL-25'], { account: abilities(platform), ...change }).tell?.choices?.map(
      ({ title }) => title,
    );

  it.each([
    ['facebook', ['Nej', 'Ja, privat', 'Ja, i ett svar som syns tills den raderas']],
    ['instagram', ['Nej', 'Ja, privat', 'Ja, i ett svar som syns tills den raderas']],
    ['youtube', ['Nej', 'Ja, i ett svar som syns tills den raderas']],
    ['linkedin', ['Nej', 'Ja, i ett svar som syns tills den raderas']],
  ] as const)('is what %s can do', (platform, ways) => {
    expect(waysOn(platform)).toEqual(ways);
  });

  it('is no second private notice', () => {
    const sent: Given = { effects: [{ kind: 'reply-privately', state: 'done' }] };
    expect(waysOn('facebook', sent)).not.toContain('Ja, privat');
    const taken: Given = { effects: [{ kind: 'reply-privately', state: 'cancelled' }] };
    expect(waysOn('facebook', taken)).toContain('Ja, privat');
  });

  it.each([
    ['filipstad', 'FIL-20', 'open', 'in-private'],
    ['vallentuna', 'VAL-12', 'open', 'in-private'],
    ['filipstad', 'FIL-25', 'open', 'nothing'],
    ['eslov', 'ESL-11', 'open', 'nothing'],
    ['filipstad', 'FIL-20', 'secret', 'nothing'],
  ] as const)(
    'is chosen in %s under %s, of what is %s, as the rules file says: %s',
    (municipality, rule, display, way) => {
      const policy = policyOf(municipality);
      const on = {
        account: abilities('facebook'),
        screening: { findings: [finding(policy, rule)], display },
      };
      const view = viewAt('is new', municipality, 'open', on);
      const card = JSON.stringify(ticketCard(cards.sv, view).card);
      expect(card).toMatch(new RegExp(`"id":"tell"[^}]*?"value":"${way}"`, 'u'));
    },
  );

  it('is a text with everything but what is chosen beside it, and no sentence of its own', () => {
    const { text } = formOf('filipstad', ['FIL-20'], { account: abilities('facebook') });
    expect(text).toBe(
      'Hej! Vi tog bort din kommentar från 2 april 2026. Vår regel {regel} säger: ”{citat}”. Skäl: {orsak} ' +
        'Tycker du att vi har gjort fel? Kontakta registratorn på Filipstads kommun och ange nr 127.',
    );
    const registrations = [{ number: 'KS 2026/0412', state: 'registered' as const }];
    const entered = formOf('filipstad', ['FIL-20'], { account: abilities('facebook'), registrations });
    expect(entered.text).toContain('ange KS 2026/0412.');
    // Nobody is told in private there, and a reply that goes with the comment is no place for it.
    expect(formOf('filipstad', ['FIL-25'], { account: abilities('youtube') }).text).toBe('');
  });
});
