import { z } from 'zod';
import { plainText } from './plain-text.ts';

/** The command of a message's menu, as `manifest/manifest.json` names it. */
export const WHICH_RULE = 'which-rule';

/** What Teams sends of the message. Source: learn.microsoft.com, message extension action commands. */
const MessageAction = z.looseObject({
  messagePayload: z.looseObject({ body: z.looseObject({ content: z.string().max(200_000) }) }),
});

/** The words of the message that an action was invoked on, without markup; empty when there are none. */
export function messageWords(value: unknown): string {
  const parsed = MessageAction.safeParse(value);
  return parsed.success ? plainText(parsed.data.messagePayload.body.content) : '';
}
