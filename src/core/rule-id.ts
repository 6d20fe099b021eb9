import { z } from 'zod';

/** A rule's id, stable for ever: `LUD-10`, or a statute's, `BBS-5-1D`. */
export const RuleId = z.string().regex(/^[A-ZÅÄÖ]{2,5}(-[0-9A-Z]+)+$/, 'expected an id such as LUD-10');
export type RuleId = z.infer<typeof RuleId>;
