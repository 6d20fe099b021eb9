import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Packages } from '../chat/desk/desk.ts';
import { loadDisclosureWords } from '../records/disclosure/disclosure-words.ts';
import { packageOfRequest } from '../records/disclosure/request-package.ts';
import { loadRecordWords } from '../records/record-words.ts';
import type { Foundation } from './foundation.ts';

/** Where packages lie, in DATA_DIR: a folder for each municipality, which nobody else on the machine may read. */
const FOLDER = 'utlamnande';

/** Makes the packages that are asked for from Teams; one that is made again takes the other's place. */
export const packagesIn = ({ config, files, store }: Foundation): Packages => ({
  async make(policy, at) {
    const place = join(FOLDER, policy.municipality);
    await mkdir(join(config.settings.DATA_DIR, place), { recursive: true, mode: 0o700 });
    const file = join(place, nameOf(at.reference));
    const words = {
      record: loadRecordWords(files.cardsDir),
      disclosure: loadDisclosureWords(files.cardsDir),
    };
    const out = join(config.settings.DATA_DIR, file);
    const outcome = await packageOfRequest({ store, policy, words, out, unsettledToo: false }, at);
    return 'refusal' in outcome ? outcome : { file };
  },
  discard: ({ municipality }, reference) =>
    rm(join(config.settings.DATA_DIR, FOLDER, municipality, nameOf(reference)), { force: true }),
});

const nameOf = (reference: string): string => `utlamnande-${reference}.zip`;
