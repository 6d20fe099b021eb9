import type { Random } from '../chaos/random.ts';
import { inputsFor } from '../chaos/staff.ts';
import type { RunningApp } from '../fakes/running-app.ts';

const WISHES: Readonly<Record<string, number>> = { reply: 4, remove: 3, dismiss: 3, claim: 1, undo: 1 };

/** Somebody at the office presses a button of some card, if there is one. @param number which no other press has */
export async function pressSomething(bot: RunningApp, random: Random, number: number): Promise<void> {
  const cards = bot.cards().filter(({ verbs }) => verbs.some((verb) => verb in WISHES));
  if (cards.length === 0) return;
  const card = random.pick(cards);
  const wishes = card.verbs.flatMap((verb) => (verb in WISHES ? [[verb, WISHES[verb] ?? 0] as const] : []));
  const verb = random.weighted(Object.fromEntries(wishes));
  const text = `Hej! Det här är svar nummer ${number}.`;
  await bot.press(card, verb, inputsFor(card, verb, text, number));
  await bot.idle();
}
