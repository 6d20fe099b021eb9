// The raw baseline: the same database through the same pool, with one bare table and none of our product.
import { readStoreSettings } from '../../src/config/config.ts';
import { openDatabase } from '../../src/store/open.ts';
import { answerQuestions, residentMb } from './child.ts';

const { pool, close } = await openDatabase(readStoreSettings());
await pool.query('CREATE TABLE IF NOT EXISTS bench_bare (id bigserial PRIMARY KEY, body text NOT NULL)');

/** About as long as the webhook of one comment. */
const BODY = 'x'.repeat(700);

/** How long each of `count` one-row inserts, committed one by one by `clients` at once, took in milliseconds. */
async function insert({ clients, count }: { clients: number; count: number }): Promise<number[]> {
  const tookMs: number[] = [];
  const client = async () => {
    while (tookMs.length + clients <= count) {
      const startedAt = performance.now();
      await pool.query('INSERT INTO bench_bare (body) VALUES ($1)', [BODY]);
      tookMs.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return tookMs;
}

/** How long one insert of `rows` rows took in milliseconds. */
async function insertMany({ rows }: { rows: number }): Promise<number> {
  const startedAt = performance.now();
  await pool.query('INSERT INTO bench_bare (body) SELECT jsonb_array_elements_text($1::jsonb)', [
    JSON.stringify(Array.from({ length: rows }, () => BODY)),
  ]);
  return performance.now() - startedAt;
}

answerQuestions(null, { insert, insertMany, residentMb }, async () => {
  await pool.query('DROP TABLE bench_bare');
  await close();
});
