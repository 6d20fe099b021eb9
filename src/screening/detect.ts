import type { CategoryId } from '../core/policy.ts';
import type { Hit } from '../text/matcher.ts';
import type { OwnContacts } from './contacts.ts';
import { findAddresses } from './detectors/address.ts';
import { findLinks } from './detectors/link.ts';
import { findPayments } from './detectors/payment.ts';
import { findPersonnummer } from './detectors/personnummer.ts';
import { findPhones } from './detectors/phone.ts';
import { findRepetition } from './detectors/repetition.ts';
import type { Detected, Lexicon } from './lexicon.ts';
import { createLinkJudge } from './link-judge.ts';
import { createNameFinder } from './names.ts';
import type { Reading } from './reading.ts';
import type { Signal, Span } from './signal.ts';

/** What the detectors found: signals of their own, and concepts for the lexicon's pairs, in the text's order. */
export interface Detections {
  readonly signals: readonly Signal[];
  readonly concepts: readonly Hit<Detected>[];
}

interface Kind {
  readonly why: string;
  readonly concepts: readonly Detected[];
  readonly categories: Readonly<Record<CategoryId, number>>;
  readonly hard?: boolean;
  readonly personal?: boolean;
}

/** What each detector's find means alone. What it means beside other words stands in the lexicon's pairs. */
const KINDS = {
  personnummer: {
    why: 'personnummer',
    concepts: ['personnummer'],
    categories: { 'personal-data-violation': 0.98, 'sensitive-information': 0.8 },
    hard: true,
    personal: true,
  },
  mobile: {
    why: 'mobile-number',
    concepts: ['phone', 'mobile'],
    categories: { 'personal-data-violation': 0.5, 'sensitive-information': 0.4 },
  },
  phone: { why: 'phone-number', concepts: ['phone'], categories: { 'personal-data-violation': 0.42 } },
  email: {
    why: 'email-address',
    concepts: ['email'],
    categories: { 'personal-data-violation': 0.6, 'sensitive-information': 0.4 },
    personal: true,
  },
  role: { why: 'business-email', concepts: [], categories: { advertising: 0.3 } },
  address: { why: 'street-address', concepts: ['address'], categories: { 'personal-data-violation': 0.15 } },
  account: {
    why: 'bank-account',
    concepts: ['account'],
    categories: { 'personal-data-violation': 0.75, 'sensitive-information': 0.6 },
    personal: true,
  },
  giro: { why: 'giro-number', concepts: [], categories: { advertising: 0.35 } },
  repetition: { why: 'repeated-words', concepts: [], categories: { spam: 0.6 } },
} satisfies Record<string, Kind>;

/** Addresses that belong to a business rather than to a person. */
const ROLE =
  /^(info|kontakt|contact|order|sales|support|kundtjanst|bokning|boka|hej|hello|kansli|redaktion\w*|press)@/u;

/** Builds the detectors; the answer leaves out the municipality's own published contacts. */
export function createDetectors(lexicon: Lexicon): (reading: Reading, own: OwnContacts) => Detections {
  const findNames = createNameFinder(lexicon.names);
  const judge = createLinkJudge(lexicon.links);
  return (reading, own) => {
    const { folded } = reading;
    const links = findLinks(folded).filter(
      (link) => !own.domains.has(link.domain) && !own.emails.has(link.target),
    );
    const foreign = links.filter((link) => link.kind === 'link');
    const personnummer = findPersonnummer(folded);
    const apart = (span: Span) => ![...personnummer, ...links].some((other) => overlap(span, other));
    const finds = [
      ...personnummer.map((span) => ({ span, kind: KINDS.personnummer })),
      ...findPhones(folded)
        .filter((phone) => !own.phones.has(phone.e164) && apart(phone))
        .map((span) => ({ span, kind: span.mobile ? KINDS.mobile : KINDS.phone })),
      ...links
        .filter((link) => link.kind === 'email')
        .map((span) => ({ span, kind: ROLE.test(span.target) ? KINDS.role : KINDS.email })),
      ...findAddresses(reading)
        .filter((span) => !own.hasAddress(reading.original, span))
        .map((span) => ({ span, kind: KINDS.address })),
      ...findPayments(reading)
        .filter(apart)
        .map((span) => ({ span, kind: span.kind === 'account' ? KINDS.account : KINDS.giro })),
      ...findRepetition(reading).map((span) => ({ span, kind: KINDS.repetition })),
    ];
    return {
      signals: [...finds.flatMap(({ span, kind }) => signalsOf(span, kind)), ...foreign.flatMap(judge)],
      concepts: [
        ...finds.flatMap(({ span, kind }) =>
          kind.concepts.map((value) => ({ ...reading.wordsIn(span), value })),
        ),
        ...foreign.map((link) => ({ ...reading.wordsIn(link), value: 'link' as const })),
        ...findNames(reading).flatMap(namesOf),
      ].sort((a, b) => a.first - b.first || a.last - b.last),
    };
  };
}

function namesOf({ first, last, value }: Hit<'full' | 'given'>): Hit<Detected>[] {
  const name: Hit<Detected> = { first, last, value: 'name' };
  return value === 'full' ? [name, { first, last, value: 'full-name' }] : [name];
}

function signalsOf({ start, end }: Span, kind: Kind): Signal[] {
  const { why, hard = false, personal = false } = kind;
  return Object.entries(kind.categories).map(([category, weight]) => ({
    start,
    end,
    source: 'detector',
    why,
    category,
    weight,
    hard,
    personal,
  }));
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
