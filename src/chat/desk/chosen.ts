import { z } from 'zod';
import { answerWith } from '../../ask/ask.ts';
import { languageOf } from '../../ask/language.ts';
import { MunicipalityId, ruleOf } from '../../core/policy.ts';
import type { CardMessage, Press } from '../../ports/chat.ts';
import { noticeCard } from '../cards/notice.ts';
import { QUESTION_LIMIT, ruleAnswer } from '../cards/rule-answer.ts';
import type { DeskParts } from './desk.ts';

const Meant = z.strictObject({
  verb: z.literal('meant'),
  municipality: MunicipalityId,
  rule: z.string(),
  /** Null where it may hold what is secret or personal: then nothing is learned. */
  question: z.string().max(QUESTION_LIMIT).nullable(),
});

/** "Den menade jag", under one of several rules: shows it in full, to the presser, and keeps the choice to be learned from. Null for any other button. */
export function createChosen({ cards, policies, store, clock }: DeskParts) {
  return async ({ data, by, kind }: Press): Promise<CardMessage | null> => {
    const meant = Meant.safeParse(data).data;
    const policy = meant && policies.get(meant.municipality);
    const rule = policy && ruleOf(policy, meant.rule);
    if (!rule) return null;
    if (by.guest) return noticeCard(cards.sv, cards.sv.say('ask.forbidden'));
    const { municipality, question } = meant;
    if (question !== null) await store.keepChoice({ municipality, question, rule: rule.id }, clock.now());
    const lang = question === null ? policy.language : languageOf(question, policy.language);
    const asked = question === null ? null : { text: question, repeated: kind !== 'personal' };
    return ruleAnswer(cards, answerWith(policy, rule, lang), asked);
  };
}
