import type { Policy } from '../../core/policy.ts';
import type { Request } from '../../core/request.ts';
import type { CardMessage } from '../../ports/chat.ts';
import type { AccountRow } from '../../ports/tenants.ts';
import { EVERY } from './every.ts';
import type { Cards } from './load-cards.ts';
import { type ListedRequest, requestButton, requestFacts } from './requests-card.ts';
import { safeText } from './safe-text.ts';

/** A request as whoever works on it is shown it, alone. */
export interface RequestPage extends ListedRequest {
  readonly policy: Policy;
  /** Why the last press changed nothing, in words; empty where it did. */
  readonly notice: string;
  /** What stood in the form that was refused. */
  readonly typed: Readonly<Record<string, string>>;
  readonly viewer: string;
  /** Items that a person must decide about, decided or not; null where nobody has counted them. */
  readonly total: number | null;
  readonly accounts: readonly AccountRow[];
  /** Where the package lies that has just been made; null where none has. */
  readonly file: string | null;
  /** What has been decided so far, as a second look says that it saw it. */
  readonly seen: string;
  /** May the bot make the package itself? A large one is made at the command line, beside it. */
  readonly mayBuild: boolean;
}

/** One request: how far it has come, and the form or the button of its next step. */
export function requestCard(cards: Cards, page: RequestPage): CardMessage {
  const { policy, notice, request, file } = page;
  const summary = headOf(cards, page);
  const card = cards.expand('request', {
    lang: cards.locale,
    head: summary,
    notice,
    facts: [
      ...requestFacts(cards, page),
      ...(file === null ? [] : [cards.say('requests.file', { file })]),
      ...remarks(cards, page),
    ].map((text) => ({ text })),
    parts: [],
    form: formOf(cards, page),
    actions: [
      ...buttonsOf(cards, page),
      requestButton(cards, cards.say('requests.to-list'), stepOf(policy, request, 'list')),
    ],
  });
  return { card, summary };
}

/** What a request's cards are called. */
export const headOf = (cards: Cards, { request, policy }: Pick<RequestPage, 'request' | 'policy'>): string =>
  cards.say('requests.one', { reference: request.reference, municipality: policy.shortName });

/** What a button of a request says: which, and what is to be done with it. */
export const stepOf = (
  { municipality }: Policy,
  { reference }: Pick<Request, 'reference'>,
  step: string,
): object => ({ step, municipality, reference });

function remarks(cards: Cards, { request, policy, viewer, mayBuild, total }: RequestPage): string[] {
  const { state, reference, reviewed, reviewers } = request;
  const fill = { reference, town: policy.municipality, by: viewer };
  const isRefused = reviewed.masked + reviewed.withheld > 0;
  return [
    ...(state === 'selected' && total === null ? [cards.say('requests.large.review', fill)] : []),
    ...(state === 'reviewed' && reviewers.includes(viewer) ? [cards.say('requests.other-person')] : []),
    ...(state === 'second-looked' && !mayBuild ? [cards.say('requests.large.build', fill)] : []),
    ...(['built', 'handed-over'].includes(state) && isRefused && request.refusal === null
      ? [cards.say('requests.refuse', fill)]
      : []),
  ];
}

function formOf(cards: Cards, page: RequestPage): object[] {
  const { request, policy, typed } = page;
  const shared = { municipality: policy.municipality, reference: request.reference };
  const safe = (key: string) => safeText(typed[key] ?? '');
  if (request.state === 'received') {
    const accounts = page.accounts.map(({ account, name }) => ({ title: safeText(name), value: account }));
    const names = typed['names'] ?? 'yes';
    return [
      cards.expand('request-select', {
        ...shared,
        typed: {
          from: safe('from'),
          to: safe('to'),
          account: safe('account') || EVERY,
          names,
          ...texts(safe),
        },
        accounts: [{ title: cards.say('requests.form.every-account'), value: EVERY }, ...accounts],
        words: formWords(cards, 'select', [
          ...['from', 'to', 'dayError', 'account', 'words', 'author', 'deciders', 'names', 'hold'],
        ]),
      }),
    ];
  }
  if (request.state !== 'handed-over') return [];
  const words = ['how', 'howError', 'given', 'refusalReceived', 'appealed', 'received'];
  return [
    cards.expand('request-close', {
      ...shared,
      typed: { how: safe('how'), received: safe('received') },
      words: formWords(cards, 'close', words),
    }),
  ];
}

const texts = (safe: (key: string) => string) => ({ words: safe('words'), author: safe('author') });

/** Sentences of a form, `requests.form.<form>.<key>`, and its button's. */
export const formWords = (cards: Cards, form: string, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries([...keys, 'send'].map((key) => [key, cards.say(`requests.form.${form}.${key}`)]));

function buttonsOf(cards: Cards, page: RequestPage): object[] {
  const { request, policy, left, total, viewer, mayBuild } = page;
  const { state, reviewers } = request;
  const press = (step: string, more: object = {}) =>
    requestButton(cards, cards.say(`requests.do.${step}`), { ...stepOf(policy, request, step), ...more });
  return [
    ...(state === 'selected' && left !== null && left > 0 ? [press('open')] : []),
    ...(state === 'selected' && left === 0 ? [press('reviewed')] : []),
    ...(state === 'reviewed' && !reviewers.includes(viewer)
      ? [press('second-look', { seen: page.seen })]
      : []),
    ...(['second-looked', 'built'].includes(state) && mayBuild ? [press('build')] : []),
    ...(state === 'built' ? [press('hand-over')] : []),
    ...((total ?? 0) > 0 && state !== 'received' ? [press('read')] : []),
  ];
}
