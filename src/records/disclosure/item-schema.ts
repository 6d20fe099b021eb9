import type { RecordWords } from '../record-words.ts';

const WHOLE_NUMBERS = ['nr', 'version', 'av_versioner'];
const SEVERAL = [
  ...['beteckning', 'diarienummer', 'bilagor', 'atgard', 'atgard_utc', 'regel', 'regeltext', 'regelversion'],
  ...['motivering', 'svar', 'svar_utc', 'maskering', 'anmarkning'],
];

/** `items.schema.json`: what a line of `items.jsonl` holds (JSON Schema 2020-12), each column in words. */
export function itemSchema({ columns }: RecordWords): string {
  const properties = Object.fromEntries(
    Object.entries(columns).map(([column, description]) => [column, { description, ...typeOf(column) }]),
  );
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties,
    required: Object.keys(columns),
    additionalProperties: false,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function typeOf(column: string): Record<string, unknown> {
  if (WHOLE_NUMBERS.includes(column)) return { type: 'integer' };
  if (column === 'svar_till_nr') return { type: ['integer', 'null'] };
  return SEVERAL.includes(column)
    ? { type: 'array', items: { type: ['string', 'null'] } }
    : { type: ['string', 'null'] };
}
