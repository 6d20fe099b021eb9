import { localDay } from '../../core/calendar.ts';
import type { Policy } from '../../core/policy.ts';
import type { Request, Review } from '../../core/request.ts';
import { createPdf } from '../documents/pdf.ts';
import { filled } from '../record-words.ts';
import type { DisclosureWords } from './disclosure-words.ts';
import { provisionText } from './scan.ts';

/** What a decision to refuse must say beside what the request tells. */
export interface RefusalFacts {
  readonly request: Pick<Request, 'reference' | 'refusal' | 'reviewed'>;
  readonly reviews: readonly Review[];
  /** The number of the delegation by which it is decided (kommunallagen 6 kap. 37 §, 7 kap. 5 §). */
  readonly delegation: string;
  /** The decisive facts, in words of whoever decides (förvaltningslagen 32 §). */
  readonly reasons: string;
  readonly at: Temporal.Instant;
}

/**
 * `avslagsbeslut.pdf`: the draft of a decision to refuse, in whole or in part, with what förvaltningslagen 31–33 §§ ask for: day,
 * what is decided and by whom, provisions and decisive facts, and how it is appealed (OSL 6 kap. 8 §).
 */
export async function refusalDecision(
  policy: Pick<Policy, 'name' | 'provisions' | 'disclosure'>,
  { request, reviews, delegation, reasons, at }: RefusalFacts,
  { refusal: words, readMe }: DisclosureWords,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const pdf = createPdf(
    { title: words.about, language: 'sv', created: at },
    { write: async (chunk) => void chunks.push(chunk) },
  );
  const { fields } = words;
  const provisions = [...new Set(reviews.flatMap(({ provision }) => provision ?? []))].toSorted();
  const data = { name: policy.name, court: policy.disclosure?.court ?? readMe.court };
  await pdf.add({ kind: 'heading', level: 1, text: words.title });
  await pdf.add({
    kind: 'fields',
    rows: [
      [fields.authority, policy.name],
      [fields.date, localDay(at).toString()],
      [fields.request, request.reference],
      [fields.decision, request.refusal ?? ''],
      [fields.decider, delegation],
      [fields.withheld, String(request.reviewed.withheld)],
      [fields.masked, String(request.reviewed.masked)],
    ],
  });
  await pdf.add({ kind: 'heading', level: 2, text: words.decisionHead });
  await pdf.add({ kind: 'text', text: words.decision });
  await pdf.add({ kind: 'heading', level: 2, text: words.groundsHead });
  await pdf.add({ kind: 'list', items: provisions.map((id) => `${provisionText(policy, id)} ${words.law}`) });
  await pdf.add({ kind: 'heading', level: 2, text: words.reasonsHead });
  await pdf.add({ kind: 'text', text: reasons });
  await pdf.add({ kind: 'heading', level: 2, text: words.appealHead });
  for (const text of words.appeal) await pdf.add({ kind: 'text', text: filled(text, data) });
  await pdf.end();
  return Buffer.concat(chunks);
}
