import { type Command, InvalidArgumentError, Option } from 'commander';
import { numberShapeIn } from '../app/hand-over.ts';
import { systemClock } from '../app/system-clock.ts';
import { readAccounts } from '../config/config.ts';
import { exampleOf } from '../core/number-shape.ts';
import { PlatformName } from '../core/platform.ts';
import { EntryKind, Secrecy } from '../core/registration.ts';
import type { RegisterLine } from '../ports/register.ts';
import { inStore } from './in-store.ts';
import { dayBegins, dayEnds } from './read-day.ts';

interface ListOptions {
  readonly municipality: string;
  readonly from?: Temporal.Instant;
  readonly to?: Temporal.Instant;
  readonly kind?: EntryKind;
  readonly platform?: PlatformName;
  readonly secrecy?: Secrecy;
  readonly public?: true;
}

interface NumberOptions {
  readonly municipality: string;
  readonly reference: string;
  readonly number: string;
  readonly by: string;
}

const NEGATIVE = 1;

/**
 * `kv register`: the register of one municipality, one JSON line an entry. `--public` reads nothing of what is kept apart from
 * the public: the list can be shown without a review (OSL 5 kap. 2 § 2 st.). `kv register number` gives an entry the
 * number that the diary gave it, where it looks like the municipality's numbers.
 */
export function addRegister(program: Command): void {
  const register = program
    .command('register')
    .description('the register of a municipality: its entries, and the numbers that the diary gives them');
  register
    .command('list', { isDefault: true })
    .description('one JSON line an entry (`list` may be left out)')
    .requiredOption('--municipality <id>', 'whose register')
    .option('--from <day>', 'secured on this day or later: 2026-04-02', reading(dayBegins))
    .option('--to <day>', 'secured on this day or before', reading(dayEnds))
    .addOption(new Option('--kind <kind>', 'only entries of this kind').choices(EntryKind.options))
    .addOption(new Option('--platform <name>', 'only what came from there').choices(PlatformName.options))
    .addOption(new Option('--secrecy <state>', 'only what is so').choices(Secrecy.options))
    .option('--public', 'what may be shown to anybody, without senders and recipients')
    .action(list);
  register
    .command('number')
    .description('give an entry its diary number; the same once more changes nothing, another is refused')
    .requiredOption('--municipality <id>', 'whose register: references repeat between municipalities')
    .requiredOption('--reference <reference>', "the register's own: SM 2026-123")
    .requiredOption('--number <number>', 'the diary number')
    .option('--by <who>', 'who gives it', 'kv')
    .action(number);
}

/** What a flag says, read. */
const reading = (read: (text: string) => Temporal.Instant) => (text: string) => {
  try {
    return read(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
};

async function list(options: ListOptions): Promise<void> {
  const { municipality, from = null, to = null, kind = null, platform = null, secrecy = null } = options;
  const query = { from, to, kind, platform, secrecy, public: options.public ?? false };
  await inStore(async ({ store }) => {
    for (const line of await store.registerLines(municipality, query)) {
      process.stdout.write(`${JSON.stringify(lineOf(line))}\n`);
    }
  });
}

/** An entry as it is printed. Whether it is secret stands there for everyone; by whom it was sent does not. */
const lineOf = ({ registration, numbers, protected: apart, hasSender, ...line }: RegisterLine) => ({
  reference: registration.reference,
  number: registration.number,
  state: registration.state,
  kind: registration.kind,
  direction: line.direction,
  documentAt: line.documentAt,
  receivedAt: line.receivedAt,
  securedAt: registration.securedAt,
  subject: registration.subject,
  ground: registration.ground,
  secrecy: registration.secrecy,
  provision: registration.provision,
  outcome: registration.outcome,
  ticket: line.ticket,
  platform: line.platform,
  hasSender,
  numbers: numbers.map(({ number: given, at }) => ({ number: given, at })),
  ...(apart && { sender: apart.sender, recipient: apart.recipient, protectedSubject: apart.subject }),
});

async function number({ municipality, reference, number: given, by }: NumberOptions): Promise<void> {
  const shape = numberShapeIn({ accounts: readAccounts() })(municipality);
  await inStore(async ({ store }) => {
    const told = { reference, number: given, by, shape };
    const outcome = await store.giveNumber(municipality, systemClock.now(), told);
    const expected = outcome === 'bad-number' ? exampleOf(shape) : {};
    const said = { municipality, reference, number: given, outcome, ...expected };
    process.stdout.write(`${JSON.stringify(said)}\n`);
    if (outcome !== 'given' && outcome !== 'same') process.exitCode = NEGATIVE;
  });
}
