import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import { loadCards } from '../chat/cards/load-cards.ts';
import type { Policy } from '../core/policy.ts';
import type { RecordItem } from '../core/record-item.ts';
import type { Store } from '../ports/store.ts';
import { writeFolder } from '../records/documents/folder.ts';
import {
  type PoliceParts,
  picturePath,
  policePackage,
  type StoredPicture,
} from '../records/police/package.ts';
import { policeOn } from '../store/police.ts';
import { inStore } from './in-store.ts';
import { policyNamed } from './policy-named.ts';

const CARDS = join(import.meta.dirname, '..', '..', 'cards');
const ALWAYS = {
  from: Temporal.Instant.from('1990-01-01T00:00:00Z'),
  to: Temporal.Instant.from('2101-01-01T00:00:00Z'),
};
/** More versions than anybody writes of a comment and of what it answers. */
const PAGE = 50;

interface Options {
  readonly municipality: string;
  readonly ticket: string;
  readonly out: string;
}

/**
 * `kv police`: the papers of a report to the police that staff have asked for on a ticket's card, as a folder that a person hands
 * in. Never sent; pictures that may show abuse of a child are never in it.
 */
export function addPolice(program: Command): void {
  program
    .command('police')
    .description('write the papers of a report to the police that was asked for on a card')
    .requiredOption('--municipality <id>', 'whose: the name of a file in rules/')
    .requiredOption('--ticket <number>', 'the short number on the card')
    .requiredOption('--out <folder>', 'where the package is written, as a folder of its own')
    .action(async ({ municipality, ticket, out }: Options) => {
      const policy = policyNamed(municipality);
      if (!/^[1-9]\d{0,8}$/u.test(ticket))
        throw new Error(
          `--ticket: expected the short number on a card, such as 12, found ${ticket.slice(0, 20)}`,
        );
      const parts = await inStore(({ store, database }) =>
        partsOf(store, policeOn(database.kysely), policy, Number(ticket)),
      );
      // What is journalled later makes another package: the number that the police gave, a removal.
      const name = `polisanmalan-${parts.reference.replaceAll(' ', '-')}-${parts.facts.events.at(-1)?.seq ?? 0}`;
      await mkdir(out, { recursive: true });
      const files = await writeFolder(out, name, await policePackage(parts));
      process.stdout.write(
        `${JSON.stringify({ municipality, ticket: Number(ticket), reference: parts.reference, folder: join(out, name), files: files.map(({ path }) => path) })}\n`,
      );
    });
}

async function partsOf(
  store: Store,
  police: ReturnType<typeof policeOn>,
  { municipality, name }: Policy,
  ticket: number,
): Promise<PoliceParts> {
  const facts = await police.policeFacts(municipality, ticket);
  if (!facts) throw new Error(`--ticket: ${municipality} has no ticket ${ticket}`);
  const { report, reference, comment, above } = facts;
  if (!report || reference === null)
    throw new Error(`--ticket: no report to the police has been asked for on the card of ticket ${ticket}`);
  const read = async (comments: readonly string[]): Promise<readonly RecordItem[]> =>
    comments.length === 0
      ? []
      : (await store.recordItems(municipality, { ...ALWAYS, comments }, null, PAGE)).items;
  const items = await read([comment]);
  const offence = loadCards(CARDS).sv.button('police').say(`offence.${report.offence}`);
  return {
    ...{ name, reference, report, offence, facts, items },
    above: await read(above),
    pictures: await picturesOf(store, items),
    now: systemClock.now(),
  };
}

/** The copies that may be given out, one after another. */
async function picturesOf(store: Store, items: readonly RecordItem[]): Promise<StoredPicture[]> {
  const pictures: StoredPicture[] = [];
  for (const { municipality, comment, version, media } of items)
    for (const { position, sha256 } of media) {
      const found = sha256 && (await store.recordMedia(municipality, { comment, version, position }));
      if (found)
        pictures.push({ version, position, path: picturePath(pictures.length, found.contentType), ...found });
    }
  return pictures;
}
