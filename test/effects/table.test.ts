import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EffectKind } from '../../src/core/effect.ts';
import type { EffectSpec } from '../../src/effects/effect.ts';
import { EFFECTS, effectOf, kindsWhere } from '../../src/effects/index.ts';

const SRC = join(import.meta.dirname, '..', '..', 'src');
type Table = { readonly [Kind in EffectKind]: EffectSpec<Kind> };

describe('the table of effects', () => {
  it('does not compile without a row for every kind, or with a row of another lane', () => {
    const { remind, ...others } = EFFECTS;
    // @ts-expect-error A kind has no row.
    others satisfies Table;
    // @ts-expect-error What reminds is said in the chat, not done on a platform.
    ({ ...EFFECTS, remind: EFFECTS['hide-comment'] }) satisfies Table;
    expect(remind.lane).toBe('clock');
  });

  it('has a file of its own for every kind', () => {
    const files = readdirSync(join(SRC, 'effects')).map((file) => file.replace('.ts', ''));
    expect(Object.keys(EFFECTS).filter((kind) => !files.includes(kind))).toEqual([]);
  });

  it('names the kinds that take something from the public as the database does', () => {
    const schema = readFileSync(join(SRC, 'store', 'migrations', '0001-loop.sql'), 'utf8');
    const [, listed = ''] =
      /CHECK \(kind NOT IN \(([^)]*)\) OR comment_version IS NOT NULL\)/u.exec(schema) ?? [];
    const checked = [...listed.matchAll(/'([^']+)'/gu)].map(([, kind]) => kind);
    expect(kindsWhere(({ restricts }) => restricts).sort()).toEqual(checked.sort());
  });

  it('lets nothing that restricts be done on a text that nobody has judged', () => {
    for (const kind of kindsWhere(({ becomes }) => becomes === 'gone'))
      expect(effectOf(kind).onJudgedText, kind).toBe(true);
  });
});
