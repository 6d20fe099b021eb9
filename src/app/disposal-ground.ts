import type { Cards } from '../chat/cards/load-cards.ts';
import type { AccountsFile } from '../config/accounts-file.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import type { DisposalGround } from '../ports/disposal.ts';

/** What a municipality's disposals rest on: its rules, how long its accounts keep what came in, and what a breach counts for. */
export function disposalGround(
  policy: Policy,
  accounts: AccountsFile,
  cards: Readonly<Record<Policy['language'], Cards>>,
): DisposalGround {
  const kept = new Map<string, number>(
    (accounts[policy.municipality]?.accounts ?? []).flatMap(({ platform, account, keep }) =>
      typeof keep === 'number' ? [[`${platform} ${account}`, keep] as const] : [],
    ),
  );
  return {
    rules: policy.disposal,
    policy: policy.version,
    terms: {
      keepDays: (platform, account) => kept.get(`${platform} ${account}`) ?? null,
      breachMonths: policy.blocking?.repeated?.withinMonths ?? null,
    },
    subject: cards[policy.language].say('disposal.subject'),
  };
}

/** The same, of each municipality that has rules. */
export const disposalGrounds =
  (
    policies: ReadonlyMap<MunicipalityId, Policy>,
    accounts: AccountsFile,
    cards: Readonly<Record<Policy['language'], Cards>>,
  ) =>
  (municipality: MunicipalityId): DisposalGround | null => {
    const policy = policies.get(municipality);
    return policy ? disposalGround(policy, accounts, cards) : null;
  };
