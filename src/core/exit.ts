/**
 * What a municipality does not get with everything else of its own: tables, and columns as `table.column`. Why each stays
 * stands in `cards/exit.json`. Of every other table with a municipality, whoever added it, its rows are given back.
 */
export const LEFT_OUT = [
  'attachment.bytes',
  'comment_version.likeness',
  'evidence_key',
  'heard',
  'likeness_key',
  'migration',
  'token',
] as const;

/** Does it stay? `name`: of a table, or of a column as `table.column`. */
export const isLeftOut = (name: string): boolean => LEFT_OUT.some((one) => one === name);
