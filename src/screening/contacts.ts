import type { Policy } from '../core/policy.ts';
import { type Folded, fold } from '../text/fold.ts';
import { findLinks } from './detectors/link.ts';
import { findPhones } from './detectors/phone.ts';
import type { Span } from './signal.ts';

/** What the municipality itself has published: never anyone's personal data, never a doubtful link. */
export interface OwnContacts {
  readonly phones: ReadonlySet<string>;
  readonly emails: ReadonlySet<string>;
  /** Registrable domains. */
  readonly domains: ReadonlySet<string>;
  readonly hasAddress: (text: string, span: Span) => boolean;
}

/** No one's contacts: an example is read as if by no municipality in particular. */
export const NO_CONTACTS: OwnContacts = {
  phones: new Set(),
  emails: new Set(),
  domains: new Set(),
  hasAddress: () => false,
};

const known = new WeakMap<Policy, OwnContacts>();

/**
 * The contacts of `policy.contacts`, read once for each policy.
 * Its short name under .se is the municipality's own too.
 */
export function ownContacts(policy: Policy): OwnContacts {
  const cached = known.get(policy);
  if (cached) return cached;
  const values = Object.values(policy.contacts).map(fold);
  const links = values.flatMap(findLinks);
  const own: OwnContacts = {
    phones: new Set(values.flatMap(findPhones).map((phone) => phone.e164)),
    domains: new Set([
      `${policy.municipality}.se`,
      ...links.filter((link) => link.kind === 'link').map((link) => link.domain),
    ]),
    emails: new Set(links.filter((link) => link.kind === 'email').map((link) => link.target)),
    hasAddress: addressTest(values),
  };
  known.set(policy, own);
  return own;
}

function addressTest(values: readonly Folded[]): OwnContacts['hasAddress'] {
  const texts = values.map((value) => value.text.toLowerCase());
  return (text, { start, end }) => texts.some((own) => own.includes(text.slice(start, end).toLowerCase()));
}
