import { z } from 'zod';
import { readFindQuery } from '../../core/find.ts';
import { MunicipalityId, type Policy } from '../../core/policy.ts';
import type { CardMessage, Press, Said } from '../../ports/chat.ts';
import { foundCard, MOST_FOUND } from '../cards/found-card.ts';
import { noticeCard } from '../cards/notice.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';
import { DigestPress } from './digest-press.ts';

/** `list`: the page of comments without a card on which it was pressed, as the button that leads there says it beside whose it is. */
const TakeUp = z.strictObject({
  verb: z.literal('take-up'),
  municipality: MunicipalityId,
  comment: z.uuid(),
  list: z.looseObject({}).optional(),
});

interface Taking {
  readonly key: string;
  readonly by: Press['by'];
  readonly comment: string;
}

/** Taking up a comment that screening put before nobody: one press, or its link. */
export interface TakingUp {
  /** Null for any other button, or where the presser has nothing to do with the municipality. */
  press(press: Press): Promise<CardMessage | null>;
  said(said: Said, text: string): Promise<string | CardMessage>;
}

/** Asks the engine, and says what came of it. */
export function createTakingUp(parts: DeskParts, belonging: Belonging): TakingUp {
  const { store, cards, digests } = parts;
  const take = createTake(parts);
  return {
    async press(press) {
      const { data } = TakeUp.safeParse(press.data);
      if (!data) return null;
      const policy = await belonging.pressedAt(press, data.municipality);
      if (policy === null) return null;
      const { key, by } = press;
      const taken = await take(policy, { key, by, comment: data.comment });
      const { municipality } = policy;
      const list = DigestPress.safeParse({ ...data.list, verb: 'list-unposted', municipality });
      if (taken.isUp && list.success) return digests.turn(municipality, list.data.turn);
      return noticeCard(cards[policy.language], taken.says);
    },
    async said(said, text) {
      const policy = await belonging.boundTo(said.conversation);
      if (!policy) return cards.sv.say('take-up.nowhere');
      const words = cards[policy.language];
      const query = readFindQuery(text);
      const page = await store.find(policy.municipality, query, MOST_FOUND);
      const [only, another] = page.found;
      if (!only) return words.say('take-up.none');
      if (another) return foundCard(words, policy, page, true);
      return (await take(policy, { key: `${said.key}:take-up`, by: said.by, comment: only.comment })).says;
    },
  };
}

function createTake({ engine, store, cards, roleOf }: DeskParts) {
  return async (policy: Policy, { key, by, comment }: Taking) => {
    const { municipality, responsible } = policy;
    const { say } = cards[policy.language];
    const role = roleOf(municipality, by);
    if (role !== null) await store.rememberPerson(municipality, by);
    const outcome = await engine.takeUp({ key, municipality, by: { id: by.id, role }, comment });
    const refusal = outcome?.decision?.refusal;
    if (refusal?.code === 'no-permission')
      return { isUp: false, says: say('refusal.no-permission', { lead: responsible.lead }) };
    const [found] = (await store.find(municipality, readFindQuery(comment), 1)).found;
    if (outcome === null || refusal || !found?.ticket) return { isUp: false, says: say('take-up.refused') };
    const told = outcome.decision?.ticket ? 'take-up.done' : 'take-up.known';
    return { isUp: true, says: say(told, { number: found.ticket.number }) };
  };
}
