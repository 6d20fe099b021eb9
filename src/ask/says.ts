import type { Policy, Rule } from '../core/policy.ts';

/** What the municipality says that it does and does not do under a rule. The words stand in `cards/words.json`. */
export type Says =
  | 'removes'
  | 'may-remove'
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
      rule.strength === 'discretionary' ? 'may-remove' : 'removes',
      ...(rule.removal === 'approval' ? ['needs-approval' as const] : []),
      ...(policy.registration.everyRemoval === null ? [] : ['removal-registered' as const]),
    ];
  }
  if (rule.categories.every((id) => policy.categories.get(id)?.type === 'process'))
    return [BY_STRENGTH[rule.strength]];
  return [rule.actions.includes('refer-reply') ? 'refers' : 'keeps'];
}

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

function politicsSays({ politics }: Policy, rule: Rule): readonly Says[] {
  const refers: readonly Says[] = rule.actions.includes('refer-reply') ? ['refers'] : [];
  if (politics.removal === 'never') return ['politics-never'];
  if (rule.removal === 'never') return refers;
  return politics.partyOnly ? ['may-remove', 'politics-party-only'] : ['removes', 'politics-approval'];
}
