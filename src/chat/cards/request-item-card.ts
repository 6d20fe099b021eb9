import { decidedOf } from '../../core/disclosure.ts';
import { writtenMask } from '../../core/masking.ts';
import { platformTitle } from '../../core/platform.ts';
import type { RecordItem } from '../../core/record-item.ts';
import { AWAITING_ASSESSMENT } from '../../core/removal.ts';
import type { Mask, Review } from '../../core/request.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { cut } from '../../text/characters.ts';
import { EVERY } from './every.ts';
import { fitCard } from './fit-card.ts';
import type { Cards } from './load-cards.ts';
import { dayOf } from './moment.ts';
import { authorOf } from './names.ts';
import { formWords, headOf, type RequestPage, stepOf } from './request-card.ts';
import { requestButton } from './requests-card.ts';
import { safeText, safeUrl } from './safe-text.ts';

/** One of the items that a person must decide about. */
export interface ItemPage extends RequestPage {
  /** Which of them it is, from 0. */
  readonly at: number;
  readonly of: number;
  /** As it is named: its comment and version. */
  readonly name: string;
  readonly item: RecordItem;
  readonly review: Review | null;
}

/** As many UTF-16 units of each text, the most first, until the card is light enough for Teams. */
const LIMITS = [6000, 3000, 1500, 700, 300] as const;

/** An item under review with its whole text, for the presser alone, and the form in which it is decided about. */
export function requestItemCard(cards: Cards, page: ItemPage): CardMessage {
  const summary = headOf(cards, page);
  const card = fitCard(LIMITS, (limit) =>
    cards.expand('request', {
      lang: cards.locale,
      head: summary,
      notice: page.notice,
      facts: factsOf(cards, page).map((text) => ({ text })),
      parts: partsOf(cards, page, limit),
      form: page.request.state === 'closed' ? [] : [formOf(cards, page)],
      actions: buttonsOf(cards, page),
    }),
  );
  return { card, summary };
}

function factsOf(cards: Cards, { at, of, item, review, policy, request }: ItemPage): string[] {
  const provisionOf = (id: string | null) => policy.provisions.find((one) => one.id === id)?.text ?? id ?? '';
  const { platform, accountName, ticket, version, versions, createdAt } = item;
  const marked = item.entries.find(({ secret }) => secret);
  const decided =
    review === null
      ? cards.say('requests.item.undecided')
      : cards.say(`requests.item.${review.outcome}`, { provision: provisionOf(review.provision) });
  return [
    cards.say('requests.item.place', { at: at + 1, of, decided }),
    [
      ...(ticket === null ? [] : [cards.say('found.number', { number: ticket })]),
      platformTitle(platform),
      safeText(accountName),
      dayOf(cards, createdAt),
      ...(versions > 1 ? [cards.say('requests.item.version', { version, versions })] : []),
    ].join(' · '),
    ...(item.possiblySecret ? [cards.say('requests.item.possibly-secret')] : []),
    ...(marked ? [markedLine(cards, provisionOf(marked.provision))] : []),
    ...(item.media.length > 0 ? [cards.say('requests.item.media', { count: item.media.length })] : []),
    ...(request.state === 'selected' ? [] : [cards.say('requests.item.anew')]),
  ];
}

const markedLine = (cards: Cards, provision: string): string =>
  provision === ''
    ? cards.say('requests.item.marked.untried')
    : cards.say('requests.item.marked', { provision });

/** The reasons that somebody wrote, each with its place among the decisions. */
const reasonsOf = ({ decisions }: RecordItem) =>
  decisions.flatMap(({ reason }, index) => (reason === AWAITING_ASSESSMENT ? [] : { reason, index }));

function partsOf(cards: Cards, { item, policy }: ItemPage, limit: number) {
  const shown = (text: string | null) => {
    if (text === null) return cards.say('history.disposed');
    const whole = cut(text, limit);
    return safeText(whole.isCut ? `${whole.text} ${cards.say('requests.item.cut')}` : text);
  };
  const author = authorOf(cards, item.platform, item.author.name);
  const numbered = (key: string, all: readonly (string | null)[]) =>
    all.map((text, index) => ({ label: cards.say(key, { number: index + 1 }), text: shown(text) }));
  return [
    { label: item.own ? policy.shortName : author, text: shown(item.text) },
    ...numbered(
      'requests.mask.reason',
      reasonsOf(item).map(({ reason }) => reason),
    ),
    ...numbered(
      'requests.mask.reply',
      item.replies.map(({ text }) => text),
    ),
  ];
}

function formOf(cards: Cards, { item, review, name, policy, request, typed }: ItemPage): object {
  const provisions = policy.provisions.map(({ id, text, about }) => ({
    value: id,
    title: `${text} (${about})`,
  }));
  const masks = review?.masks ?? [];
  return cards.expand('request-review', {
    municipality: policy.municipality,
    reference: request.reference,
    item: name,
    seen: decidedOf(review),
    typed: {
      outcome: typed['outcome'] ?? review?.outcome ?? '',
      provision: typed['provision'] ?? review?.provision ?? EVERY,
      words: safeText(typed['words'] ?? maskedWords(item, masks).join('\n')),
      places:
        typed['places'] ?? masks.flatMap((mask) => (mask.of === 'text' ? [] : writtenMask(mask))).join(','),
    },
    provisions: [{ title: cards.say('requests.form.no-provision'), value: EVERY }, ...provisions],
    places: placesOf(cards, item),
    words: formWords(cards, 'review', [
      ...['outcome', 'outcomeError', 'given', 'masked', 'withheld', 'provision', 'words', 'places'],
    ]),
  });
}

/** The words that the masks of a text cover, each once. */
const maskedWords = ({ text }: RecordItem, masks: readonly Mask[]): string[] => [
  ...new Set(masks.flatMap((mask) => (mask.of === 'text' ? (text ?? '').slice(mask.from, mask.to) : []))),
];

/** What can be masked whole, of what the item has. */
function placesOf(cards: Cards, item: RecordItem) {
  const { author, permalink, replies, media } = item;
  const several = (of: 'reason' | 'reply' | 'media', indexes: Iterable<number>) =>
    [...indexes].map((index, shown) => ({
      value: writtenMask({ of, index }),
      title: cards.say(`requests.mask.${of}`, { number: shown + 1 }),
    }));
  return [
    ...(author.name === null && author.id === null
      ? []
      : [{ value: writtenMask({ of: 'author' }), title: cards.say('requests.mask.author') }]),
    ...(permalink === null
      ? []
      : [{ value: writtenMask({ of: 'link' }), title: cards.say('requests.mask.link') }]),
    ...several(
      'reason',
      reasonsOf(item).map(({ index }) => index),
    ),
    ...several('reply', replies.keys()),
    ...several('media', media.keys()),
  ];
}

function buttonsOf(cards: Cards, { at, of, item, policy, request }: ItemPage): object[] {
  const url = safeUrl(item.platform, item.permalink);
  const to = (key: string, place: number) =>
    requestButton(cards, cards.say(key), { ...stepOf(policy, request, 'read'), at: place });
  return [
    ...(at > 0 ? [to('requests.item.before', at - 1)] : []),
    ...(at + 1 < of ? [to('requests.item.after', at + 1)] : []),
    requestButton(cards, cards.say('requests.item.back'), stepOf(policy, request, 'overview')),
    ...(url === null
      ? []
      : [
          cards.expand('action-open', {
            title: cards.say('link', { platform: platformTitle(item.platform) }),
            url,
          }),
        ]),
  ];
}
