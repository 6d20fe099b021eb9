import { type Command, Option } from 'commander';
import { review } from '../core/disclosure.ts';
import { Mask, type Review } from '../core/request.ts';
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
      new Option('--outcome <outcome>', 'what becomes of it')
        .choices(['given', 'masked', 'withheld'])
        .makeOptionMandatory(),
    )
    .option('--provision <id>', 'by which provision (OSL): 21:1')
    .option(
      '--mask <place>',
      'text:5-12, author, link, reason:0, reply:0 or media:0; may be repeated',
      readMask,
      [],
    )
    .action((reference: string, options: Reviewing) =>
      step(options, reference, async (one, { store, policy }) => {
        const [comment = '', version = ''] = options.item.split('/');
        if (!UUID.test(comment)) return { refusal: { code: 'no-such-item' } };
        const wanted = { from: LONG_AGO, to: FAR_AHEAD, request: one.id, comments: [comment] };
        const { items } = await store.recordItems(policy.municipality, wanted, null, 1);
        const item = items.find((each) => String(each.version) === version);
        if (!item) return { refusal: { code: 'no-such-item' } };
        const { outcome, provision = null, mask: masks } = options;
        return review(one, item, { outcome, provision, masks, by: by(options) }, policy.provisions);
      }),
    );
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const LONG_AGO = Temporal.Instant.from('1990-01-01T00:00Z');
const FAR_AHEAD = Temporal.Instant.from('2100-01-01T00:00Z');

/** @throws Error that says what was expected */
function readMask(text: string, before: readonly Mask[]): readonly Mask[] {
  const [, of, first, last] = /^(\w+)(?::(\d{1,9})(?:-(\d{1,9}))?)?$/u.exec(text) ?? [];
  const place =
    of === 'text'
      ? { from: Number(first), to: Number(last) }
      : first !== undefined && { index: Number(first) };
  const { data } = Mask.safeParse({ of, ...place });
  if (!data)
    throw new Error(`--mask: expected text:5-12, author, link, reason:0, reply:0 or media:0, found ${text}`);
  return [...before, data];
}
