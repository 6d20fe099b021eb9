import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryPages, validateXML } from 'xmllint-wasm';
import { SCHEMAS } from '../../../src/records/archive/versions.ts';

export const SCHEMA_FOLDER = join(import.meta.dirname, '../../../src/records/archive/schemas');

/** METS leaves attributes of other namespaces to whoever knows them: here all of them are known. */
const TOGETHER = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${Object.entries(SCHEMAS)
  .map(([file, space]) => `<xs:import namespace="${space}" schemaLocation="${file}"/>`)
  .join('')}</xs:schema>`;

const preload = Object.keys(SCHEMAS).map((fileName) => ({
  fileName,
  // The public address of XLink's schema: nothing is fetched here.
  contents: readFileSync(join(SCHEMA_FOLDER, fileName), 'utf8').replace(
    'http://www.loc.gov/standards/xlink/xlink.xsd',
    'xlink.xsd',
  ),
}));

/** What the schemas of METS, CSIP, SIP, ERMS and PREMIS have against documents, each by its name; empty when all are valid. */
export async function schemaFaults(documents: Readonly<Record<string, string>>): Promise<string[]> {
  const { errors } = await validateXML({
    xml: Object.entries(documents).map(([fileName, contents]) => ({ fileName, contents })),
    schema: { fileName: 'together.xsd', contents: TOGETHER },
    preload,
    maxMemoryPages: memoryPages.GiB,
  });
  return errors.map(({ rawMessage }) => rawMessage);
}
