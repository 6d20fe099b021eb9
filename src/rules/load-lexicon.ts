import { Lexicon } from '../screening/lexicon.ts';
import { readYaml } from './read-yaml.ts';
import { RulesError, type RulesProblem } from './rules-error.ts';

/**
 * Reads `rules/lexicon.yaml`.
 * @throws {RulesError} when the file is missing, is no YAML, or breaks the schema
 */
export function loadLexicon(file: string): Lexicon {
  const problems: RulesProblem[] = [];
  const { value } = readYaml(file, Lexicon, problems);
  if (value === undefined || problems.length > 0) throw new RulesError(problems);
  return value;
}
