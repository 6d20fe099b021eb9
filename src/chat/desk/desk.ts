import type { Ask } from '../../ask/ask.ts';
import type { AskProduct } from '../../ask/product.ts';
import type { Role } from '../../core/decision.ts';
import type { DigestTurn } from '../../core/digest-lists.ts';
import type { MunicipalityId, Policy } from '../../core/policy.ts';
import type { DisclosureRefusal } from '../../core/request.ts';
import type { Staff } from '../../core/staff.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CardMessage, ChatHandlers, ChatPerson, Said } from '../../ports/chat.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CardPictures } from '../../ports/pictures.ts';
import type { Store } from '../../ports/store.ts';
import type { AccountRow } from '../../ports/tenants.ts';
import type { Cards, Locale } from '../cards/load-cards.ts';
import { createAnswering } from './answering.ts';
import { createBelonging } from './belonging.ts';
import { createChosen } from './chosen.ts';
import { createCommands } from './commands.ts';
import { createDigestTurns } from './digest-turns.ts';
import { createFoundTurns } from './finding.ts';
import { createLanguage, type Language } from './language.ts';
import { once } from './once.ts';
import { createPresses } from './presses.ts';
import { createQuestions } from './questions.ts';
import { createReporting } from './reporting.ts';
import { createRequestTurns } from './request-turns.ts';
import { createRequests } from './requests.ts';
import { createStormTurns } from './storm-turns.ts';
import { createTakingUp } from './taking-up.ts';

/** What the desk hands presses and words on to, and what it looks up on the way. */
export interface DeskParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly policies: ReadonlyMap<MunicipalityId, Policy>;
  readonly cards: Readonly<Record<Locale, Cards>>;
  /** The most that the person is anywhere in that municipality; null for those who may do nothing. */
  readonly roleOf: (municipality: MunicipalityId, person: ChatPerson) => Role | null;
  /** Whom the accounts file names as registrars, by Entra object id. */
  readonly registrarsOf: (municipality: MunicipalityId) => readonly string[];
  /** Who leads the account, or the municipality as a whole. */
  readonly leadsOf: (
    municipality: MunicipalityId,
    of?: Pick<AccountRow, 'platform' | 'account'>,
  ) => readonly string[];
  /** Whom an alert may ever go to. */
  readonly alertedOf: (municipality: MunicipalityId) => readonly string[];
  /** The channels beside the main one that the municipality's accounts name, with who may bind each. */
  readonly departments: (municipality: MunicipalityId) => ReadonlyMap<string, readonly string[]>;
  readonly pictures: Pick<CardPictures, 'ready'>;
  readonly wake: () => void;
  readonly packages: Packages;
  /** Which rule applies. */
  readonly ask: Ask;
  /** What of the bot itself a question is about. */
  readonly askProduct: AskProduct;
  /** Resolves when what the two must learn is learned, which takes a second or two at the first question. */
  readonly learned: () => Promise<void>;
  /** `of`: whose answerer is wanted too. */
  readonly staffOf: (municipality: MunicipalityId, of?: Pick<AccountRow, 'platform' | 'account'>) => Staff;
  /** How things stand now; and, for one person's eyes, what a button of it leads to. */
  readonly digests: {
    summary(municipality: MunicipalityId, language?: Locale): Promise<CardMessage>;
    turn(municipality: MunicipalityId, to: DigestTurn, language?: Locale): Promise<CardMessage>;
  };
  /** The language of what that person alone is told; null where nothing says it. */
  readonly languageOf: (person: string) => Promise<Locale | null>;
}

/** Makes what is given out. */
export interface Packages {
  /** The package of a request whose review is whole; `file`: where it lies in the data folder. */
  make(
    policy: Policy,
    of: { readonly reference: string; readonly by: string; readonly now: Temporal.Instant },
  ): Promise<{ readonly file: string } | { readonly refusal: DisclosureRefusal }>;
  /** Takes the package of a request away that is closed: the record makes the same again. */
  discard(policy: Policy, reference: string): Promise<void>;
}

/**
 * Where staff's presses and words arrive: who they are and which municipality the channel is, then the engine. What others read
 * is said in their municipality's language, and what one person reads alone in that person's.
 */
export function createDesk(parts: DeskParts): ChatHandlers {
  const shared = { words: parts.cards, language: createLanguage(parts) };
  const usual = createHandlers(parts, shared);
  const own = {
    sv: createHandlers(inLanguage(parts, 'sv'), shared),
    en: createHandlers(inLanguage(parts, 'en'), shared),
  };
  const forReader = async ({ id }: ChatPerson) => {
    const chosen = await parts.languageOf(id);
    return chosen === null ? usual : own[chosen];
  };
  const answering = async ({ kind, by }: Pick<Said, 'kind' | 'by'>) =>
    kind === 'personal' ? forReader(by) : usual;
  return {
    said: async (said) => (await answering(said)).said(said),
    press: async (press) => (await answering(press)).press(press),
    asked: async (asked) => (await forReader(asked.by)).asked(asked),
    installed: usual.installed,
  };
}

/** The same desk, whose every word is in one language. */
const inLanguage = (parts: DeskParts, language: Locale): DeskParts => ({
  ...parts,
  cards: { sv: parts.cards[language], en: parts.cards[language] },
  digests: {
    summary: (municipality) => parts.digests.summary(municipality, language),
    turn: (municipality, to) => parts.digests.turn(municipality, to, language),
  },
});

function createHandlers(
  parts: DeskParts,
  { words, language }: { readonly words: DeskParts['cards']; readonly language: Language },
): ChatHandlers {
  const belonging = createBelonging(parts);
  const questions = createQuestions(parts, belonging);
  const requests = createRequests(parts, belonging);
  const takingUp = createTakingUp(parts, belonging);
  const reporting = createReporting(parts, belonging);
  const commands = createCommands(parts, belonging, {
    ...{ words, language, requests, takingUp, reporting, question: questions.said },
  });
  const turn = createDigestTurns(parts, belonging);
  const found = createFoundTurns(parts, belonging);
  const onStorm = createStormTurns(parts, belonging);
  const chosen = createChosen(parts);
  const onRequest = createRequestTurns(parts, requests);
  const pressed = createPresses(parts, belonging);
  const answered = createAnswering(parts, belonging);
  return {
    said: (said) => once(parts, said.key, '', async () => (await answered(said)) ?? commands.said(said)),
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
    press: async (press) =>
      (await turn(press)) ??
      (await found(press)) ??
      (await commands.press(press)) ??
      (await takingUp.press(press)) ??
      (await onStorm(press)) ??
      (await chosen(press)) ??
      (await reporting.press(press)) ??
      (await onRequest(press)) ??
      (await pressed(press)),
  };
}
