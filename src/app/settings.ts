import { type CheckedTeamsOptions, TeamsOptions } from '../chat/teams/options.ts';
import { type Config, inspectConfig, type Reading, TEAMS_SETTINGS } from '../config/config.ts';

/** What is read, and how. */
export interface Asked {
  /** Default: the process's own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Settings and accounts that were read or made elsewhere, in place of an environment's. */
  readonly config?: Config;
  /** Unsigned activities are believed, on loopback only: the Agents Playground signs nothing. */
  readonly insecureLocal?: boolean;
}

/** Settings and accounts, and how Teams is reached by them: null where that is missing or wrong. */
export interface SettingsReading extends Reading {
  readonly chatOptions: CheckedTeamsOptions | null;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** Reads the environment and the accounts file to the end, with what Teams demands of them. */
export function inspectSettings({ environment, config, insecureLocal = false }: Asked = {}): SettingsReading {
  const reading: Reading = config ? given(config) : inspectConfig(environment);
  const { data: chatOptions = null, error } = TeamsOptions.safeParse({
    insecureLocal,
    ...givenOf(reading.settings),
  });
  const problems = [
    ...reading.problems,
    ...hostProblems(reading.settings, insecureLocal),
    ...unlessTold(reading.problems, (error?.issues ?? []).map(named)),
  ];
  return { ...reading, chatOptions, problems, config: problems.length === 0 ? reading.config : null };
}

/** What is read where nothing needs to be. */
const given = (config: Config): Reading => ({
  ...{ config, settings: config.settings, accounts: config.accounts, problems: [] },
  placeOf: () => config.settings.ACCOUNTS_FILE,
});

/** Teams' options as far as settings fill them. */
function givenOf(settings: Reading['settings']) {
  const given = Object.entries(TEAMS_SETTINGS).map(
    ([option, setting]) => [option, settings[setting]] as const,
  );
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** An option of Teams by the setting that fills it. */
function named({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }) {
  const option = String(path[0]);
  const setting = option in TEAMS_SETTINGS ? TEAMS_SETTINGS[option as keyof typeof TEAMS_SETTINGS] : option;
  return `${setting}: ${message}`;
}

/** A setting that is wrong by itself has been told of. */
function unlessTold(told: readonly string[], problems: readonly string[]): string[] {
  const settingOf = (problem: string) => problem.split(':')[0];
  const known = new Set(told.map(settingOf));
  return problems.filter((problem) => !known.has(settingOf(problem)));
}

const hostProblems = ({ HOST = '' }: Reading['settings'], insecureLocal: boolean): string[] =>
  insecureLocal && !LOOPBACK.includes(HOST)
    ? [`HOST: ${HOST}: expected a loopback address, since unsigned activities are believed`]
    : [];
