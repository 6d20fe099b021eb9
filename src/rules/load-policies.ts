import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Category, Law, Policy, type PolicyFile } from '../core/policy.ts';
import { Provision } from '../core/register-policy.ts';
import { RequestWords } from '../core/request-words.ts';
import { checkCategories, checkLaw, checkPolicy } from './policy-checks.ts';
import { readYaml, yamlFilesIn } from './read-yaml.ts';
import { RulesError, type RulesProblem, wholeFile } from './rules-error.ts';

/** Files in the rules folder that are not a municipality. */
const SHARED_FILES = ['categories.yaml', 'law.yaml', 'lexicon.yaml', 'requests.yaml', 'secrecy.yaml'];

/** Counted on when `core/calendar.ts` or `core/deadline.ts` comes to another result: open tickets are then computed anew. */
const CALENDAR = '1';

/**
 * Reads every municipality's rules from a folder: `categories.yaml`, `law.yaml`, `secrecy.yaml`, `requests.yaml` and one `<municipality>.yaml` each.
 * Subfolders and `lexicon.yaml` are left to screening. Keys are municipality ids, in the order of the file names.
 * @throws {RulesError} when a file is missing, is not YAML, does not fit its schema or contradicts itself
 */
export function loadPolicies(rulesDir: string): ReadonlyMap<string, Policy> {
  const problems: RulesProblem[] = [];
  const towns = yamlFilesIn(rulesDir, 'rules files', problems).filter((name) => !SHARED_FILES.includes(name));
  if (towns.length === 0)
    problems.push(wholeFile(rulesDir, 'expected at least one municipality, such as <name>.yaml'));
  const read = <T>(name: string, schema: z.ZodType<T>) =>
    readYaml(join(rulesDir, name), schema, problems, name);

  const categorySource = read('categories.yaml', z.array(Category).min(1));
  const lawSource = read('law.yaml', Law);
  const secrecySource = read('secrecy.yaml', z.array(Provision).min(1));
  const provisions = secrecySource.value ?? [];
  const requestWords = read<RequestWords>('requests.yaml', RequestWords).value ?? NO_WORDS;
  const categories = new Map((categorySource.value ?? []).map((category) => [category.id, category]));
  const law = lawSource.value?.rules ?? [];
  if (categorySource.value) checkCategories(categorySource.value).forEach(categorySource.report);
  // Without the categories every rule would be reported; the fault is in one place.
  if (lawSource.value && categorySource.value) checkLaw(law, categories).forEach(lawSource.report);

  const policies = new Map<string, Policy>();
  for (const name of towns) {
    const source = read<PolicyFile>(name, Policy);
    if (!source.value) continue;
    const town = basename(name, '.yaml');
    if (source.value.municipality !== town)
      source.report({
        path: ['municipality'],
        expected: `expected ${town}, the file's own name, found ${source.value.municipality}`,
      });
    if (categorySource.value) checkPolicy(source.value, law, categories).forEach(source.report);
    const version = versionOf([source.text, lawSource.text, categorySource.text, secrecySource.text]);
    const clockVersion = versionOf([CALENDAR, JSON.stringify(source.value.clock)]);
    policies.set(town, { ...source.value, version, clockVersion, law, provisions, requestWords, categories });
  }
  if (problems.length > 0) throw new RulesError(problems);
  return policies;
}

/** Stands in until the fault of the file is thrown. */
const NO_WORDS: RequestWords = { subject: '', gap: 0, groups: {}, patterns: [], never: [] };

/** First 12 hex digits of the SHA-256; the same whichever line ends a checkout has. */
function versionOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text.replaceAll('\r\n', '\n')).update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** What of a policy is kept with its version: the municipality's file and the overlay, as they were read. */
export function storedPolicies(
  policies: ReadonlyMap<string, Policy>,
): { municipality: string; version: string; body: Record<string, unknown> }[] {
  return [...policies.values()].map(
    ({ version, clockVersion: _, categories: __, requestWords: ___, ...body }) => ({
      municipality: body.municipality,
      version,
      body,
    }),
  );
}
