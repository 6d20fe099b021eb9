import type { Fault, Inspection } from '../../app/sources.ts';
import { type Diagnosis, ill, well } from './diagnosis.ts';

/** The folders that are looked at. */
interface Folders {
  readonly rules: string;
  readonly cards: string;
}

/** Everything that keeps the bot from starting, as a start lists it, each with its cure; and what is as it should be. */
export function checkSources(inspection: Inspection, folders: Folders): Diagnosis[] {
  const { reading, policies } = inspection;
  const towns = Object.values(reading.accounts);
  const count = towns.reduce((sum, town) => sum + town.accounts.length, 0);
  const { ACCOUNTS_FILE } = reading.settings;
  const sound: Readonly<Record<Fault['about'], string>> = {
    settings: `all are there; ${ACCOUNTS_FILE} names ${towns.length} municipalities, ${count} accounts`,
    rules: `can be used: ${[...(policies?.keys() ?? [])].join(', ')}`,
    cards: 'can be used',
  };
  const cureOf = {
    settings: (says: string) => settingsCure(says, ACCOUNTS_FILE),
    rules: () => `correct it in ${folders.rules}`,
    cards: () => `correct it in ${folders.cards}`,
  };
  return (['settings', 'rules', 'cards'] as const).flatMap((about) => {
    const faults = inspection.faults.filter((fault) => fault.about === about);
    if (faults.length === 0) return [well(about, sound[about])];
    return faults.map(({ says }) => ill(about, says, cureOf[about](says)));
  });
}

function settingsCure(problem: string, accountsFile = ''): string {
  if (problem.startsWith(`${accountsFile}:`))
    return `correct it in ${accountsFile}; accounts.example.yaml shows its form`;
  const [name = ''] = problem.split(':');
  return name === 'ACCOUNTS_FILE'
    ? `write ${accountsFile} as accounts.example.yaml shows it, or set ACCOUNTS_FILE to where it is`
    : `set ${name} in the environment or in .env; .env.example says what it is`;
}
