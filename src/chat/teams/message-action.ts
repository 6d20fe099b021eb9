import { z } from 'zod';

/** The command of a message's menu, as `manifest/manifest.json` names it. */
export const WHICH_RULE = 'which-rule';

/** What Teams sends of the message. Source: learn.microsoft.com, message extension action commands. */
const MessageAction = z.looseObject({
  messagePayload: z.looseObject({ body: z.looseObject({ content: z.string().max(200_000) }) }),
});

const BREAKS = /<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr)\b[^>]*>/giu;
const TAGS = /<[^>]*>/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/giu;

/** The words of the message that an action was invoked on, without markup; empty when there are none. */
export function messageWords(value: unknown): string {
  const parsed = MessageAction.safeParse(value);
  if (!parsed.success) return '';
  return parsed.data.messagePayload.body.content
    .replaceAll(BREAKS, '\n')
    .replaceAll(TAGS, '')
    .replaceAll(ENTITY, (entity, decimal?: string, hex?: string, name?: string) =>
      name === undefined
        ? character(Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10))
        : (ENTITIES[name.toLowerCase()] ?? entity),
    )
    .replaceAll(/[^\S\n]+/gu, ' ')
    .trim();
}

const character = (code: number): string =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : '';
