import { z } from 'zod';
import { RuleId } from './policy.ts';
import { InstantText } from './ticket.ts';

/**
 * One entry of the register (diarium) with the fields the law asks for (OSL 5 kap. 2 §): when it came in, its number,
 * from and to whom, and briefly what it concerns. `secured`: waits for a number. `subject` is neutral: no name, no
 * insult, no secret, since the register is shown to the public.
 */
export const Registration = z.object({
  id: z.string(),
  state: z.enum(['secured', 'registered']),
  number: z.string().nullable(),
  subject: z.string(),
  /** The published rule that says that this is registered; null for secrecy (OSL 5 kap. 1 §). */
  ground: RuleId.nullable(),
  secret: z.boolean(),
  securedAt: InstantText,
  registeredAt: InstantText.nullable(),
  by: z.string(),
});
export type Registration = z.infer<typeof Registration>;

/**
 * `number: 'next'` takes the next number of the municipality's own series in the same transaction, without gaps;
 * a text is a number that a registrar gave elsewhere; null leaves the entry waiting.
 */
export type RegistrationChange =
  | {
      readonly create: { readonly subject: string; readonly ground: RuleId | null; readonly secret: boolean; readonly by: string };
      readonly number: 'next' | string | null;
    }
  | { readonly complete: string; readonly number: string };
