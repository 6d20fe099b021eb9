import { join } from 'node:path';
import type { Command } from 'commander';
import { policyDiff } from '../core/policy-diff.ts';
import type { StoredPolicy } from '../ports/tenants.ts';
import { loadPolicies, storedPolicies } from '../rules/load-policies.ts';
import { policiesInForce, policyOfVersion } from '../store/policies-in-force.ts';
import { inStore } from './in-store.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');

interface Options {
  readonly municipality?: string;
  readonly from?: string;
  readonly rules: string;
}

/**
 * `kv policy diff`: what the rules files say otherwise than the rules that the bot was last started with, or than those
 * of the version that a decision names. One JSON line a change; nothing when nothing changed.
 */
export function addPolicyDiff(program: Command): void {
  program
    .command('policy')
    .description('the rules that decisions were made under')
    .command('diff')
    .description('what the rules files change against the rules in force, or against an earlier version')
    .option('--municipality <id>', 'only this one')
    .option('--from <version>', 'against this version, as a decision names it; needs --municipality')
    .option('--rules <folder>', 'the files to compare with', RULES)
    .action(async ({ municipality, from, rules }: Options) => {
      const policies = loadPolicies(rules);
      if (municipality !== undefined && !policies.has(municipality))
        throw new Error(
          `--municipality: expected one of ${[...policies.keys()].join(', ')}, found ${municipality}`,
        );
      const earlier = await earlierRules(municipality, from);
      for (const now of storedPolicies(policies))
        if (municipality === undefined || now.municipality === municipality)
          printChanges(
            earlier.find((one) => one.municipality === now.municipality),
            now,
          );
    });
}

/** The rules in force, or those of the version that was asked for. */
async function earlierRules(municipality?: string, from?: string): Promise<readonly StoredPolicy[]> {
  if (from !== undefined && municipality === undefined)
    throw new Error('--from: expected --municipality too: versions are each municipality’s own');
  return inStore(async ({ database }) => {
    if (from === undefined || municipality === undefined) return await policiesInForce(database.kysely);
    const earlier = await policyOfVersion(database.kysely, municipality, from);
    if (earlier) return [earlier];
    throw new Error(`--from: no rules of ${municipality} with the version ${from} were in force here`);
  });
}

function printChanges(
  earlier: StoredPolicy | undefined,
  { municipality, version, body }: StoredPolicy,
): void {
  if (!earlier) {
    process.stderr.write(`${municipality}: no rules have been in force here yet\n`);
    return;
  }
  // Through JSON, as the stored one has been: what is undefined there is not there.
  const now = JSON.parse(JSON.stringify(body)) as unknown;
  for (const change of policyDiff(earlier.body, now)) {
    const line = { municipality, from: earlier.version, to: version, ...change };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
