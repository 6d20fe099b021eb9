import fs from 'node:fs';
import type { TestProject } from 'vitest/node';
import { makeEmbeddedTemplate } from './fakes/embedded-template.ts';
import { startPostgresServer } from './fakes/postgres-server.ts';
import { makeRunFolder } from './fakes/run-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of this run's own PostgreSQL server, superuser, database `postgres`. */
    postgresUrl: string;
    /** A data folder with an empty embedded database, to be copied. */
    embeddedTemplate: string;
    /** Where this run's tests make their data folders. Removed at its end. */
    dataFolders: string;
  }
}

/** Before a test run: one PostgreSQL server of its own, stopped at the end, and the embedded database's template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [server, template] = await Promise.all([startPostgresServer(), makeEmbeddedTemplate()]);
  project.provide('postgresUrl', server.url);
  project.provide('embeddedTemplate', template);
  const dataFolders = makeRunFolder('data');
  project.provide('dataFolders', dataFolders);
  return async () => {
    await server.stop();
    fs.rmSync(dataFolders, { recursive: true, force: true });
  };
}
