import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PlatformName } from '../../core/platform.ts';

const FILE = new URL('../../../cards/processing.json', import.meta.url);

const Text = z.string().min(1);
const Recipient = z.strictObject({
  name: Text,
  who: Text,
  role: Text,
  gets: Text,
  /** Says so where it is unknown. */
  thirdCountry: Text,
});

const Words = z.strictObject({
  activity: Text,
  controller: Text,
  officer: Text,
  purposes: z.array(z.strictObject({ id: Text, purpose: Text, basis: Text })).min(1),
  sensitive: Text,
  persons: z.array(Text),
  data: z.array(Text),
  source: Text,
  retention: z.strictObject({ law: Text, days: Text }),
  rights: z.array(Text),
  automated: Text,
  security: z.array(Text),
  recipients: z.record(
    z.enum([
      ...PlatformName.options,
      'teams',
      'database',
      'own-machine',
      'model',
      'diary',
      'mail',
      'archive',
    ]),
    Recipient,
  ),
  headings: z.record(z.string(), Text),
});

/** The words of the register of processing, as they stand in `cards/processing.json`: Swedish alone, since it is the authority's own. */
export type ProcessingWords = z.infer<typeof Words>;

/** @throws Error when the file does not hold what it must */
export const processingWords = (): ProcessingWords => Words.parse(JSON.parse(readFileSync(FILE, 'utf8')));
