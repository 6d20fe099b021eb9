import { join } from 'node:path';
import type { Questions } from '../ask/topic.ts';
import { type Cards, CardsError, type Locale, loadCards } from '../chat/cards/load-cards.ts';
import type { CheckedTeamsOptions } from '../chat/teams/options.ts';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import { loadLexicon } from '../rules/load-lexicon.ts';
import { loadPolicies } from '../rules/load-policies.ts';
import { loadQuestions } from '../rules/load-questions.ts';
import { RulesError } from '../rules/rules-error.ts';
import type { Lexicon } from '../screening/lexicon.ts';
import { strangersIn } from './accounts.ts';
import { type Asked, inspectSettings, type SettingsReading } from './settings.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Which settings and files a bot is started with; default: the process's environment and the files of this checkout. */
export interface Sources extends Asked {
  readonly rulesDir?: string;
  readonly cardsDir?: string;
}

/** What was read from files and settings, all of it checked. The examples belong to the model. */
export interface Files {
  readonly rulesDir: string;
  readonly cardsDir: string;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly lexicon: Lexicon;
  readonly questions: Questions;
  readonly cards: Readonly<Record<Locale, Cards>>;
  readonly chatOptions: CheckedTeamsOptions;
}

/** One thing that keeps a bot from starting. */
export interface Fault {
  readonly about: 'settings' | 'rules' | 'cards';
  /** Names the setting, or the file and the path in it, and what was expected. Holds no secret. */
  readonly says: string;
}

/** Everything that a start reads, as far as it can be used, and everything that is wrong with it. */
export interface Inspection {
  readonly reading: SettingsReading;
  readonly policies: Files['policies'] | null;
  readonly cards: Files['cards'] | null;
  readonly faults: readonly Fault[];
  /** Null where there is any fault. */
  readonly checked: Checked | null;
}

/** What a bot is put together from, when nothing is wrong with it. */
export interface Checked {
  readonly config: Config;
  readonly files: Files;
}

/**
 * Reads settings, accounts, rules and cards to the end, whatever is wrong on the way, and changes nothing. Of the cards
 * only the first fault is found; and while the rules of any municipality cannot be used, neither the municipalities of
 * the accounts file nor the questions are compared with them.
 */
export function inspectSources(sources: Sources = {}): Inspection {
  const { rulesDir = join(ROOT, 'rules'), cardsDir = join(ROOT, 'cards') } = sources;
  const reading = inspectSettings(sources);
  const faults = reading.problems.map((says): Fault => ({ about: 'settings', says }));
  const policies = attempt(() => loadPolicies(rulesDir), faults);
  const strangers = policies ? strangersIn(reading, policies) : [];
  faults.push(...strangers.map((says): Fault => ({ about: 'settings', says })));
  const lexicon = attempt(() => loadLexicon(join(rulesDir, 'lexicon.yaml')), faults);
  const questions = policies && attempt(() => loadQuestions(join(rulesDir, 'questions'), policies), faults);
  const cards = attempt(() => loadCards(cardsDir), faults);
  const { config, chatOptions } = reading;
  const checked =
    faults.length === 0 && config && policies && lexicon && questions && cards && chatOptions
      ? { config, files: { rulesDir, cardsDir, policies, lexicon, questions, cards, chatOptions } }
      : null;
  return { reading, policies, cards, faults, checked };
}

/**
 * What a bot is started with.
 * @throws ConfigError that lists everything that is missing or wrong
 */
export function readSources(sources: Sources = {}): Checked {
  const { checked, faults } = inspectSources(sources);
  if (!checked) throw new ConfigError(faults.map(({ says }) => says));
  return checked;
}

/** Null where the files cannot be used, and then `faults` has why. */
function attempt<T>(read: () => T, faults: Fault[]): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RulesError)
      faults.push(...error.lines.map((says): Fault => ({ about: 'rules', says })));
    else if (error instanceof CardsError) faults.push({ about: 'cards', says: error.message });
    else throw error;
    return null;
  }
}
