import type { Verb } from '../../actions/index.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { CardMessage } from '../../ports/chat.ts';
import { drawnForm, typedIn } from './buttons.ts';
import { fitCard } from './fit-card.ts';
import { toHistory } from './history-card.ts';
import type { Cards } from './load-cards.ts';
import { noticeText } from './refusal.ts';
import { headerOf } from './ticket-card.ts';
import { fallbackOf } from './title.ts';

const ROOM = { text: 0, templates: 0, quote: 60 };

/** So many people to choose from are tried, most first, until the card is light enough for Teams. */
const PEOPLE = [150, 100, 75, 50, 25] as const;

/** A button's form by itself, for whoever pressed it alone: the ticket's card has no room for it. */
export function askingCard(cards: Cards, view: TicketView, verb: Verb, notice: Notice): CardMessage {
  const { title } = cards.button(verb);
  const { number, policy } = view;
  const card = fitCard(PEOPLE, (people) => {
    const { body, actions } = formOf(cards, view, verb, { notice, people });
    const aside = cards.expand('aside', {
      lang: cards.locale,
      fallback: fallbackOf(cards, view),
      notice: notice.refusal === null ? '' : noticeText(cards, view, notice),
      title: cards.say('asking.title', { title, number }),
      header: headerOf(cards, view),
      secret: '',
      lines: [{ text: cards.say('history.alone') }, ...choiceLines(cards, notice, people)],
      actions: [...actions, toHistory(cards, view, cards.say('history.back'), { back: true })],
    }) as { body: object[] };
    return { ...aside, body: [...aside.body, ...body] };
  });
  return { card, summary: cards.say('asking.preview', { title, municipality: policy.shortName, number }) };
}

/** What is asked stands openly: whoever pressed wants to answer it. Nothing, where it names somebody and there is nobody to name. */
function formOf(
  cards: Cards,
  view: TicketView,
  verb: Verb,
  { notice, people }: { readonly notice: Notice; readonly people: number },
): NonNullable<ReturnType<typeof drawnForm>> {
  const { colleagues } = notice;
  const context = {
    ...{ view, typed: typedIn(notice, verb), room: ROOM },
    ...(colleagues && { colleagues: colleagues.slice(0, people) }),
  };
  const form = colleagues?.length === 0 ? null : drawnForm(cards, verb, context);
  return form ?? { body: [], actions: [] };
}

/** That nobody can be chosen, or not everybody. */
function choiceLines(cards: Cards, { colleagues }: Notice, shown: number): object[] {
  const total = colleagues?.length ?? shown;
  if (total === 0) return [{ text: cards.say('colleagues.none') }];
  return total <= shown ? [] : [{ text: cards.say('colleagues.some', { shown, total }) }];
}
