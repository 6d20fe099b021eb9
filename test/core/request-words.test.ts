import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { asksForDocuments, RequestWords } from '../../src/core/request-words.ts';
import { policyOf } from '../fakes/situations.ts';

const words = policyOf('filipstad').requestWords;

const ASKING = [
  'Hej! Jag skulle vilja begära ut samtliga kommentarer som ni har tagit bort under inlägget om simhallen.',
  'Kan jag få ut alla kommentarer om vargjakten, även de dolda?',
  'Begär härmed ut mejlväxlingen mellan kommundirektören och byggbolaget.',
  'Med hänvisning till offentlighetsprincipen vill jag ha rektorns svar till föräldrarna.',
  'enligt offentlighetsprincipen ber jag er skicka allt om parkeringen',
  'Utlämnande av allmän handling\n\nJag är intresserad av beslutet om vindkraft.',
  'Hur går man tillväga om man vill ta del av allmänna handlingar hos er?',
  'Jag är journalist. Jag begär att få ut fakturorna från konsulten under 2025.',
  'Lämna ut protokollet från i måndags!!!',
  'Varför vill ni inte lämna ut handlingarna om skolskjutsen?',
  'får man läsa mejlen mellan kommunalrådet och exploatören eller är det hemligt',
  'kan man fa ut bygglovsritningarna pa mitt hus',
  'JAG VILL HA UT ALLA HANDLINGAR OM LEKPLATSEN',
  'Snälla, skulle ni kunna lämna ut korrespondensen med Trafikverket?',
  'Undertecknad önskar få en kopia av avtalet med friskolan.',
  'Skulle behöva mina gamla slutbetyg från 1987, kan jag få ut betygen nånstans?',
  'Min begäran om allmän handling har legat i tre veckor nu.',
  'Jag vill att ni skickar över alla papper. Vi begär ut hela upphandlingen annars!',
  'Kan ni mejla tjänsteskrivelsen som nämnden fick?',
  'Jag vill ta del av diariet för mars.',
  'Går det att få läsa de raderade inläggen om asylboendet?',
  'Tjena, begär ut allt ni sparat om mig',
  'vi på hembygdsföreningen skulle vilja ta del av de allmänna handlingarna kring rivningen',
  'Kommunen säger nej, men jag kräver att ni lämnar ut personakten.',
  'Kan jag inte få ut handlingarna i ärendet fast jag är granne?',
  'Hi, I would like to request copies of all comments you removed last week.',
  'This is a freedom of information request concerning the new arena.',
  'How can I get access to official documents about my street?',
  'Please release the emails between the mayor and the developer.',
  'b\u200begära u\u0301t funkar inte, men jag vill be\u00ADgära ut loggarna',
];

const NOT_ASKING = [
  'Jag begär att ni plogar Storgatan före sju på morgonen.',
  'Kan jag få ut en extra soptunna till sommaren?',
  'Jag begär ordning och reda i den här kommunen!',
  'När får vi veta något om badhuset?',
  'Offentlighetsprincipen är något vi ska vara stolta över i Sverige.',
  'Lämna inte ut mina uppgifter till någon!',
  'Varför kan jag inte se alla kommentarer under inlägget?',
  'SVT begärde ut mejlen och nu vet alla vad som hände.',
  'Kan jag skicka handlingarna till er med posten?',
  'Tack för att ni lämnade ut cyklarna så snabbt!',
  'Vilka otrevliga kommentarer folk skriver här.',
  'Jag vill ha svar, inte mer snack.',
  'Var kan man lämna ut sina gamla kläder?',
  'Får man elda ris i helgen?',
  'Kan vi få ta del av era tankar om torget?',
  'Jag vill få ut min ersättning från försörjningsstödet i tid.',
  'Skicka mig ett mejl så löser vi det.',
  'Kan ni skicka mig ett sms när bussen går?',
  'Handläggaren ringde aldrig upp, uselt!',
  'Hur mycket får ni ut av solcellerna på skoltaket?',
  'Jag ska aldrig begära ut något igen, det tog ett halvår.',
  'Ni får inte lämna ut handlingarna om mitt barn.',
  'Vill ni ha hjälp med protokollet på årsmötet?',
  'Det är möjligt att handla på torget även på söndagar.',
  'Can I get the bus card at the library?',
  'Please remove all comments that insult people.',
  'I love that we have freedom of information in Sweden.',
  'Please do not disclose my address.',
  'Please have a look at the playground, it is broken.',
  '',
  '😀😀😀',
];

describe('A wish to get public documents', () => {
  it.each(ASKING)('is one: %s', (text) => {
    expect(asksForDocuments(text, words)).toBe(true);
  });

  it.each(NOT_ASKING)('is none: %s', (text) => {
    expect(asksForDocuments(text, words)).toBe(false);
  });

  it('is not put together of two sentences', () => {
    expect(asksForDocuments('Kan jag få ut soporna? Handlingarna ligger på bordet.', words)).toBe(false);
  });

  it('takes no longer for a text that is made to take long', () => {
    const texts = ['kan jag '.repeat(5000), 'begär '.repeat(8000), 'jag vill få ut, '.repeat(3000)];
    const from = performance.now();
    for (const text of texts) asksForDocuments(text, words);
    expect(performance.now() - from).toBeLessThan(1500);
  });

  it.each([
    [{ patterns: ['me nobody'] }, 'patterns.0', 'expected names of groups, found nobody'],
    [{ never: ['^ who'] }, 'never.0', 'found who'],
    [{ groups: { me: ['lämna  ut'] } }, 'groups.me.0', 'expected words with a space between'],
    [{ groups: { me: [] } }, 'groups.me', ''],
    [{ gap: 99 }, 'gap', ''],
    [{ subject: '' }, 'subject', ''],
  ])('a file with %j names the place', (change, path, expected) => {
    const file = {
      subject: 'Begäran',
      gap: 3,
      groups: { me: ['jag'] },
      patterns: ['me'],
      never: [],
      ...change,
    };
    const issue = RequestWords.safeParse(file).error?.issues[0];
    expect(issue?.path.join('.')).toBe(path);
    expect(issue?.message).toContain(expected);
  });
});
