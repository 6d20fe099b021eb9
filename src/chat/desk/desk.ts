import type { Ask } from '../../ask/ask.ts';
import type { AskProduct } from '../../ask/product.ts';
import type { Role } from '../../core/decision.ts';
import type { DigestTurn } from '../../core/digest-lists.ts';
import { CardData } from '../../core/event.ts';
import type { MunicipalityId, Policy } from '../../core/policy.ts';
import type { Staff } from '../../core/staff.ts';
import type { Notice, TicketView } from '../../core/view.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CardMessage, ChatHandlers, ChatPerson, Press } from '../../ports/chat.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import type { Cards, Locale } from '../cards/load-cards.ts';
import { noticeCard } from '../cards/notice.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import { createBelonging } from './belonging.ts';
import { createCommands } from './commands.ts';
import { createDigestTurns } from './digest-turns.ts';
import { once } from './once.ts';
import { createQuestions } from './questions.ts';

export interface DeskParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly cards: Readonly<Record<Locale, Cards>>;
  /** The person's role in that municipality; null for those who may do nothing. */
  readonly roleOf: (municipality: MunicipalityId, person: ChatPerson) => Role | null;
  readonly wake: () => void;
  /** Which rule applies. */
  readonly ask: Ask;
  /** What of the bot itself a question is about. */
  readonly askProduct: AskProduct;
  /** Resolves when what the two must learn is learned, which takes a second or two at the first question. */
  readonly learned: () => Promise<void>;
  readonly staffOf: (municipality: MunicipalityId) => Staff;
  /** How things stand now; and, for one person's eyes, what a button of it leads to. */
  readonly digests: {
    summary(municipality: MunicipalityId): Promise<CardMessage>;
    turn(municipality: MunicipalityId, to: DigestTurn): Promise<CardMessage>;
  };
}

/** Where staff's presses and words arrive: who they are and which municipality the channel is, then the engine. */
export function createDesk(parts: DeskParts): ChatHandlers {
  /** The name that a person's presses carried last, so that an unchanged one costs no statement. */
  const names = new Map<string, string>();
  const remember = async (municipality: MunicipalityId, person: ChatPerson) => {
    const key = `${municipality}:${person.id}`;
    if (names.get(key) === person.name) return;
    await parts.store.rememberPerson(municipality, person);
    names.set(key, person.name);
  };

  const foreign = () => noticeCard(parts.cards.sv, parts.cards.sv.say('foreign-card'));
  const belonging = createBelonging(parts);
  const questions = createQuestions(parts, belonging);
  const commands = createCommands(parts, belonging, questions.said);
  const turn = createDigestTurns(parts, belonging);
  return {
    said: (said) => once(parts, said.key, '', () => commands(said)),
    asked: questions.about,
    installed: ({ key, conversation }) =>
      once(parts, key, undefined, async () => {
        const channel = (await parts.store.channels()).find(({ id }) => id === conversation.id);
        if (!channel) return;
        await parts.store.showAgain(
          { ...conversation, municipality: channel.municipality },
          parts.clock.now(),
        );
        parts.wake();
      }),
    press: async (press) => {
      const page = await turn(press);
      if (page) return page;
      const channel = (await parts.store.channels()).find(({ id }) => id === press.conversation.id);
      const data = CardData.safeParse(press.data);
      if (!channel || !data.success) return foreign();
      const { municipality } = channel;
      const by = { id: press.by.id, role: parts.roleOf(municipality, press.by) };
      if (by.role !== null) await remember(municipality, press.by);
      const on =
        press.messageId === null ? null : { conversation: press.conversation, messageId: press.messageId };
      const answer = await parts.engine.press({ key: press.key, municipality, by, data: data.data, on });
      if (!answer) return foreign();
      const { view, decision } = answer;
      const refusal =
        decision?.refusal && decision.reply ? withDraft(decision.refusal) : (decision?.refusal ?? null);
      const notice: Notice = {
        refusal,
        typed: refusal && typedOf(press),
        shownInChat: decision?.showTo !== undefined,
        viewer: by.id,
      };
      return ticketCard(cardsFor(parts, view), view, notice);
    },
  };
}

/** The words of the municipality's own language. */
export const cardsFor = ({ cards }: Pick<DeskParts, 'cards'>, view: TicketView): Cards =>
  cards[view.policy.language];

const withDraft = (refusal: NonNullable<Notice['refusal']>): Notice['refusal'] => ({
  ...refusal,
  details: { ...refusal.details, draft: 1 },
});

/** What stood in the form that was refused, so that it can stand there again. */
function typedOf({ data }: Press): Notice['typed'] {
  const { verb, ticket: _, version: __, ...rest } = CardData.parse(data);
  const inputs = Object.entries(rest).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { verb, inputs: Object.fromEntries(inputs) };
}
