/** A process for open.test.ts to kill: inserts rows one by one, and prints each number once it is committed. */
import { writeSync } from 'node:fs';
import { openDatabase } from '../../src/store/open.ts';

const [dataDir = ''] = process.argv.slice(2);
const { pool } = await openDatabase({ dataDir });
await pool.query('CREATE TABLE IF NOT EXISTS line (n int8 PRIMARY KEY, filler text)');
for (;;) {
  const { rows } = await pool.query(
    `INSERT INTO line SELECT coalesce(max(n), 0) + 1, repeat('x', 500) FROM line RETURNING n`,
  );
  writeSync(1, `${rows[0].n}\n`);
}
