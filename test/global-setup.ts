import fs from 'node:fs';
import type { TestProject } from 'vitest/node';
import { openModel } from '../src/training/open-model.ts';
import { MODEL_FOLDER } from './fakes/model-folder.ts';
import { startPostgresServer } from './fakes/postgres-server.ts';
import { makeRunFolder, makeRunFolderInMemory } from './fakes/run-folder.ts';
import { type Filling, makeEmbeddedTemplates, makePostgresTemplate } from './fakes/templates.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of this run's own PostgreSQL server, superuser, database `postgres`. */
    postgresUrl: string;
    /** Data folders with an embedded database, to be copied. */
    embeddedTemplates: Record<Filling, string>;
    /** Where this run's tests make their data folders. Removed at its end. */
    dataFolders: string;
    /** The same in memory; null where there is no such place. */
    dataFoldersInMemory: string | null;
    /** Where the model of `rules/` is kept, trained before the first test and by whoever changed what it depends on. */
    modelFolder: string;
  }
}

/** Before a test run: one PostgreSQL server of its own, stopped at the end, the embedded database's template, the model. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Every process of the run inherits it, or is given it by `childEnvironment`: what one has compiled, the next reads.
  const compiled = makeRunFolderInMemory('compiled') ?? makeRunFolder('compiled');
  process.env['NODE_COMPILE_CACHE'] = compiled;
  // Workers write theirs when they end, which is after the teardown.
  process.once('exit', () => fs.rmSync(compiled, { recursive: true, force: true }));
  const [server, templates] = await Promise.all([
    startPostgresServer('in memory'),
    makeEmbeddedTemplates(),
    openModel({ dataDir: MODEL_FOLDER, rulesDir: 'rules' }).asking,
  ]);
  await makePostgresTemplate(server.url);
  project.provide('postgresUrl', server.url);
  project.provide('embeddedTemplates', templates);
  project.provide('modelFolder', MODEL_FOLDER);
  const dataFolders = makeRunFolder('data');
  project.provide('dataFolders', dataFolders);
  const inMemory = makeRunFolderInMemory('data');
  project.provide('dataFoldersInMemory', inMemory);
  return async () => {
    await server.stop();
    for (const folder of [dataFolders, inMemory])
      if (folder !== null) fs.rmSync(folder, { recursive: true, force: true });
  };
}
