import { join } from 'node:path';
import type { Questions } from '../ask/topic.ts';
import { type Cards, type Locale, loadCards } from '../chat/cards/load-cards.ts';
import { type CheckedTeamsOptions, checkTeamsOptions } from '../chat/teams/options.ts';
import type { Config } from '../config/config.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import { loadPolicies } from '../rules/load-policies.ts';
import { loadQuestions } from '../rules/load-questions.ts';
import { checkAccounts } from './accounts.ts';
import { teamsOptions } from './adapters.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Which files and settings a bot is started with; default: those of this checkout. */
export interface Sources {
  readonly config: Config;
  /** Unsigned activities are believed, on loopback only: the Agents Playground signs nothing. */
  readonly insecureLocal?: boolean;
  readonly rulesDir?: string;
  readonly cardsDir?: string;
}

/** What was read from files and settings, all of it checked. The examples and the lexicon belong to the model. */
export interface Files {
  readonly rulesDir: string;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly questions: Questions;
  readonly cards: Readonly<Record<Locale, Cards>>;
  readonly chatOptions: CheckedTeamsOptions;
}

/**
 * Reads and checks everything that a start needs, and changes nothing: a fault in any of it must leave nothing behind.
 * @throws RulesError, CardsError or Error that names the file or setting, and what was expected
 */
export function readFiles(sources: Sources): Files {
  const { config, rulesDir = join(ROOT, 'rules'), cardsDir = join(ROOT, 'cards') } = sources;
  const policies = loadPolicies(rulesDir);
  checkAccounts(config, policies);
  return {
    rulesDir,
    policies,
    questions: loadQuestions(join(rulesDir, 'questions'), policies),
    cards: loadCards(cardsDir),
    chatOptions: checkTeamsOptions(teamsOptions(config, sources.insecureLocal ?? false)),
  };
}
