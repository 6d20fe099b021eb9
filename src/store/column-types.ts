import pg from 'pg';
import { StoreError } from './store-error.ts';

const OID = {
  int8: 20,
  int8Array: 1016,
  textArray: 1009,
  date: 1082,
  dateArray: 1182,
  timestamp: 1114,
  timestampArray: 1115,
  timestamptz: 1184,
  timestamptzArray: 1185,
} as const;

type Nested<T> = readonly (T | null | Nested<T>)[];

/**
 * How columns come out of either database: `timestamptz` as Temporal.Instant (microseconds kept), `int8` (and so
 * `count(*)`) as Number, `date` and `timestamp` as the text they are, and arrays of these alike. All else is as
 * node-postgres does it: json and jsonb parsed, bytea a Buffer, numeric a string. Set per pool, never globally.
 * @throws StoreError `unsafe-integer` in the query that reads an int8 beyond 2^53-1
 */
export const columnTypes: pg.CustomTypesConfig = {
  // biome-ignore lint/suspicious/noExplicitAny: the signature of node-postgres
  getTypeParser(oid: number, format?: any): any {
    if (format !== 'binary') {
      const parse = PARSERS.get(oid);
      if (parse) return parse;
    }
    return pg.types.getTypeParser(oid, format);
  },
};

/** Writes the Temporal values among a query's parameters, in arrays too, as PostgreSQL reads them; all else stays. */
export function toParameters(values: readonly unknown[]): unknown[] {
  return values.map((value) => {
    if (Array.isArray(value)) return toParameters(value);
    return value instanceof Temporal.Instant || value instanceof Temporal.PlainDate
      ? value.toString()
      : value;
  });
}

function parseInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new StoreError('unsafe-integer', `The database holds the integer ${text}; expected at most 2^53-1`);
}

function parseInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

function asText(text: string): string {
  return text;
}

function arrayOf<T>(parse: (text: string) => T): (text: string) => Nested<T> {
  const parseTexts = pg.types.getTypeParser(OID.textArray as number) as (text: string) => Nested<string>;
  const each = (items: Nested<string>): Nested<T> =>
    items.map((item) => (item === null ? null : typeof item === 'string' ? parse(item) : each(item)));
  return (text) => each(parseTexts(text));
}

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [OID.int8, parseInteger],
  [OID.int8Array, arrayOf(parseInteger)],
  [OID.timestamptz, parseInstant],
  [OID.timestamptzArray, arrayOf(parseInstant)],
  [OID.date, asText],
  [OID.dateArray, arrayOf(asText)],
  [OID.timestamp, asText],
  [OID.timestampArray, arrayOf(asText)],
]);
