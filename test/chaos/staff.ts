import { setTimeout as pause } from 'node:timers/promises';
import type { FakePerson } from '../fakes/teams-activities.ts';
import { pressActivity } from '../fakes/teams-activities.ts';
import type { Random } from './random.ts';
import type { Town } from './town.ts';

/** How often each button is chosen among those that the card offers. */
const WISHES: Readonly<Record<string, number>> = {
  reply: 4,
  remove: 6,
  undo: 3,
  dismiss: 2,
  claim: 2,
  register: 2,
  'hide-now': 1,
  release: 1,
};

/** One press by a person who presses once in their life, so that everything they caused can be found by their id. */
export interface Pressed {
  readonly key: string;
  readonly municipality: string;
  readonly by: string;
  readonly verb: string;
  readonly ticket: string;
  /** Of a reply; no other has the same. */
  readonly text: string;
  /** An earlier sending of it got no answer: it may or may not have been decided then. */
  unsure: boolean;
  /** What the answer said; `unsure`: a repeat, whose answer shows the card as it is. */
  answer: 'none' | 'accepted' | 'refused' | 'unsure';
}

interface Card {
  readonly municipality: string;
  readonly messageId: string;
  readonly ticket: string;
  readonly version: number;
  readonly verbs: readonly string[];
  readonly json: string;
}

export interface Staff {
  readonly pressed: Pressed[];
  /** Ticket → its messages in the channel, as far as they have been seen. */
  readonly messages: ReadonlyMap<string, ReadonlySet<string>>;
  /** Looks at the channels, so that `messages` is up to date. */
  look(): readonly Card[];
  /** Presses a button of some card that stands in a channel; resolves when it was answered. */
  press(): Promise<void>;
}

export function createStaff(town: Town, random: Random, givenUp: AbortSignal): Staff {
  const pressed: Pressed[] = [];
  const messages = new Map<string, Set<string>>();

  const look = () => {
    const cards = town.municipalities.flatMap((municipality) =>
      town.connector
        .cards(town.channelOf(municipality))
        .flatMap(({ messageId, card }) => readCard(municipality, messageId, card)),
    );
    for (const { ticket, messageId } of cards) {
      if (!messages.has(ticket)) messages.set(ticket, new Set());
      messages.get(ticket)?.add(messageId);
    }
    return cards;
  };

  const choose = async (): Promise<Card | null> => {
    while (!givenUp.aborted) {
      const cards = look().filter(({ verbs }) => verbs.length > 0);
      const times = (card: Card) => pressed.filter(({ ticket }) => ticket === card.ticket).length;
      const fewest = Math.min(...cards.map(times));
      // Mostly a card that nobody is busy with; sometimes one that a colleague may have changed this instant.
      const eager = random.next() < 0.6 ? cards.filter((card) => times(card) === fewest) : cards;
      if (cards.length > 0) return random.pick(eager);
      await pause(50);
    }
    return null;
  };

  const press = async () => {
    const card = await choose();
    if (card === null) return;
    const number = pressed.length + 1;
    const verb = random.weighted(
      Object.fromEntries(card.verbs.map((one) => [one, WISHES[one] ?? 0])) as Record<string, number>,
    );
    const by = newcomer(number);
    const conversation = town.channelOf(card.municipality);
    const id = `press-${number}`;
    const text = `Hej! Det här är svar nummer ${number}.`;
    const record: Pressed = {
      key: `teams:${conversation}:${id}`,
      ...{ municipality: card.municipality, by: by.aadObjectId, verb, ticket: card.ticket, text },
      ...{ unsure: false, answer: 'none' },
    };
    pressed.push(record);
    const data = { verb, ticket: card.ticket, version: card.version, ...inputsFor(card, verb, text, number) };
    const { url: serviceUrl, appId } = town.connector;
    const where = { serviceUrl, appId, from: by, conversation, id, messageId: card.messageId };
    await sendUntilAnswered(town, pressActivity({ ...where, data }), record, givenUp);
  };

  return { pressed, messages, look, press };
}

/** Teams repeats an invoke that was not answered, with the same id. */
async function sendUntilAnswered(
  town: Town,
  activity: Record<string, unknown>,
  record: Pressed,
  givenUp: AbortSignal,
): Promise<void> {
  while (!givenUp.aborted) {
    try {
      const response = await town.say(activity);
      const answer = (await response.json()) as { type?: string; value?: { body?: { style?: string }[] } };
      if (response.status === 200 && answer.type === 'application/vnd.microsoft.card.adaptive') {
        const refused = answer.value?.body?.some(({ style }) => style === 'attention');
        record.answer = refused ? 'refused' : record.unsure ? 'unsure' : 'accepted';
        return;
      }
      record.unsure = true;
    } catch (error) {
      if (!neverSent(error)) record.unsure = true;
    }
    await pause(150);
  }
}

/** Nobody listened: the bot cannot have seen it. */
const neverSent = (error: unknown): boolean =>
  (error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED';

function newcomer(number: number): FakePerson & { aadObjectId: string } {
  const suffix = String(number).padStart(12, '0');
  return { id: `29:${number}`, name: `Person ${number}`, aadObjectId: `bbbbbbbb-0000-4000-8000-${suffix}` };
}

/** What is typed into the form of a button. */
export function inputsFor(
  { json }: Pick<Card, 'json'>,
  verb: string,
  text: string,
  number: number,
): Record<string, string> {
  if (verb === 'reply') return { form: 'fritt', 'text-fritt': text };
  if (verb === 'dismiss') return { because: 'within-rules' };
  if (verb === 'register')
    return { subject: 'Kommentar på Facebook', ground: 'none', number: `KS ${number}` };
  if (verb !== 'remove') return {};
  const rule = /"id":"rule"[^[]*?"value":"([^"]+)"/u.exec(json)?.[1];
  return {
    rule: rule ?? /"choices":\[\{"title":"[^"]*","value":"([A-Z]+-\d+)"/u.exec(json)?.[1] ?? '',
    reason: `Skäl ${number}`,
  };
}

function readCard(municipality: string, messageId: string, card: unknown): Card[] {
  const json = JSON.stringify(card);
  const ids = /"ticket":"([^"]+)","version":(\d+)/u.exec(json);
  if (ids === null) return [];
  const verbs = [...json.matchAll(/"verb":"([^"]+)","ticket"/gu)].map(([, verb = '']) => verb);
  const wished = [...new Set(verbs)].filter((verb) => verb in WISHES);
  return [{ municipality, messageId, ticket: ids[1] ?? '', version: Number(ids[2]), verbs: wished, json }];
}
