import { join } from 'node:path';
import type { Policy } from '../../core/policy.ts';
import { missingContacts } from '../../core/reply-text.ts';
import { type Diagnosis, doubtful } from './diagnosis.ts';

/** What a reply template wants from `contacts` and does not find there, each with its file and path. */
export const checkTemplates = (
  rulesDir: string,
  { municipality, templates, contacts }: Policy,
): Diagnosis[] =>
  templates.flatMap((template) =>
    missingContacts(template, contacts).map((name) => ({
      ...doubtful(
        'templates',
        `${join(rulesDir, `${municipality}.yaml`)}: templates[${template.id}].text: {${name}} has no value; ${
          template.for.includes('urgent')
            ? 'its sentence is left out of the reply'
            : 'whoever replies must write it'
        }`,
        `add "${name}: <value>" to contacts in ${join(rulesDir, `${municipality}.yaml`)}`,
      ),
      municipality,
    })),
  );
