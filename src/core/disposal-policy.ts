import { z } from 'zod';
import { PlatformName } from './platform.ts';
import { RuleId } from './rule-id.ts';

/**
 * What a municipality can decide to dispose of. Each comment is of one type alone: `message` (private); `own` (what the
 * municipality's account wrote); `removed` (hidden, taken away, or its author blocked); `registered`; `answered`; `comment`
 * (nothing was done). `media`: pictures and films of any of them. `raw`: what the platform brought, as it was spelled.
 * `draft`: replies that were never sent. `terms`: all of an account whose `keep` says so many days, as its platform's terms ask.
 */
export const DisposalType = z.enum([
  'comment',
  'answered',
  'registered',
  'removed',
  'message',
  'own',
  'media',
  'raw',
  'draft',
  'terms',
]);
export type DisposalType = z.infer<typeof DisposalType>;

const Decision = z.strictObject({
  /** The board that decided (arkivlagen 1990:782 10 §), and where: its minutes' paragraph, day and diary number. */
  board: z.string().min(1),
  paragraph: z.string().min(1),
  date: z.iso.date('expected the day of the decision, such as 2026-03-17'),
  number: z.string().min(1),
});

const Term = z
  .strictObject({
    years: z.int().min(1).optional(),
    months: z.int().min(1).optional(),
    days: z.int().min(1).optional(),
  })
  .refine((term) => Object.values(term).some((part) => part !== undefined), 'expected years, months or days');

/** What is left alone although it fits; all that is named must fit. A program can heed no exception in words alone. */
const Exception = z
  .strictObject({
    platform: PlatformName.optional(),
    account: z.string().min(1).optional(),
    /** What was decided under this published rule. */
    rule: RuleId.optional(),
    why: z.string().min(1),
  })
  .refine(
    ({ platform, account, rule }) => (platform ?? account ?? rule) !== undefined,
    'expected platform, account or rule: what is excepted',
  );

/** One row of a municipality's disposal decisions (gallringsbeslut, tillämpningsbeslut). */
export const DisposalRule = z
  .strictObject({
    id: z.string().regex(/^[A-ZÅÄÖ0-9][A-ZÅÄÖ0-9-]{0,39}$/u, 'expected an id such as GALLRA-1'),
    type: DisposalType,
    /** How long it is kept; of `terms` each account's `keep` says it. */
    after: Term.optional(),
    /** From when that is counted; `year-end`: the end of the year in which it came in, or was closed. */
    from: z.enum(['arrival', 'closed', 'year-end']).optional(),
    decision: Decision,
    /** Where the municipality's plan of records (dokumenthanteringsplan) has it. */
    plan: z.string().min(1),
    exceptions: z.array(Exception).default([]),
    /** The plan says that it is preserved: it goes only when an archive has acknowledged it. */
    preserve: z.boolean().default(false),
    /** What staff wrote that outlives what it was about. */
    leaves: z.array(z.enum(['reasons', 'replies'])).default([]),
  })
  .superRefine(({ type, after, from }, context) => {
    const wrong = (at: 'after' | 'from', message: string, input: unknown) =>
      context.issues.push({ code: 'custom', message, input, path: [at] });
    if (type === 'terms') {
      if (after !== undefined) wrong('after', "expected none: each account's keep says it", after);
      if (from !== undefined) wrong('from', 'expected none: it is counted from arrival', from);
      return;
    }
    if (after === undefined) wrong('after', 'expected years, months or days', after);
    if (from === undefined) wrong('from', 'expected arrival, closed or year-end', from);
    if (type === 'raw' && from === 'closed')
      wrong('from', 'expected arrival or year-end: nobody closes it', from);
  });
export type DisposalRule = z.infer<typeof DisposalRule>;
