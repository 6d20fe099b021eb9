import { openDatabase } from '../../src/store/open.ts';
import { madeOnce, versionOf } from './made-once.ts';

/** Raise when the way an empty database is made changes. */
const RECIPE = 1;

/** A data folder with an empty embedded database: a cold start takes seconds, a copy of this a fraction of one. */
export const makeEmbeddedTemplate = (): Promise<string> =>
  madeOnce(`pglite-${versionOf('@electric-sql/pglite')}-${RECIPE}`, async (dataDir) => {
    const database = await openDatabase({ dataDir });
    await database.close();
  });
