import { join } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import type { Step } from '../core/disclosure.ts';
import type { Policy } from '../core/policy.ts';
import { type DisclosureRefusal, isHeld, type Request } from '../core/request.ts';
import type { Store } from '../ports/store.ts';
import { type DisclosureWords, loadDisclosureWords } from '../records/disclosure/disclosure-words.ts';
import { takeStep } from '../records/disclosure/take-step.ts';
import { policyNamed } from './disclosure-options.ts';
import { inStore } from './in-store.ts';

/** What every command on a request is given. */
export interface Shared {
  readonly municipality: string;
  readonly by?: string;
}

/** Where a step is taken. */
export interface Here {
  readonly store: Store;
  readonly policy: Policy;
}

/** The words of what is given out. */
export const disclosureWords = (): DisclosureWords =>
  loadDisclosureWords(join(import.meta.dirname, '..', '..', 'cards'));

/** A sub-command on one municipality's requests. */
export const withRequests = (request: Command, name: string, description: string): Command =>
  request.command(name).description(description).requiredOption('--municipality <id>', 'whose requests');

/** Who acts. The journal holds ids and no names. @throws Error that says what was expected */
export function by({ by: id = '' }: Shared): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id)) return id.toLowerCase();
  throw new Error(
    `--by: expected an Entra object id such as 0a0a0a0a-0000-4000-8000-000000000001, found ${id || 'nothing'}`,
  );
}

type Printed =
  | { readonly request: Request; readonly items?: readonly unknown[] }
  | { readonly requests: readonly Request[] }
  | { readonly refusal: DisclosureRefusal };

/** Does it in the store and prints what it came to: exit code 1 for a refusal. */
export async function printed(options: Shared, act: (here: Here) => Promise<Printed>): Promise<void> {
  const policy = policyNamed(options.municipality);
  await inStore(async ({ store }) => {
    const outcome = await act({ store, policy });
    if ('refusal' in outcome) process.exitCode = 1;
    for (const line of linesOf(outcome, systemClock.now())) process.stdout.write(`${JSON.stringify(line)}\n`);
  });
}

function linesOf(outcome: Printed, now: Temporal.Instant): readonly unknown[] {
  const told = (request: Request) => ({ ...request, held: isHeld(request, now) });
  if ('requests' in outcome) return outcome.requests.map(told);
  return 'refusal' in outcome ? [outcome] : [told(outcome.request), ...(outcome.items ?? [])];
}

/** Takes one step of a request, and prints what it came to. */
export const step = (
  options: Shared,
  reference: string,
  decide: (request: Request, here: Here) => Step | Promise<Step>,
): Promise<void> =>
  printed(options, (here) => {
    const of = { municipality: here.policy.municipality, reference, now: systemClock.now() };
    return takeStep(here.store, of, (request) => decide(request, here));
  });
