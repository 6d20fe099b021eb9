import { open, rm } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import { close, delegationFor, type Ending, refuseRequest } from '../core/disclosure-end.ts';
import { refusalDecision } from '../records/disclosure/refusal-decision.ts';
import { dayOf } from './disclosure-options.ts';
import { by, disclosureWords, printed, type Shared, step, withRequests } from './request-here.ts';

interface Closing extends Shared {
  readonly how: Ending['how'];
  readonly received?: string;
}

/** `kv request close`: the end, and with it that of the hold. */
export function addClose(request: Command): void {
  withRequests(
    request,
    'close <reference>',
    'it is done; what was held is let go when the time to appeal has run out',
  )
    .requiredOption('--by <id>', 'who closes it: an Entra object id')
    .addOption(
      new Option('--how <how>', 'how it ended')
        .choices(['given', 'refusal-received', 'appealed'])
        .default('given'),
    )
    .option('--received <day>', 'the day of the proof that the decision to refuse was received')
    .action((reference: string, options: Closing) =>
      step(options, reference, (one, { policy: { clock } }) =>
        close(one, { by: by(options), clock, ending: endingOf(options) }, systemClock.now()),
      ),
    );
}

const endingOf = ({ how, received }: Closing): Ending =>
  how === 'refusal-received' ? { how, on: dayOf('--received', received) } : { how };

interface Refusing extends Shared {
  readonly delegation?: string;
  readonly reasons: string;
  readonly out: string;
}

/** `kv request refuse`: the draft of the decision, registered as a document of its own. */
export function addRefuse(request: Command): void {
  withRequests(
    request,
    'refuse <reference>',
    'register and draft the decision not to give out what was masked or withheld',
  )
    .requiredOption('--by <id>', 'who decides: an Entra object id')
    .option(
      '--delegation <number>',
      'the number in the delegation by which that is theirs to decide; default: disclosure.delegation of the rules',
    )
    .requiredOption('--reasons <text>', 'the decisive facts, without what is secret')
    .requiredOption('--out <file>', 'avslagsbeslut.pdf')
    .action((reference: string, options: Refusing) =>
      printed(options, async ({ store, policy }) => {
        const { municipality } = policy;
        const now = systemClock.now();
        const words = disclosureWords();
        const { reasons, out } = options;
        const delegation = delegationFor(policy, options.delegation);
        const wanted = { by: by(options), delegation, subject: words.refusalSubject };
        // Nothing is registered of which there would be no document.
        const file = await open(out, 'wx');
        let isWhole = false;
        try {
          const taken = await store.changeRequest(municipality, now, reference, (one) =>
            refuseRequest(one, wanted),
          );
          if ('refusal' in taken) return taken;
          const reviews = await store.reviews(municipality, taken.request.id);
          const facts = { request: taken.request, reviews, delegation, reasons, at: now };
          await file.writeFile(await refusalDecision(policy, facts, words));
          isWhole = true;
          return taken;
        } finally {
          await file.close();
          if (!isWhole) await rm(out, { force: true });
        }
      }),
    );
}
