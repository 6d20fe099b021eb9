import { z } from 'zod';
import { MODERATORS } from '../../actions/action.ts';
import type { Verb } from '../../actions/index.ts';
import type { Role } from '../../core/decision.ts';
import { MunicipalityId, type Policy, RuleId } from '../../core/policy.ts';
import { isOpen, isWaiting, type Storm, type StormTicket } from '../../core/storm.ts';
import { DismissReason, InstantText } from '../../core/ticket.ts';
import type { CardMessage, Press } from '../../ports/chat.ts';
import type { Cards } from '../cards/load-cards.ts';
import { noticeCard } from '../cards/notice.ts';
import { type StormNotice, stormCard } from '../cards/storm-card.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';
import { once } from './once.ts';

const about = { verb: z.literal('storm'), municipality: MunicipalityId, storm: z.uuid(), at: InstantText };

const Reason = z.string().max(1000).catch('');

/** A press on a storm's card. All of it is the client's and proves nothing. */
const StormPress = z.discriminatedUnion('step', [
  z.object({ ...about, step: z.literal('claim') }),
  z.object({ ...about, step: z.literal('open') }),
  z.object({ ...about, step: z.literal('undo') }),
  z
    .looseObject({ ...about, step: z.literal('hide'), rule: RuleId })
    // Each rule's form names its field after the rule.
    .transform((fields) => ({ ...fields, reason: Reason.parse(fields[`reason-${fields.rule}`]) })),
  z.object({ ...about, step: z.literal('let-stand'), because: z.string().max(40).catch('') }),
]);
type StormPress = z.infer<typeof StormPress>;

/** What is pressed on each of them: the button of its own card, with what was typed once for all. */
interface Pressed {
  readonly verb: Verb;
  readonly tickets: readonly StormTicket[];
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * The buttons of a storm's card, for moderators in its channel: each is the same press on every ticket that it counts, decided
 * one by one as on its own card, with its own line in the journal, its own evidence and its own refusal. Null for any other.
 */
export function createStormTurns(parts: DeskParts, belonging: Belonging) {
  const { store, engine, cards, roleOf } = parts;
  const taken = createTaken(parts);
  return async (press: Press): Promise<CardMessage | null> => {
    const { data: asked } = StormPress.safeParse(press.data);
    if (!asked) return null;
    const policy = await belonging.boundTo(press.conversation);
    if (policy?.municipality !== asked.municipality) return null;
    const words = cards[policy.language];
    const role = roleOf(policy.municipality, press.by);
    if (role === null || !MODERATORS.includes(role))
      return noticeCard(words, words.say('refusal.no-permission', { lead: policy.responsible.lead }));
    await store.rememberPerson(policy.municipality, press.by);
    const storm = await store.storm(policy.municipality, asked.storm);
    // Teams repeats a press: what has come since was not meant.
    const told = storm
      ? await once(parts, press.key, null, () => taken(words, policy, storm, { asked, press, role }))
      : null;
    const [view, now] = [
      await engine.view(policy.municipality, asked.storm),
      await store.storm(policy.municipality, asked.storm),
    ];
    return view && now
      ? stormCard(words, view, now, told ?? undefined)
      : noticeCard(words, words.say('storm.gone'));
  };
}

/** Does what was pressed, and says what of it did not go through. */
function createTaken(parts: DeskParts) {
  const pressAll = createPressAll(parts);
  return async (
    words: Cards,
    policy: Policy,
    storm: Storm,
    { asked, press, role }: { readonly asked: StormPress; readonly press: Press; readonly role: Role },
  ): Promise<StormNotice> => {
    if (asked.step === 'open') return opened(parts, words, policy, storm);
    const pressed = pressedOf(storm, asked);
    const { done, failed, isBadInput } = await pressAll(policy, pressed, press, role);
    if (failed === 0 && done > 0) return { notice: '', typed: {} };
    if (done > 0) return { notice: words.say('storm.some', { done, others: failed }), typed: {} };
    return { notice: words.say(isBadInput ? 'storm.wrong' : 'storm.none'), typed: pressed.inputs };
  };
}

/** The worst of those that have no card of their own gets one. */
async function opened(
  { store, wake }: DeskParts,
  words: Cards,
  { municipality }: Policy,
  { tickets }: Storm,
): Promise<StormNotice> {
  const held = tickets.filter((one) => isOpen(one) && !one.posted);
  // What nobody has comes first.
  const [worst] = held.toSorted((a, b) => Number(isWaiting(b)) - Number(isWaiting(a)) || b.score - a.score);
  if (!worst) return { notice: words.say('storm.gone'), typed: {} };
  await store.leaveStorm(municipality, worst.id);
  wake();
  return { notice: words.say('storm.opened', { number: worst.number }), typed: {} };
}

/** Those that the button counted when it was drawn, and what it does with each. */
function pressedOf({ tickets: all }: Storm, asked: Exclude<StormPress, { step: 'open' }>): Pressed {
  const drawn = Temporal.Instant.from(asked.at);
  const tickets = all.filter(({ changedAt }) => Temporal.Instant.compare(changedAt, drawn) <= 0);
  const waiting = tickets.filter(isWaiting);
  switch (asked.step) {
    case 'claim':
      return { verb: 'claim', tickets: waiting, inputs: {} };
    case 'undo':
      return { verb: 'undo', tickets: all.filter((one) => one.undoable), inputs: {} };
    case 'hide': {
      const { rule, reason, storm } = asked;
      return {
        verb: 'remove',
        tickets: waiting.filter((one) => one.rule === rule),
        inputs: { rule, reason, storm },
      };
    }
    case 'let-stand': {
      const because = DismissReason.safeParse(asked.because).data ?? '';
      return { verb: 'dismiss', tickets: waiting.filter((one) => !one.awaitsAnswer), inputs: { because } };
    }
  }
}

/** Presses on all of them; the engine decides those that come together in few transactions. */
function createPressAll({ engine }: DeskParts) {
  return async (
    { municipality }: Policy,
    { verb, tickets, inputs }: Pressed,
    { key, by }: Press,
    role: Role,
  ): Promise<{ done: number; failed: number; isBadInput: boolean }> => {
    const outcomes = await Promise.all(
      tickets.map(({ id, version }) =>
        engine.press({
          ...{ key: `${key}:${id}`, municipality, by: { id: by.id, role }, on: null },
          data: { verb, ticket: id, version, ...inputs },
        }),
      ),
    );
    // One that was decided before, by the same press told again, is done.
    const refused = outcomes.filter((one) => one === null || one.decision?.refusal !== undefined);
    const isBadInput = refused.some((one) => one?.decision?.refusal?.code === 'bad-input');
    return { done: outcomes.length - refused.length, failed: refused.length, isBadInput };
  };
}
