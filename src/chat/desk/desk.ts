import type { Ask } from '../../ask/ask.ts';
import type { AskProduct } from '../../ask/product.ts';
import type { Role } from '../../core/decision.ts';
import type { DigestTurn } from '../../core/digest-lists.ts';
import type { MunicipalityId, Policy } from '../../core/policy.ts';
import type { Staff } from '../../core/staff.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CardMessage, ChatHandlers, ChatPerson } from '../../ports/chat.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CardPictures } from '../../ports/pictures.ts';
import type { Store } from '../../ports/store.ts';
import type { Cards, Locale } from '../cards/load-cards.ts';
import { createBelonging } from './belonging.ts';
import { createCommands } from './commands.ts';
import { createDigestTurns } from './digest-turns.ts';
import { createFoundTurns } from './finding.ts';
import { once } from './once.ts';
import { createPresses } from './presses.ts';
import { createQuestions } from './questions.ts';

/** What the desk hands presses and words on to, and what it looks up on the way. */
export interface DeskParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly cards: Readonly<Record<Locale, Cards>>;
  /** The person's role in that municipality; null for those who may do nothing. */
  readonly roleOf: (municipality: MunicipalityId, person: ChatPerson) => Role | null;
  /** Whom the accounts file names as registrars, by Entra object id. */
  readonly registrarsOf: (municipality: MunicipalityId) => readonly string[];
  /** The channels beside the main one that the municipality's accounts name. */
  readonly channelNames: (municipality: MunicipalityId) => readonly string[];
  readonly pictures: Pick<CardPictures, 'ready'>;
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
  const belonging = createBelonging(parts);
  const questions = createQuestions(parts, belonging);
  const commands = createCommands(parts, belonging, questions.said);
  const turn = createDigestTurns(parts, belonging);
  const found = createFoundTurns(parts, belonging);
  const pressed = createPresses(parts, belonging);
  return {
    said: (said) => once(parts, said.key, '', () => commands(said)),
    asked: questions.about,
    installed: ({ key, conversation }) =>
      once(parts, key, undefined, async () => {
        const channel = (await parts.store.channels()).find(({ id }) => id === conversation.id);
        if (!channel) return;
        await parts.store.showAgain(
          { ...conversation, municipality: channel.municipality, name: channel.name },
          parts.clock.now(),
        );
        parts.wake();
      }),
    press: async (press) => (await turn(press)) ?? (await found(press)) ?? (await pressed(press)),
  };
}
