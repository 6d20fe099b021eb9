import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { disposalLogAt } from '../app/disposal-log.ts';
import { systemClock } from '../app/system-clock.ts';
import type { ConfirmOutcome, Disposal } from '../ports/disposal.ts';
import { writeProtocol } from '../records/disposal/protocol-pdf.ts';
import type { Sink } from '../records/documents/zip.ts';
import { inDisposal, RULES } from './in-disposal.ts';

/** Something was refused, or would be. */
const NEGATIVE = 1;
const BATCH = 1000;

/** Why a confirmation is refused, and what was expected. */
const REFUSED: Readonly<Record<Extract<ConfirmOutcome, { kind: 'refused' }>['why'], string>> = {
  unknown: 'expected the id of a proposal of this municipality, as `kv disposal log` prints it',
  proposer: 'expected another person: whoever proposed it may not confirm it',
  'no-person': 'expected a person: neither the bot nor a program may confirm',
  twice: 'expected another person: this one has confirmed it already',
  state: 'expected a proposal that waits: this one has been confirmed, carried out or withdrawn',
  'rule-changed': 'expected the decision that it was proposed under to be in force: propose it anew',
};

interface Options {
  readonly municipality: string;
  readonly rules: string;
  readonly by?: string;
  readonly rule?: string;
  readonly out?: string;
}

/**
 * `kv disposal`: what the municipality's decisions let go of (`plan`, with `--by` also proposed), the yes of two persons
 * (`confirm`), its carrying out (`run`, as a running bot does by itself), and what was (`log`, `protocol`). JSON lines.
 */
export function addDisposal(program: Command): void {
  const disposal = program
    .command('disposal')
    .description("what the municipality's decisions let be disposed of, and what was");
  const add = (name: string, description: string) =>
    disposal
      .command(name)
      .description(description)
      .requiredOption('--municipality <id>', 'whose')
      .option('--rules <folder>', 'the rules files', RULES);
  const person = ['--by <person>', 'who: an Entra object id, or a name as Teams gives it'] as const;
  const one = ['--rule <id>', 'only this one of its rules'] as const;
  add('plan', 'what each rule would let go of now, and what stays and why; with --by it is proposed')
    .option(...person)
    .option(...one)
    .action(plan);
  add('propose', 'the same, proposed')
    .requiredOption(...person)
    .option(...one)
    .action(plan);
  add(
    'confirm <proposal>',
    'says yes to a proposal; two persons must, and neither is the one who proposed it',
  )
    .requiredOption(...person)
    .action(confirm);
  add('run', 'carries out what has been confirmed').action(run);
  add('log', 'every proposal, and what became of it').action(log);
  add('protocol <proposal>', 'the protocol of what has been carried out, as JSON; with --out also as a PDF/A')
    .option('--out <file>', 'where the PDF/A is written; nothing must be there')
    .action(protocol);
}

async function plan({ municipality, rules, by, rule: only }: Options): Promise<void> {
  await inDisposal({ municipality, rules }, async ({ store, ground, personOf }) => {
    const person = by === undefined ? null : await personOf(by);
    const now = systemClock.now();
    if (ground.rules.length === 0)
      process.stderr.write(`rules/${municipality}.yaml: disposal is empty: nothing is ever disposed of\n`);
    const wanted = ground.rules.filter(({ id }) => only === undefined || id === only);
    if (only !== undefined && wanted.length === 0)
      throw new Error(
        `--rule: expected one of ${ground.rules.map(({ id }) => id).join(', ')}, found ${only}`,
      );
    for (const rule of wanted) {
      const about = { municipality, rule: rule.id, type: rule.type, decision: rule.decision };
      const { found, sample } = await store.planDisposal(municipality, now, rule, ground.terms);
      if (person === null) {
        print({ ...about, ...found });
        continue;
      }
      const { terms, policy } = ground;
      const made = await store.proposeDisposal(municipality, now, { rule, policy, by: person }, terms);
      print({ ...about, proposal: made.id, ...made.found, sample });
    }
  });
}

async function confirm(id: string, { municipality, rules, by = '' }: Options): Promise<void> {
  await inDisposal({ municipality, rules }, async ({ store, ground, personOf }) => {
    const confirmation = { id, by: await personOf(by), rules: ground.rules };
    const outcome = await store.confirmDisposal(municipality, systemClock.now(), confirmation);
    if (outcome.kind === 'confirmed') return print({ municipality, proposal: id, stillNeeded: outcome.left });
    process.stderr.write(`${id}: ${REFUSED[outcome.why]}\n`);
    process.exitCode = NEGATIVE;
  });
}

async function run({ municipality, rules }: Options): Promise<void> {
  await inDisposal({ municipality, rules }, async ({ store, ground, logFile }) => {
    const groundOf = (id: string) => (id === municipality ? ground : null);
    for (let some = true; some; ) {
      const step = await store.disposeSome(systemClock.now(), groundOf, disposalLogAt(logFile), BATCH);
      some = step !== null;
      if (step) print(step);
      if (step?.reference) await store.reclaim();
    }
  });
}

async function log({ municipality, rules }: Options): Promise<void> {
  await inDisposal({ municipality, rules }, async ({ store }) => {
    for (const disposal of await store.disposals(municipality)) print(lineOf(disposal));
  });
}

const lineOf = ({ id, rule, confirmations, ...disposal }: Disposal): object => ({
  proposal: id,
  ...{ rule: rule.id, type: rule.type, decision: rule.decision },
  ...disposal,
  confirmedBy: confirmations.map(({ by }) => by),
});

async function protocol(id: string, { municipality, rules, out }: Options): Promise<void> {
  await inDisposal({ municipality, rules }, async ({ store, about }) => {
    const found = (await store.disposals(municipality)).find((one) => one.id === id)?.protocol;
    if (!found) throw new Error(`${id}: expected the id of a disposal that has been carried out`);
    if (out !== undefined) {
      const people = [found.proposedBy, ...found.confirmedBy.map(({ by }) => by)].flatMap((by) => by ?? []);
      const names = await Promise.all(
        people.map(async (by) => [by, (await store.personName(municipality, by)) ?? by] as const),
      );
      await writePdf(out, (sink) => writeProtocol(found, { ...about, names: new Map(names) }, sink));
    }
    print(found);
  });
}

async function writePdf(out: string, write: (sink: Sink) => Promise<void>): Promise<void> {
  const file = await open(out, 'wx').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `--out: expected a new file in a folder that can be written, found ${out} (${error.code})`,
    );
  });
  try {
    await write({ write: (chunk) => file.writeFile(chunk) });
    await file.sync();
  } finally {
    await file.close();
  }
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
