import { type Command, Option } from 'commander';
import { review } from '../core/disclosure.ts';
import { readMask } from '../core/masking.ts';
import { type Mask, Outcome, type Review } from '../core/request.ts';
import { itemOf } from '../records/disclosure/unreviewed.ts';
import { by, type Shared, step, withRequests } from './request-here.ts';

interface Reviewing extends Shared {
  readonly item: string;
  readonly outcome: Review['outcome'];
  readonly provision?: string;
  readonly mask: readonly Mask[];
}

/** `kv request review`: what is decided of one item. */
export function addReview(request: Command): void {
  withRequests(
    request,
    'review <reference>',
    'decide about one item: given, masked by a provision, or withheld by one',
  )
    .requiredOption('--by <id>', 'who decides: an Entra object id')
    .requiredOption('--item <comment/version>', 'as `kv request show` names it')
    .addOption(
      new Option('--outcome <outcome>', 'what becomes of it').choices(Outcome.options).makeOptionMandatory(),
    )
    .option('--provision <id>', 'by which provision (OSL): 21:1')
    .option(
      '--mask <place>',
      'text:5-12, author, link, reason:0, reply:0 or media:0; may be repeated',
      eachMask,
      [],
    )
    .action((reference: string, options: Reviewing) =>
      step(options, reference, async (one, { store, policy }) => {
        const item = await itemOf(store, policy.municipality, one, options.item);
        if (!item) return { refusal: { code: 'no-such-item' } };
        const { outcome, provision = null, mask: masks } = options;
        return review(one, item, { outcome, provision, masks, by: by(options) }, policy.provisions);
      }),
    );
}

/** @throws Error that says what was expected */
function eachMask(text: string, before: readonly Mask[]): readonly Mask[] {
  const mask = readMask(text);
  if (!mask)
    throw new Error(`--mask: expected text:5-12, author, link, reason:0, reply:0 or media:0, found ${text}`);
  return [...before, mask];
}
