import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCards } from '../../../src/chat/cards/load-cards.ts';
import { type Command, createReadCommand } from '../../../src/chat/desk/read-command.ts';
import { loadPolicies } from '../../../src/rules/load-policies.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const policies = loadPolicies(join(ROOT, 'rules'));
const read = createReadCommand(loadCards(join(ROOT, 'cards')), policies);
const policyOf = (id: string) => policies.get(id) ?? null;
const summary = (id?: string): Command => ({ kind: 'summary', policy: id ? policyOf(id) : null });
const bind = (id?: string, channel: string | null = null): Command => ({
  kind: 'bind',
  policy: id ? policyOf(id) : null,
  channel,
});
const trial = (on?: boolean, account = ''): Command => ({
  kind: 'trial',
  set: on === undefined ? null : { on, account },
});

describe('a command', () => {
  it.each([
    'sammanställning',
    'sammanställning.',
    'Sammanställning!',
    'SAMMANSTÄLLNING?',
    ', sammanställning',
    '”sammanställning”',
    'sammanställning tack',
    'Hej! Visa sammanställningen, tack.',
    'Kommentarsvakten sammanställning',
    'kan jag få en sammanställning',
    'sammanställning nu :)',
    'sammanställning'.normalize('NFD'),
    'samman\u00adställning',
    'samman\u200bställning\u200b',
    '\ufeffsammanställning',
    'sammanstallning',
    'Läget?',
    'summary please',
    'ｓummary',
    'show me the summary',
  ])('“%s” asks how things stand', (text) => {
    expect(read(text)).toEqual(summary());
  });

  it.each([
    ['sammanställning ludvika', 'ludvika'],
    ['Sammanställning för Ängelholms kommun, tack!', 'angelholm'],
    ['sammanställning: angelholm', 'angelholm'],
    ['sammanställning A\u030angelholm'.replace('A\u030a', 'A\u0308'), 'angelholm'],
    ['summary for Eslo\u0308v', 'eslov'],
    ['sammanställning Vallen\u200btuna', 'vallentuna'],
  ])('“%s” asks it of %s', (text, town) => {
    expect(read(text)).toEqual(summary(town));
  });

  it.each([
    ['begäran', null],
    ['Visa begäran, tack!', null],
    ['begaran', null],
    ['requests', null],
    ['show requests for Ludvika', 'ludvika'],
    ['begäran filipstad', 'filipstad'],
  ])('“%s” asks which requests for documents are open', (text, town) => {
    expect(read(text)).toEqual({ kind: 'requests', policy: town === null ? null : policyOf(town) });
  });

  it('is none where somebody asks how a request is handled', () => {
    expect(read('Begäran om allmän handling via Messenger, vad gäller?')).toEqual({ kind: 'question' });
  });

  it.each([
    ['blockeringar', null],
    ['Visa blockeringarna, tack!', null],
    ['blocklista', null],
    ['show me the blocks', null],
    ['blockeringar Ludvika', 'ludvika'],
  ])('“%s” asks which accounts are blocked', (text, town) => {
    expect(read(text)).toEqual({ kind: 'blocks', policy: town === null ? null : policyOf(town) });
  });

  it.each([
    'Blockering?',
    'Blockera någon?',
    'Blockeringar, hur länge gäller de?',
    'block someone?',
    'Block for how long?',
  ])('“%s” is a question about the rules', (text) => {
    expect(read(text)).toEqual({ kind: 'question' });
  });

  it.each([
    ['mina', null],
    ['Hej! Mina, tack.', null],
    ['mina kort', null],
    ['Visa mina kommentarer', null],
    ['mina kort i dag', null],
    ['Vad har jag?', null],
    ['vad har jag just nu', null],
    ['kan du visa vad jag har', null],
    ['Vad väntar på mig?', null],
    ['vad va\u0308ntar på mig', null],
    ['mine', null],
    ['show me my cards', null],
    ['What do I have?', null],
    ['mina Ludvika', 'ludvika'],
    ['Mina kort i Ängelholms kommun, tack!', 'angelholm'],
    ['my comments for Eslöv', 'eslov'],
  ])('“%s” asks what is the asker’s own', (text, town) => {
    expect(read(text)).toEqual({ kind: 'mine', policy: town === null ? null : policyOf(town) });
  });

  it.each([
    'Mina kommentarer togs bort, varför?',
    'Mina grannar hotas, får vi ta bort det?',
    'min kommentar',
    'mina rättigheter?',
    'Vad har ni för regler?',
    'Vad har du?',
    'Vad har jag rätt att ta bort?',
    'vad har jag för skäl att blockera?',
    'vad väntar på registratorn?',
    'minns du regeln om reklam?',
    'Minna?',
    'my rights?',
    'What do I have to write to the author?',
    'what have I done wrong?',
    'Är mina kort era?',
  ])('“%s” is a question, not what is the asker’s own', (text) => {
    expect(read(text)).toEqual({ kind: 'question' });
  });

  it.each([
    ['koppla filipstad', bind('filipstad')],
    ['Koppla Filipstads kommun!', bind('filipstad')],
    ['koppla kanalen till Ängelholm tack', bind('angelholm')],
    ['koppla Ängelholm'.normalize('NFD'), bind('angelholm')],
    ['kop\u00adpla: lud\u200bvika.', bind('ludvika')],
    ['bind eslöv', bind('eslov')],
    ['koppla', bind()],
    ['koppla karlstad', bind()],
    ['koppla inte ludvika', bind()],
    ['koppla ludvika kultur', bind('ludvika', 'kultur')],
    ['Koppla kanalen till Ängelholms kommun, miljö tack!', bind('angelholm', 'miljö')],
    ['bind Eslöv kultur', bind('eslov', 'kultur')],
    ['koppla ludvika inte kultur', bind()],
    ['språk engelska', { kind: 'language', language: 'en' }],
    ['Språk: svenska, tack!', { kind: 'language', language: 'sv' }],
    ['sprak', { kind: 'language', language: null }],
    ['language Swedish', { kind: 'language', language: 'sv' }],
    ['language English please', { kind: 'language', language: 'en' }],
    ['språk norska', { kind: 'question' }],
    ['Språket är viktigt, får man svära?', { kind: 'question' }],
    ['provläge', trial()],
    ['Provläge?', trial()],
    ['provlage', trial()],
    ['provläge på Ludvika kommun', trial(true, 'ludvika kommun')],
    ['provläge av: ”Ludvika kommun”', trial(false, 'ludvika kommun')],
    ['trial off 104100', trial(false, '104100')],
    ['hjälp', { kind: 'help' }],
    ['Hjälp!', { kind: 'help' }],
    ['Hja\u0308lp mig tack', { kind: 'help' }],
    ['hej', { kind: 'help' }],
    ['?', { kind: 'help' }],
  ])('“%s” is understood', (text, command) => {
    expect(read(text)).toEqual(command);
  });

  it.each([
    ['sammanstälning', 'sammanställning', 'summary'],
    ['sammanställnign', 'sammanställning', 'summary'],
    ['Samanstälning ludvika', 'sammanställning', 'summary', 'ludvika'],
    ['Samanstälning i går', 'sammanställning', null],
    ['begärann', 'begäran', 'requests'],
    ['kopla filipstad', 'koppla', null, 'filipstad'],
    ['provläeg', 'provläge', 'trial'],
    ['provläeg av Ludvika', 'provläge', null, 'ludvika'],
    ['historick', 'historik', null],
    ['sumary', 'summary', 'summary'],
  ])('“%s” is nearly %s, which a button can do: %s', (text, meant, offered, town = '') => {
    expect(read(text)).toEqual({ kind: 'near', meant, offered, policy: policyOf(town) });
  });

  it.each([
    'tack!',
    'får vi blockera någon?',
    'koppla in polisen när någon hotar en handläggare?',
    'sammanställning av vad vi får ta bort?',
    'provläge, vad betyder det för våra svar?',
    'kopplas kommentarer till diariet automatiskt?',
    'hjälp, hur tar jag bort en kommentar?',
    'Hej, får man svära?',
    'Summera reglerna om reklam',
    'Bind inte upp oss vid något',
    'x'.repeat(200_000),
    'koppla '.repeat(30_000),
  ])('is not what a question is', (text) => {
    expect(read(text)).toEqual({ kind: 'question' });
  });
});

describe('what is looked for', () => {
  const find = (text: string, exact = false): Command => ({ kind: 'find', text, exact });

  it.each<[string, Command]>([
    ['sök idiot', find('idiot')],
    ['Sök: Kim Testsson', find('Kim Testsson')],
    ['kan du söka Åke Öberg', find('Åke Öberg')],
    ['sök ”dra åt helvete”', find('dra åt helvete')],
    ['find KS 2026/0412', find('KS 2026/0412')],
    ['search https://youtu.be/aBc?lc=UgxQ_1', find('https://youtu.be/aBc?lc=UgxQ_1')],
    ['so\u0308k Badet', find('Badet')],
    ['historik 12', find('12', true)],
    ['history SM 2026-3', find('SM 2026-3', true)],
    ['sök', { kind: 'question' }],
    ['historik', { kind: 'question' }],
    ['historiken visar att vi aldrig tar bort politik', { kind: 'question' }],
  ])('“%s” is read as %j', (text, command) => {
    expect(read(text)).toEqual(command);
  });
});
