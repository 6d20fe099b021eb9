import { join } from 'node:path';
import { disposalGround } from '../app/disposal-ground.ts';
import { openStore } from '../app/open-store.ts';
import { loadCards } from '../chat/cards/load-cards.ts';
import { inspectAccounts } from '../config/accounts-file.ts';
import { readRecordSettings } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Policy } from '../core/policy.ts';
import type { DisposalGround } from '../ports/disposal.ts';
import type { Store } from '../ports/store.ts';
import { loadPolicies } from '../rules/load-policies.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Where the rules are, unless another folder is named. */
export const RULES = join(ROOT, 'rules');

/** What the commands about disposal work with. */
interface Working {
  readonly store: Store;
  readonly ground: DisposalGround;
  readonly logFile: string;
  /** How the municipality is named, and in which language. */
  readonly about: { readonly language: Policy['language']; readonly municipality: string };
  /** The Entra object id of a lead or registrar who is named by it, or by their name. @throws Error where nobody is */
  personOf(named: string): Promise<string>;
}

/** Opens what a municipality's disposals rest on, for as long as `use` takes. @throws Error that says what was expected */
export async function inDisposal(
  { municipality, rules }: { readonly municipality: string; readonly rules: string },
  use: (working: Working) => Promise<void>,
): Promise<void> {
  const policies = loadPolicies(rules);
  const policy = policies.get(municipality);
  if (!policy)
    throw new Error(
      `--municipality: expected one of ${[...policies.keys()].join(', ')}, found ${municipality}`,
    );
  const { kept, accountsFile } = readRecordSettings();
  const { accounts, problems } = inspectAccounts(accountsFile);
  if (problems.length > 0) throw new ConfigError(problems);
  const ground = disposalGround(policy, accounts, loadCards(join(ROOT, 'cards')));
  const { leads = [], registrars = [] } = accounts[municipality] ?? {};
  await using opened = new AsyncDisposableStack();
  const { store } = await openStore(kept, opened);
  const personOf = async (named: string): Promise<string> => {
    const known = [...new Set([...leads, ...registrars])];
    const names = await Promise.all(known.map((id) => store.personName(municipality, id)));
    const fitting = known.filter((id, index) => id === named || names[index] === named);
    const [id] = fitting;
    if (id !== undefined && fitting.length === 1) return id;
    throw new Error(
      `--by: expected a lead or registrar of ${municipality}, by Entra object id or by name, found ${named}`,
    );
  };
  const about = { language: policy.language, municipality: policy.name };
  await use({ store, ground, logFile: kept.disposalLog, about, personOf });
}
