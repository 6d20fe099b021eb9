import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fittingTemplates } from '../../src/chat/cards/reply-form.ts';
import { ticketCard } from '../../src/chat/cards/ticket-card.ts';
import type { Policy } from '../../src/core/policy.ts';
import { missingContacts, proposedText } from '../../src/core/reply-text.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { cards, viewAt } from '../cards/views.ts';

const policies = loadPolicies(fileURLToPath(new URL('../../rules', import.meta.url)));

function policy(id: string): Policy {
  const found = policies.get(id);
  if (!found) throw new Error(`no policy ${id}`);
  return found;
}

describe('reply templates', () => {
  const unfilled = ({ contacts }: Policy, text: string) =>
    [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '').filter((name) => !(name in contacts));

  it.each([...policies.keys()])('of %s refer onward in two presses', (id) => {
    const referrals = policy(id).templates.filter(({ id: template }) =>
      ['fault-report', 'individual-case', 'politics', 'sensitive-data'].includes(template),
    );
    expect(referrals.length).toBeGreaterThanOrEqual(3);
    expect(referrals.flatMap(({ text }) => unfilled(policy(id), text))).toEqual([]);
  });

  it.each([
    ['filipstad', 'sensitive-information', 'Vi rekommenderar vanlig e-post, telefon eller brev'],
    ['filipstad', 'individual-case', 'Kontakta oss gärna med vanlig e-post, telefon eller brev'],
    ['filipstad', 'wrong-channel', 'Vi tar inte emot anmälningar eller felanmälningar i sociala medier.'],
    ['filipstad', 'political-discussion', 'inte en arena för politiska diskussioner'],
    ['filipstad', 'image-consent', 'För barn under 15 år behöver du fråga vårdnadshavaren.'],
    ['ludvika', 'individual-case', 'hemsida www.ludvika.se eller ring vår växel 0240-860 00'],
    ['ludvika', 'wrong-channel', 'e-tjänst för synpunktshantering och felanmälan på www.ludvika.se'],
    [
      'ludvika',
      'political-discussion',
      'hänvisar vi till de politiska partierna. Kontaktuppgifter till alla',
    ],
    ['ludvika', 'misinformation-rumour', 'Det här vill vi gärna förtydliga.'],
    ['vallentuna', 'sensitive-information', 'Använd vanlig e-post, telefon eller brev i stället.'],
    ['vallentuna', 'individual-case', 'vi vill gärna hjälpa dig vidare. Kontakta vårt Kontaktcenter'],
    ['vallentuna', 'offensive-tone', 'god ton mot varandra'],
    ['vallentuna', 'image-consent', 'kontakta oss på kommun@vallentuna.se.'],
    ['vallentuna', 'problematic-link', 'Skriv gärna en rad om varför du delar länken'],
    ['vallentuna', 'political-discussion', 'Du kan också kontakta din lokala politiker.'],
    ['vallentuna', 'misinformation-rumour', 'Det här vill vi gärna förtydliga.'],
    ['eslov', 'offensive-tone', 'vi vill att debatten är saklig'],
    ['angelholm', 'sensitive-information', 'Använd e-post, telefon eller brev i stället.'],
    ['angelholm', 'individual-case', 'Kontakta Kundtjänst eller den som är ansvarig i ärendet'],
    ['angelholm', 'wrong-channel', 'Där kan du välja att vara anonym'],
    ['angelholm', 'political-discussion', 'Partipolitiska debatter hänvisar vi till politiska forum.'],
    ['angelholm', 'misinformation-rumour', 'Det här vill vi gärna förtydliga.'],
  ])('%s proposes for %s the template that says: %s', (id, category, words) => {
    const rule = policy(id).rules.find(({ categories }) => categories.includes(category))?.id ?? '';
    const findings = [{ rule, category, score: 0.9, hard: false, evidence: [] }];
    const [best] = fittingTemplates(viewAt('is new', id, 'open', { screening: { findings } }));
    expect(best && proposedText(best, policy(id).contacts)).toContain(words);
  });

  it.each([...policies.values()].map(({ name, municipality }) => [name, municipality] as const))(
    'are sent in the name of %s, and the form says so',
    (name, id) => {
      const { card } = ticketCard(cards.sv, viewAt('is new', id, 'open'));
      expect(JSON.stringify(card)).toContain(`Skickas som ${name}`);
    },
  );

  const urgentOf = (id: string) => {
    const found = policy(id).templates.find(({ for: wanted }) => wanted.includes('urgent'));
    if (!found) throw new Error(`${id} has no urgent template`);
    return found;
  };

  it.each([...policies.keys()])('of %s answer what is urgent whatever contact is missing', (id) => {
    for (const contacts of [policy(id).contacts, {}]) {
      const text = proposedText(urgentOf(id), contacts);
      expect(text).not.toMatch(/[{}]/u);
      expect(text).toMatch(/^Hej! .*Vid fara för liv, egendom eller miljö: ring 112\./u);
    }
  });

  it.each([
    [
      'filipstad',
      {},
      'Hej! Är det bråttom når du oss genom kommunens växel vardagar 08.00–16.00. Vid fara för liv, egendom eller miljö: ring 112.',
    ],
    [
      'filipstad',
      { 'växelns nummer': '0590-000 00' },
      'Hej! Är det bråttom når du oss genom kommunens växel vardagar 08.00–16.00. Ring 0590-000 00. Vid fara för liv, egendom eller miljö: ring 112.',
    ],
    [
      'eslov',
      {},
      'Hej! Vid fara för liv, egendom eller miljö: ring 112. Hälsningar från oss på Eslövs kommun',
    ],
    [
      'ludvika',
      { 'växelns nummer': '0240-860 00' },
      'Hej! Är det bråttom, ring vår växel 0240-860 00. Vid fara för liv, egendom eller miljö: ring 112.',
    ],
  ])('of %s with %j say of what is urgent: %s', (id, contacts, text) => {
    expect(proposedText(urgentOf(id), contacts)).toBe(text);
  });

  it('leave every brace that is not urgent for the sender', () => {
    const template = { id: 'a', title: 'A', text: 'Hej! Ring {nummer}. {svar}', for: ['question' as const] };
    expect(proposedText(template, {})).toBe(template.text);
    expect(proposedText(template, { nummer: '1' })).toBe('Hej! Ring 1. {svar}');
    expect(missingContacts(template, {})).toEqual(['nummer']);
    expect(missingContacts(template, { nummer: '1' })).toEqual([]);
  });

  it('are on one line each, as a comment field takes them', () => {
    expect(
      [...policies.values()].flatMap(({ templates }) => templates).filter(({ text }) => /\n/.test(text)),
    ).toEqual([]);
  });
});
