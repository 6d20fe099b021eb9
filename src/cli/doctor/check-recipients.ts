import { installationOf } from '../../app/installation.ts';
import { recipientsOf } from '../../records/processing/processing.ts';
import type { Town } from './check-town.ts';
import { type Diagnosis, well } from './diagnosis.ts';

/** Who is given the municipality's personal data here: to compare with its agreements (dataskyddsförordningen art. 28). */
export function checkRecipients({ reading, policy }: Town): Diagnosis {
  const named = recipientsOf(installationOf(reading, policy)).map(({ id, who }) => `${id}: ${who}`);
  const { municipality } = policy;
  return { ...well('recipients', `personal data is given to ${named.join('; ')}`), municipality };
}
