import { flagsOf, type SimulatedTime } from './simulated-clock.ts';
import { type SimulatorProcess, startSimulator } from './simulator/process.ts';

/** Starts the Graph simulator as a program of its own. @throws Error with its own words when it does not come up */
export const startGraphProcess = (options: {
  stateFile: string;
  callback: string;
  appSecret: string;
  verifyToken: string;
  /** Default: the machine's time. */
  time?: SimulatedTime | undefined;
}): Promise<SimulatorProcess> =>
  startSimulator('Graph', {
    main: new URL('graph/main.ts', import.meta.url),
    flags: [
      ...['--state', options.stateFile, '--callback', options.callback],
      ...(options.time ? flagsOf(options.time) : []),
    ],
    env: { META_APP_SECRET: options.appSecret, META_VERIFY_TOKEN: options.verifyToken },
  });
