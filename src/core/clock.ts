import { z } from 'zod';

const LocalDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date with its year, such as 2026-05-15')
  .refine((text) => parses(() => Temporal.PlainDate.from(text, { overflow: 'reject' })), 'no such day');
const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as 16:00');

function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

/** Checked against the file's rules when the whole of it has been read. */
const RuleRef = z.string().min(1);

/** One day, or a span with both ends in it. A date carries its year: that is how long it is valid. */
const DAYS = {
  date: LocalDate.optional(),
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  name: z.string(),
};
type Days = { date?: string | undefined; from?: string | undefined; to?: string | undefined };
const isSpan = ({ date, from, to }: Days): boolean =>
  date === undefined
    ? from !== undefined && to !== undefined && from <= to
    : from === undefined && to === undefined;
const SPAN = 'expected a date, or from and a later to';
const asSpan = <T extends Days>({ date, from, to, ...rest }: T) => ({
  ...rest,
  from: date ?? from ?? '',
  to: date ?? to ?? '',
});

/** A municipality's hours, deadlines and own days off, on top of the law's calendar: `clock` in its rules file. */
export const Clock = z.strictObject({
  /** Every Swedish municipality lives in this zone; another one is a mistake. */
  zone: z.literal('Europe/Stockholm', 'expected Europe/Stockholm').default('Europe/Stockholm'),
  /** The published promise; null makes the deadline an internal goal, and every text says so. */
  promise: RuleRef.nullable(),
  /** A: the first working day after the day of arrival. B: counted from the day it counts as received in office hours. */
  mode: z.enum(['A', 'B']),
  opens: LocalTime,
  closes: LocalTime,
  due: LocalTime,
  /** When the daily digest comes. */
  digest: LocalTime,
  reminders: z.strictObject({
    /** So many minutes of office hours before the deadline. */
    workingMinutesBefore: z.array(z.int().min(1).max(2400)),
    atDeadline: z.boolean(),
    /** At opening on every working day after the deadline. */
    everyMorning: z.boolean(),
  }),
  /** How fast the published rules say that something is removed: an internal goal that gives their word a number. */
  removals: z
    .array(
      z.strictObject({
        rule: RuleRef,
        /** As it stands in the rule's quote: "omgående". */
        word: z.string().min(1),
        /** The rules whose breaches it speaks of. */
        covers: z.array(RuleRef).min(1),
        withinWorkingMinutes: z.int().min(1).max(2400),
      }),
    )
    .default([]),
  closedDays: z.array(z.strictObject(DAYS).refine(isSpan, SPAN).transform(asSpan)),
  halfDays: z.array(
    z
      .strictObject({ ...DAYS, closes: LocalTime })
      .refine(isSpan, SPAN)
      .transform(asSpan),
  ),
});
export type Clock = z.infer<typeof Clock>;
