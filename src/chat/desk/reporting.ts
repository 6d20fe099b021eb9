import type { Verb } from '../../actions/index.ts';
import type { Actor } from '../../core/decision.ts';
import { CardData } from '../../core/event.ts';
import { readFindQuery } from '../../core/find.ts';
import type { Policy } from '../../core/policy.ts';
import type { CardMessage, ChatPerson, Press, Said } from '../../ports/chat.ts';
import { createAnswers } from './answers.ts';
import type { Belonging } from './belonging.ts';
import type { DeskParts } from './desk.ts';

const REPORT: Verb = 'report';

/** Which comment it is that somebody says should go: pointed out by staff on a message's card, or told them otherwise. */
export interface Reporting {
  /** Null for any other button, and where what was written names no comment, or several: the button itself then says so. */
  press(press: Press): Promise<CardMessage | null>;
  said(said: Said, text: string): Promise<string>;
}

/** Looks the comment up, asks the engine, and says what came of it. */
export function createReporting(parts: DeskParts, belonging: Belonging): Reporting {
  const { engine, store, cards } = parts;
  const answerOf = createAnswers(parts);
  const actorIn = async ({ municipality }: Policy, by: ChatPerson): Promise<Actor> => {
    const role = parts.roleOf(municipality, by);
    if (role !== null) await store.rememberPerson(municipality, by);
    return { id: by.id, role };
  };
  return {
    async press(press) {
      const { data } = CardData.safeParse(press.data);
      const what = data?.['what'];
      if (data?.verb !== REPORT || typeof what !== 'string' || what.trim() === '') return null;
      const policy = await belonging.boundTo(press.conversation);
      if (policy === null) return null;
      const { municipality } = policy;
      const comment = await store.reportable(municipality, readFindQuery(what));
      const { comment: message } = (await engine.view(municipality, data.ticket)) ?? {};
      if (comment === null || message?.kind !== 'message') return null;
      const by = await actorIn(policy, press.by);
      const outcome = await engine.report({ key: press.key, municipality, by, comment, message: message.id });
      const view = await engine.view(municipality, data.ticket);
      if (outcome === null || view === null) return null;
      const { colleagues } = press;
      const { decision } = outcome;
      return answerOf({ view, decision, data, viewer: by.id, atRegistrar: false, colleagues });
    },
    async said({ key, conversation, by: person }, text) {
      const policy = await belonging.boundTo(conversation);
      if (!policy) return cards.sv.say('take-up.nowhere');
      const { municipality, responsible } = policy;
      const { say } = cards[policy.language];
      const comment = await store.reportable(municipality, readFindQuery(text));
      if (comment === null) return say('take-up.none');
      const by = await actorIn(policy, person);
      const outcome = await engine.report({ key: `${key}:report`, municipality, by, comment, message: null });
      const { refusal } = outcome?.decision ?? {};
      if (refusal?.code === 'no-permission') return say('refusal.no-permission', { lead: responsible.lead });
      const [found] = (await store.find(municipality, readFindQuery(comment), 1)).found;
      if (outcome === null || refusal || !found?.ticket) return say('take-up.refused');
      return say('report.done', { number: found.ticket.number });
    },
  };
}
