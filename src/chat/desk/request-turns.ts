import { itemShown } from '../../core/disclosure.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage, ChatPerson, Press } from '../../ports/chat.ts';
import { seenReviews } from '../../records/disclosure/seen-reviews.ts';
import { nameOf, type ReviewItem } from '../../records/disclosure/unreviewed.ts';
import type { Cards } from '../cards/load-cards.ts';
import { noticeCard } from '../cards/notice.ts';
import { type RequestPage, requestCard } from '../cards/request-card.ts';
import { requestItemCard } from '../cards/request-item-card.ts';
import { requestRefusal } from '../cards/request-refusal.ts';
import type { DeskParts } from './desk.ts';
import { once } from './once.ts';
import { isStep, RequestPress, type RequestStep } from './request-press.ts';
import { createRequestSteps, type Stepped } from './request-steps.ts';
import { leftIn, type Requests } from './requests.ts';

/** More than this is made at the command line, beside the bot. */
const MOST_BUILT = 2000;

/** What the presser is shown next: which item, by its place or the next that is undecided; null for how the request stands. */
type Place = number | 'undecided' | null;

/** What came of the step that was pressed, for its card. */
type Told = Pick<RequestPage, 'notice' | 'typed' | 'file'>;

const NOTHING: Told = { notice: '', typed: {}, file: null };

/**
 * The buttons of requests for public documents, for registrars and leads; each answer is the presser's alone. Null for any
 * other button. What may be secret is journalled as shown.
 */
export function createRequestTurns(parts: DeskParts, requests: Requests) {
  const { store, cards } = parts;
  const take = createRequestSteps(parts);
  const show = createShow(parts, requests);

  const step = async (policy: Policy, press: RequestStep, by: ChatPerson): Promise<CardMessage> => {
    const outcome = await take(policy, press, by.id);
    const words = cards[policy.language];
    const notice = noticeOf(words, outcome);
    const told = {
      notice,
      typed: notice === '' ? {} : fieldsOf(press),
      file: 'file' in outcome ? outcome.file : null,
    };
    const place = press.step !== 'review' ? null : notice === '' ? 'undecided' : press.item;
    return show(policy, press.reference, { by, place, told });
  };

  return async (press: Press): Promise<CardMessage | null> => {
    const { data: asked } = RequestPress.safeParse(press.data);
    if (!asked) return null;
    const policy = await requests.whose(press, asked.municipality);
    if (policy === null) return null;
    if (typeof policy === 'string') return noticeCard(cards.sv, policy);
    const { reference } = asked;
    const { by } = press;
    if (isStep(asked)) {
      await store.rememberPerson(policy.municipality, by);
      const done = await once(parts, press.key, null, () => step(policy, asked, by));
      return done ?? show(policy, reference, { by, place: null, told: NOTHING });
    }
    if (asked.step === 'list') return requests.list(policy);
    const place = asked.step === 'read' ? asked.at : asked.step === 'open' ? 'undecided' : null;
    return show(policy, reference, { by, place, told: NOTHING });
  };
}

interface Showing {
  readonly by: ChatPerson;
  /** A string that is not `undecided` names an item. */
  readonly place: Place | string;
  readonly told: Told;
}

/** Draws a request as it is now. */
function createShow({ store, cards, clock }: DeskParts, requests: Requests) {
  const shown = async (policy: Policy, page: RequestPage, items: readonly ReviewItem[], at: number) => {
    const found = items[at];
    const words = cards[policy.language];
    if (!found) return requestCard(words, page);
    const { item } = found;
    if (item.possiblySecret || item.entries.some(({ secret }) => secret))
      await store.changeRequest(policy.municipality, clock.now(), page.request.reference, (one) =>
        itemShown(one, item, page.viewer),
      );
    return requestItemCard(words, { ...page, ...found, name: nameOf(item), at, of: items.length });
  };
  return async (policy: Policy, reference: string, { by, place, told }: Showing): Promise<CardMessage> => {
    const { municipality, language } = policy;
    const request = await store.request(municipality, reference);
    if (!request)
      return noticeCard(cards[language], requestRefusal(cards[language], { code: 'no-such-request' }));
    const items = request.query === null ? [] : await requests.toReview(municipality, request);
    const page: RequestPage = {
      ...{
        request,
        policy,
        viewer: by.id,
        left: leftIn(items),
        total: items === null ? null : items.length,
        ...told,
      },
      accounts: request.state === 'received' ? await store.accounts(municipality) : [],
      seen: seenReviews(await store.reviews(municipality, request.id)),
      mayBuild: request.selected <= MOST_BUILT,
    };
    return shown(policy, page, items ?? [], placeIn(items ?? [], request.state === 'selected', place));
  };
}

/** Which item it is; -1 for none. */
function placeIn(items: readonly ReviewItem[], isOpen: boolean, place: Showing['place']): number {
  if (typeof place === 'number') return place;
  if (place === 'undecided') return isOpen ? items.findIndex(({ review }) => review === null) : -1;
  return place === null ? -1 : items.findIndex(({ item }) => nameOf(item) === place);
}

function noticeOf(cards: Cards, outcome: Stepped): string {
  if ('refusal' in outcome) return requestRefusal(cards, outcome.refusal);
  return 'wrong' in outcome ? cards.say(`requests.wrong.${outcome.wrong}`) : '';
}

/** What was typed, so that it can stand in the form again. */
function fieldsOf(press: RequestStep): Record<string, string> {
  const fields = Object.entries(press).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(fields);
}
