/** A person in the fake Teams. */
export interface FakePerson {
  readonly id: string;
  readonly name: string;
  readonly aadObjectId?: string;
}

/** The tenant that fakes live in. */
export const TENANT = '11111111-2222-4333-8444-555555555555';
/** A standard channel's id. */
export const CHANNEL = '19:moderering0000@thread.tacv2';
/** The bot's name with letters that a naive mention pattern trips over. */
export const BOT_NAME = 'Kommentarsvakten Håbo & Älvdalen (prov)';

export const ANNA: FakePerson = {
  id: '29:anna',
  name: 'Anna Lind',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000001',
};
export const ERIK: FakePerson = {
  id: '29:erik',
  name: 'Erik Berg',
  aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000002',
};

let count = 0;
const nextId = (prefix: string) => `${prefix}-${++count}`;

interface Where {
  /** The connector's url. */
  readonly serviceUrl: string;
  readonly appId?: string;
  readonly from?: FakePerson;
  /** A channel's id without its thread, or a personal chat's. Default: CHANNEL. */
  readonly conversation?: string;
  readonly kind?: 'channel' | 'personal' | 'groupChat';
  /** The root message of the thread in the channel. */
  readonly thread?: string;
  readonly tenant?: string;
  readonly id?: string;
}

/** Words to the bot, as Teams sends them; in a channel the mention comes first. */
export function messageActivity(where: Where & { readonly text: string }): Record<string, unknown> {
  const { kind = 'channel', id = nextId('m'), appId = '' } = where;
  const mention = `<at>${BOT_NAME}</at>`;
  const mentioned = { id: `28:${appId}`, name: BOT_NAME };
  return {
    ...baseActivity({ ...where, id, thread: where.thread ?? id }),
    type: 'message',
    text: kind === 'personal' ? where.text : `${mention}&nbsp;${where.text}\n`,
    textFormat: 'plain',
    entities: kind === 'personal' ? [] : [{ type: 'mention', text: mention, mentioned }],
  };
}

/** A press of an Action.Execute button on the card `messageId`, as Teams sends it. */
export function pressActivity(
  where: Where & { readonly data: unknown; readonly messageId: string },
): Record<string, unknown> {
  return {
    ...baseActivity({ ...where, id: where.id ?? nextId('f'), thread: where.thread ?? where.messageId }),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: where.messageId,
    value: { action: { type: 'Action.Execute', verb: '', data: where.data }, trigger: 'manual' },
  };
}

/** Somebody picks "Vilken regel gäller?" in a message's menu. `html` is the message's body as Teams sends it. */
export function messageMenuActivity(
  where: Where & { readonly html: string; readonly invoke?: 'fetchTask' | 'submitAction' },
): Record<string, unknown> {
  return {
    ...baseActivity({ ...where, id: where.id ?? nextId('x') }),
    type: 'invoke',
    name: `composeExtension/${where.invoke ?? 'fetchTask'}`,
    value: {
      commandId: 'which-rule',
      commandContext: 'message',
      messagePayload: { id: '1', messageType: 'message', body: { contentType: 'html', content: where.html } },
    },
  };
}

/** Somebody installs the bot in the team. */
export function installationActivity(where: Where): Record<string, unknown> {
  return { ...baseActivity(where), type: 'installationUpdate', action: 'add' };
}

function baseActivity(where: Where): Record<string, unknown> {
  const { kind = 'channel', conversation = CHANNEL, tenant = TENANT, thread } = where;
  return {
    id: where.id ?? nextId('e'),
    timestamp: '2026-11-20T08:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: where.serviceUrl,
    from: where.from ?? ANNA,
    recipient: { id: `28:${where.appId ?? ''}`, name: BOT_NAME },
    conversation: {
      id: kind === 'channel' && thread !== undefined ? `${conversation};messageid=${thread}` : conversation,
      conversationType: kind,
      isGroup: kind !== 'personal',
      tenantId: tenant,
    },
    channelData: { tenant: { id: tenant } },
    locale: 'sv-SE',
  };
}
