import { z } from 'zod';

/** How sure screening must be before staff are asked to look, and what is posted to the channel. */
export const ScreeningSettings = z.strictObject({
  /** At and above this score a finding is put in tier flag, if words can settle its category at all. */
  flag: z.number().min(0).max(1),
  /** At and above this score staff are asked to look: tier review, or refer. */
  review: z.number().min(0).max(1),
  /** `all` comments; what is flagged, for review or referral (`review`); or only what is flagged. Questions, urgent matters and what may be secret always. */
  posting: z.enum(['all', 'review', 'flag']),
});

/** What is done with copies of pictures that somebody suspects of showing abuse of a child: a lawyer's question. */
export const Pictures = z.strictObject({
  /** `ask-police`: they stay, beyond everybody's reach, until police have answered. `erase-now`: they are erased at once. */
  suspected: z.enum(['ask-police', 'erase-now']),
});
