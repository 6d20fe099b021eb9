import { type Kysely, sql } from 'kysely';
import type { LessonStore, QuestionChoice } from '../ports/lessons.ts';

const KEPT = { hours: 90 * 24 };

/** `LessonStore` on a database. */
export const lessonsOn = (db: Kysely<unknown>): LessonStore => ({
  keepChoice: async ({ municipality, question, rule }, now) => {
    await sql`DELETE FROM question_choice WHERE chosen_at < ${now.subtract(KEPT)}`.execute(db);
    await sql`INSERT INTO question_choice (municipality, question, rule, chosen_at)
      VALUES (${municipality}, ${question}, ${rule}, ${now}) ON CONFLICT DO NOTHING`.execute(db);
  },
});

/** Every choice that is kept, oldest first. */
export async function questionChoices(db: Kysely<unknown>): Promise<QuestionChoice[]> {
  const { rows } = await sql<QuestionChoice>`
    SELECT municipality, question, rule FROM question_choice ORDER BY chosen_at, municipality, question, rule`.execute(
    db,
  );
  return rows;
}
