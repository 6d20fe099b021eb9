import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Word = z.string().min(1);

const DisclosureWords = z.strictObject({
  masked: Word,
  withheld: Word,
  context: Word,
  withheldRemark: Word,
  maskedRemark: Word,
  refusalSubject: Word,
  readMe: z.strictObject({
    file: Word,
    lines: z.array(z.string()).min(1),
    everything: Word,
    by: z.strictObject({ platform: Word, account: Word, ticket: Word, author: Word, words: Word }),
    noReference: Word,
    noFees: Word,
    court: Word,
    unsettled: Word,
  }),
  listing: z.strictObject({ file: Word, title: Word, head: z.array(Word).length(6), cut: Word }),
  refusal: z.strictObject({
    title: Word,
    about: Word,
    fields: z.strictObject({
      ...{ authority: Word, date: Word, request: Word, decision: Word, decider: Word },
      ...{ withheld: Word, masked: Word },
    }),
    decisionHead: Word,
    decision: Word,
    groundsHead: Word,
    law: Word,
    reasonsHead: Word,
    appealHead: Word,
    appeal: z.array(Word).min(1),
  }),
});

/** The words of what is given out, as `cards/disclosure.json` has them. */
export type DisclosureWords = z.infer<typeof DisclosureWords>;

/**
 * Reads `disclosure.json` in the folder of the cards.
 * @throws Error that names the file, and what was expected in it
 */
export function loadDisclosureWords(cardsDir: string): DisclosureWords {
  const file = join(cardsDir, 'disclosure.json');
  const { data, error } = DisclosureWords.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!data) throw new Error(`${file}: ${z.prettifyError(error)}`);
  return data;
}
