import { TeamsOptions } from '../chat/teams/options.ts';
import { type Config, inspectConfig, type Reading, TEAMS_SETTINGS } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';

/** What is read, and how: the process's environment by default. `insecureLocal` as in `Sources`. */
interface Asked {
  readonly environment?: NodeJS.ProcessEnv;
  readonly insecureLocal?: boolean;
}

/** Reads the environment and the accounts file to the end, with what Teams demands of them. */
export function inspectSettings({ environment, insecureLocal = false }: Asked = {}): Reading {
  const reading = inspectConfig(environment);
  const problems = [...reading.problems, ...teamsProblems(reading, insecureLocal)];
  return { ...reading, problems, config: problems.length === 0 ? reading.config : null };
}

/**
 * The settings that a bot is started with.
 * @throws ConfigError that lists everything that is missing or wrong, by the names that stand in the environment
 */
export function readSettings(asked: Asked = {}): Config {
  const { config, problems } = inspectSettings(asked);
  if (!config) throw new ConfigError(problems);
  return config;
}

/** What Teams lacks, under the settings' own names. A setting that is wrong by itself has been told of. */
function teamsProblems({ settings, problems }: Reading, insecureLocal: boolean): string[] {
  const given = Object.entries(TEAMS_SETTINGS).map(
    ([option, setting]) => [option, settings[setting]] as const,
  );
  const { error } = TeamsOptions.safeParse({
    insecureLocal,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  });
  return (error?.issues ?? [])
    .map(({ path, message }) => {
      const option = String(path[0]);
      const setting =
        option in TEAMS_SETTINGS ? TEAMS_SETTINGS[option as keyof typeof TEAMS_SETTINGS] : option;
      return `${setting}: ${message}`;
    })
    .filter((problem) => !problems.some((other) => other.split(':')[0] === problem.split(':')[0]));
}
