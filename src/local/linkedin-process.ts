import { flagsOf, type SimulatedTime } from './simulated-clock.ts';
import { type SimulatorProcess, startSimulator } from './simulator/process.ts';

/** A simulated LinkedIn that runs. */
interface LinkedInProcess extends SimulatorProcess {
  /** Has its webhook sent there, signed with the client secret. @throws Error when that does not answer the challenge */
  subscribe(subscription: { readonly url: string; readonly secret: string }): Promise<void>;
}

/** Starts the LinkedIn simulator as a program of its own. @throws Error with its own words when it does not come up */
export async function startLinkedInProcess(options: {
  stateFile: string;
  /** Default: the machine's time. */
  time?: SimulatedTime | undefined;
}): Promise<LinkedInProcess> {
  const simulator = await startSimulator('LinkedIn', {
    main: new URL('linkedin/main.ts', import.meta.url),
    flags: ['--state', options.stateFile, ...(options.time ? flagsOf(options.time) : [])],
  });
  return {
    ...simulator,
    subscribe: async (subscription) => {
      const response = await fetch(`${simulator.url}/_sim/subscription`, {
        method: 'POST',
        body: JSON.stringify(subscription),
      });
      if (!response.ok)
        throw new Error(`The simulated LinkedIn was not subscribed: ${await response.text()}`);
    },
  };
}
