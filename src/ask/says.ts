import type { Policy, Rule } from '../core/policy.ts';
import { removalWordsOf } from '../core/removal-words.ts';

/** What the municipality says that it does and does not do under a rule. The words stand in `cards/words.json`. */
export type Says =
  | 'removes'
  | 'removes-row'
  | 'removes-line'
  | 'removes-unsaid'
  | 'no-duty'
  | 'refers'
  | 'keeps'
  | 'needs-approval'
  | 'removal-registered'
  | 'politics-never'
  | 'politics-approval'
  | 'politics-party-only'
  | 'block-repeated'
  | 'block-also'
  | 'block-may'
  | 'aim'
  | 'registers'
  | 'applies'
  | 'may'
  | 'wish'
  | 'tells'
  | 'law'
  | 'law-duty'
  | 'law-secrecy';

/** What is said of a rule, the most important first. Read from the rules file, never guessed from the words. */
export function saysOf(policy: Policy, rule: Rule): readonly Says[] {
  if (policy.law.includes(rule)) return [lawSays(rule)];
  if (policy.politics.rules.includes(rule.id)) return politicsSays(policy, rule);
  if (policy.blocking?.rule === rule.id) {
    const { repeated, alsoRequires } = policy.blocking;
    return [
      repeated === null ? 'block-may' : 'block-repeated',
      ...(alsoRequires === null ? [] : ['block-also' as const]),
    ];
  }
  if (policy.clock.promise === rule.id) return ['aim'];
  if (rule.removal !== 'never') {
    return [
      ...removalSays(policy, rule),
      ...(rule.removal === 'approval' ? ['needs-approval' as const] : []),
      ...(policy.registration.everyRemoval === null ? [] : ['removal-registered' as const]),
    ];
  }
  if (isGround(policy, rule)) return ['registers'];
  if (rule.categories.every((id) => policy.categories.get(id)?.type === 'process'))
    return [BY_STRENGTH[rule.strength]];
  return [rule.actions.includes('refer-reply') ? 'refers' : 'keeps'];
}

/** What the municipality says of removing what breaks the rule: in these words, elsewhere, or nowhere; and whether it must. */
export function removalSays(policy: Policy, rule: Rule): readonly Says[] {
  const said = removalWordsOf(policy, rule)?.kind;
  const removes = said === 'own' ? 'removes' : (`removes-${said ?? 'unsaid'}` as const);
  return [removes, ...(rule.strength === 'discretionary' ? ['no-duty' as const] : [])];
}

/** Such a row only names what is registered. A row that says "kan komma att" speaks for itself. */
const isGround = ({ registration: { grounds, everyRemoval } }: Policy, { id, strength }: Rule): boolean =>
  strength === 'mandatory' && (grounds.some(({ rule }) => rule === id) || everyRemoval === id);

const BY_STRENGTH = {
  mandatory: 'applies',
  discretionary: 'may',
  request: 'wish',
  informative: 'tells',
} as const satisfies Record<Rule['strength'], Says>;

function lawSays(rule: Rule): Says {
  if (rule.removal !== 'never') return 'law';
  return rule.actions.includes('remove') ? 'law-duty' : 'law-secrecy';
}

function politicsSays(policy: Policy, rule: Rule): readonly Says[] {
  const { politics } = policy;
  if (politics.removal === 'never') return ['politics-never'];
  if (rule.removal === 'never') return rule.actions.includes('refer-reply') ? ['refers'] : [];
  return [...removalSays(policy, rule), politics.partyOnly ? 'politics-party-only' : 'politics-approval'];
}
