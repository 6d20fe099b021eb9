import { type Command, Option } from 'commander';
import { systemClock } from '../app/system-clock.ts';
import { finishReview, handOver, secondLook, select } from '../core/disclosure.ts';
import { releaseHold } from '../core/disclosure-end.ts';
import { PlatformName } from '../core/platform.ts';
import { Delivery, type Request } from '../core/request.ts';
import { itemsToReview, nameOf } from '../records/disclosure/unreviewed.ts';
import { daysFrom } from './disclosure-options.ts';
import { addClose, addRefuse } from './request-end.ts';
import { by, type Here, printed, type Shared, step, withRequests } from './request-here.ts';
import { addReview } from './request-review.ts';

/**
 * `kv request`: a request to be given public documents, from its coming in to its end; each prints the request as a JSON
 * line, or the refusal with exit code 1. The package itself is made by `kv export --request`.
 */
export function addRequest(program: Command): void {
  const request = program
    .command('request')
    .description('requests for public documents: register, select, review, close');
  addNew(request);
  addLook(request);
  addSelect(request);
  addReview(request);
  addClose(request);
  addRefuse(request);
  for (const [name, description, decide] of [
    ['second-look', 'a second person has looked the review through', secondLook],
    ['hand-over', 'the package has been given to whoever asked', handOver],
    ['release', 'an appeal is settled: what was held is let go', releaseHold],
  ] as const)
    withRequests(request, `${name} <reference>`, description)
      .requiredOption('--by <id>', 'who does it: an Entra object id')
      .action((reference: string, options: Shared) =>
        step(options, reference, (one) => decide(one, by(options))),
      );
  withRequests(request, 'reviewed <reference>', 'the review is whole; refused while something is undecided')
    .requiredOption('--by <id>', 'who says so: an Entra object id')
    .action((reference: string, options: Shared) =>
      step(options, reference, async (one, here) =>
        finishReview(one, by(options), await undecided(here, one)),
      ),
    );
}

async function undecided({ store, policy: { municipality } }: Here, request: Request): Promise<string[]> {
  const reviews = await store.reviews(municipality, request.id);
  const left: string[] = [];
  for await (const { item, review } of itemsToReview(store, municipality, request, reviews))
    if (review === null && left.length < MOST) left.push(nameOf(item));
  return left;
}

/** So many undecided items are named. */
const MOST = 50;

function addNew(request: Command): void {
  withRequests(request, 'new', 'register a request; nobody is asked who they are or why')
    .requiredOption('--by <id>', 'who takes it in: an Entra object id')
    .addOption(
      new Option('--delivery <way>', 'how it is to be given')
        .choices(Delivery.options)
        .default('on-the-spot'),
    )
    .option('--address <address>', 'where it is sent, if it is; deleted when the request is closed')
    .action((options: Shared & { delivery: Delivery; address?: string }) =>
      printed(options, async ({ store, policy }) => {
        const now = systemClock.now();
        const { delivery, address = null } = options;
        const { subject } = policy.requestWords;
        const asked = { delivery, address, subject, receivedAt: now, comment: null, by: by(options) };
        return { request: await store.openRequest(policy.municipality, now, asked) };
      }),
    );
}

function addLook(request: Command): void {
  withRequests(request, 'list', 'those that are not closed, one a line')
    .option('--all', 'the closed ones too')
    .action((options: Shared & { all?: true }) =>
      printed(options, async ({ store, policy }) => ({
        requests: await store.requests(policy.municipality, options.all ? 'all' : 'open'),
      })),
    );
  withRequests(
    request,
    'show <reference>',
    'the request, and what of it a person must decide about, with its words',
  ).action((reference: string, options: Shared) =>
    printed(options, async ({ store, policy: { municipality } }) => {
      const found = await store.request(municipality, reference);
      if (!found) return { refusal: { code: 'no-such-request' } };
      const items: unknown[] = [];
      for await (const { item, review } of itemsToReview(
        store,
        municipality,
        found,
        await store.reviews(municipality, found.id),
      )) {
        const { ticket, author, text, permalink, media, decisions, replies } = item;
        const reasons = decisions.map(({ reason }) => reason);
        const answers = replies.map((one) => one.text);
        items.push({
          item: nameOf(item),
          ticket,
          author,
          text,
          permalink,
          media: media.length,
          reasons,
          replies: answers,
          review,
        });
      }
      return { request: found, items };
    }),
  );
}

interface Selecting extends Shared {
  readonly from: string;
  readonly to: string;
  readonly platform?: PlatformName;
  readonly account?: string;
  readonly ticket?: string;
  readonly author?: string;
  readonly words?: string;
  readonly names: boolean;
}

function addSelect(request: Command): void {
  withRequests(request, 'select <reference>', 'find what is asked for, and hold it from disposal')
    .requiredOption('--by <id>', 'who selects: an Entra object id')
    .requiredOption('--from <day>', 'the first day that counts: 2026-04-01')
    .requiredOption('--to <day>', 'the last day that counts')
    .addOption(new Option('--platform <name>', 'what came from there alone').choices(PlatformName.options))
    .option('--account <id>', "the platform's id of one account")
    .option('--ticket <number>', 'one ticket')
    .option('--author <name>', 'the shown name, as it was written')
    .option('--words <words>', 'words that the text holds')
    .option('--no-names', 'leave out who decided (33 § of the Administrative Procedure Act)')
    .action((reference: string, options: Selecting) =>
      step(options, reference, (one) => {
        const now = systemClock.now();
        const { platform, account, author, words, names } = options;
        const ticket = options.ticket === undefined ? undefined : ticketNumber(options.ticket);
        const query = { ...daysFrom(options, now), platform, account, ticket, author, words };
        return select(one, { query, names, by: by(options) }, now);
      }),
    );
}

function ticketNumber(text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new Error(`--ticket: expected a number, found ${text}`);
}
