import { sql } from 'kysely';
import type { Database } from '../../src/store/open.ts';
import type { Findings } from './audit.ts';
import type { Town } from './town.ts';

/** What each effect does there. On YouTube a removal rejects. */
const ACT_OF: Readonly<Record<string, string>> = {
  'hide-comment': 'hide',
  'unhide-comment': 'unhide',
  'delete-comment': 'delete',
  'reply-to-comment': 'reply',
};
const actOf = (kind: string, platform: string): string =>
  kind === 'delete-comment' && platform === 'youtube' ? 'reject' : (ACT_OF[kind] ?? kind);

interface EffectRow {
  readonly kind: string;
  readonly platform: string;
  readonly state: string;
  readonly how: string | null;
  readonly external: string;
  readonly text: string | null;
}

/**
 * The platforms' logs of acts against the ledger. An effect that is said to be done was done once; one that failed or is
 * unknown at most once; any other not at all. A comment may be hidden, shown and hidden again, each time by its own
 * effect; a reply is known by its text.
 */
export async function auditActs({ platforms }: Town, { kysely }: Database<unknown>): Promise<Findings> {
  const { rows } = await sql<EffectRow>`
    SELECT e.kind, c.platform, e.state, e.result ->> 'how' AS how, c.external_id AS external, r.text
    FROM effect e JOIN comment c ON c.municipality = e.municipality AND c.id = e.comment
    LEFT JOIN reply r ON r.municipality = e.municipality AND r.id::text = e.params ->> 'decision'
      AND e.kind = 'reply-to-comment'`.execute(kysely);
  const performed = await platforms.acts();
  const acts = Map.groupBy(performed, ({ act, on, text }) => nameOf(act, on, text));
  const effects = Map.groupBy(
    rows.filter(({ kind }) => kind in ACT_OF),
    ({ kind, platform, external, text }) => nameOf(actOf(kind, platform), external, text ?? undefined),
  );
  const violations = [...new Set([...acts.keys(), ...effects.keys()])].flatMap((name) => {
    const happened = acts.get(name)?.length ?? 0;
    const ordered = effects.get(name) ?? [];
    const done = ordered.filter(({ state, how }) => state === 'done' && how !== 'already-so').length;
    const open = ordered.filter(({ state }) => state === 'failed' || state === 'unknown').length;
    const told = ordered.map(({ state, how }) => how ?? state).join(', ');
    if (happened > done + open) return [`done ${happened} times for ${done} (${told}): ${name}`];
    return happened < done ? [`said to be done ${done} times, done ${happened} (${told}): ${name}`] : [];
  });
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  const of = (...named: string[]) => performed.filter(({ act }) => named.includes(act)).length;
  const settled = rows.filter(({ kind, how }) => kind === 'reply-to-comment' && how === 'verified').length;
  return {
    figures: {
      'acts on the platforms': performed.length,
      'of them hidden': of('hide'),
      'of them shown again': of('unhide'),
      'of them deleted': of('delete', 'reject'),
      'of them replied': of('reply'),
      'replies found by reading after a kill': settled,
      'effects done': count('done'),
      'effects unknown, told to staff': count('unknown'),
      'effects failed, told to staff': count('failed'),
      'effects asked of a person': count('asked'),
      'effects held behind them': count('pending'),
      'effects cancelled': count('cancelled'),
    },
    violations: [
      ...violations,
      ...rows
        .filter(({ state }) => state === 'started')
        .map(({ kind, external }) => `left started: ${kind} ${external}`),
    ],
  };
}

const nameOf = (act: string, on: string, text: string | undefined): string =>
  act === 'reply' ? `${act} ${on} "${text}"` : `${act} ${on}`;
