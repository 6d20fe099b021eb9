import { z } from 'zod';

const Person = z.string().min(1);
const Leads = z.array(Person).min(1, 'expected at least one lead, who can bind the channel');
const Rota = z.array(Person);

/** Who does what in a municipality, by Entra object id. */
export const TownRoles = {
  /** They bind channels and leave trial mode. */
  leads: Leads,
  registrars: z.array(Person).default([]),
  /** Alerted personally, without any text, of what may be urgent or what a statute may cover, and outside office hours of what may be secret. */
  duty: Person.optional(),
  /** Alerted when whoever is on duty does not confirm in time; default: the first lead. */
  dutyBackup: Person.optional(),
  /** Who sees to unclaimed cards, a week each in turn. */
  rota: Rota.default([]),
};

/**
 * Who does it for one account alone; each stands in place of the municipality's. A duty of its own brings its own backup, or its
 * lead. Entries are the municipality's, and so are its registrars.
 */
export const AccountRoles = {
  leads: Leads.optional(),
  duty: Person.optional(),
  dutyBackup: Person.optional(),
  rota: Rota.optional(),
  /** Reminded of what nobody has taken, before the rota. */
  responsible: Person.optional(),
};

const Day = z
  .string()
  .refine(isDay, { error: 'expected a day such as 2026-07-14', abort: true })
  .transform((text) => Temporal.PlainDate.from(text));

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }) !== null;
  } catch {
    return false;
  }
}

const Absence = z
  .strictObject({ from: Day, to: Day })
  .refine(({ from, to }) => Temporal.PlainDate.compare(from, to) <= 0, {
    error: 'expected a day that is not before from',
    path: ['to'],
  });

/** What holds for single people, by Entra object id. */
export const People = z.record(
  Person,
  z.strictObject({
    /** What the bot tells this person alone is said in it; default: the municipality's. */
    language: z.enum(['sv', 'en'], 'expected sv or en').optional(),
    /** Both ends are days off: what would be this person's goes to the next. */
    away: z.array(Absence).optional(),
  }),
);
