import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ANNA,
  BOT_NAME,
  CHANNEL,
  ERIK,
  installationActivity,
  messageActivity,
  pressActivity,
  TENANT,
} from '../../fakes/teams-activities.ts';
import { CARD, type ServedTeams, serveTeams } from './serve-teams.ts';

let served: ServedTeams;
beforeEach(async () => {
  served = await serveTeams();
});
afterEach(() => served.close());

const base = () => ({ serviceUrl: served.connector.url, appId: served.connector.appId });
const press = (change: Partial<Parameters<typeof pressActivity>[0]> = {}) =>
  pressActivity({ ...base(), messageId: '1760000000001', data: { verb: 'remove', ticket: 't1' }, ...change });
const lookups = () => served.connector.requests.filter(({ act }) => act === 'member');

describe('a press', () => {
  it('reaches the handler verified, and the card comes back as the invoke response', async () => {
    const answer = await served.send(press({ id: 'f:1' }));
    expect(answer).toEqual({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: CARD.card },
    });
    expect(served.presses).toEqual([
      {
        key: `teams:${CHANNEL}:f:1`,
        conversation: { id: CHANNEL, serviceUrl: served.connector.url, tenant: TENANT },
        kind: 'channel',
        messageId: '1760000000001',
        by: { id: ANNA.aadObjectId, name: 'Anna Lind', guest: false },
        data: { verb: 'remove', ticket: 't1' },
        colleagues: expect.any(Function),
      },
    ]);
    expect(served.connector.requests.filter(({ act }) => act === 'post' || act === 'update')).toEqual([]);
  });

  it.each([['remove'], [''], [undefined]])('is routed whatever Teams calls the verb: %s', async (verb) => {
    const activity = { ...press(), value: { action: { type: 'Action.Execute', verb, data: { a: 1 } } } };
    expect((await served.send(activity)).body).toMatchObject({ statusCode: 200 });
    expect(served.presses[0]?.data).toEqual({ a: 1 });
  });

  it('never lets a card with refresh switch teams-ai to answering everyone', async () => {
    served.reply.press = async () => ({
      card: { type: 'AdaptiveCard', refresh: { userIds: [] } },
      summary: '',
    });
    expect(await served.send(press())).toMatchObject({ body: { value: { type: 'AdaptiveCard' } } });
    await served.send(press());
    expect(served.connector.requests.map(({ act }) => act)).not.toContain('update');
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'x'],
    ['an empty object', {}],
    ['an action without data', { action: { type: 'Action.Execute' } }],
    ['data that is no object', { action: { type: 'Action.Execute', data: 'x' } }],
    ['another type of action', { action: { type: 'Action.Submit', data: {} } }],
  ])('with %s as its value gets a whole answer and does nothing', async (_, value) => {
    const answer = await served.send({ ...press(), value });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
    expect(served.presses).toEqual([]);
  });

  it('whose handler fails gets a whole answer that leaks nothing', async () => {
    served.reply.press = async () => {
      throw new Error('secret detail');
    };
    const answer = await served.send(press());
    expect(answer).toMatchObject({
      status: 200,
      body: { statusCode: 500, type: 'application/vnd.microsoft.error' },
    });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(served.errors).toMatchObject([{ where: 'turn' }]);
  });

  it('of an unknown kind of invoke is 501', async () => {
    expect((await served.send({ ...press(), name: 'task/fetch' })).status).toBe(501);
  });
});

describe('who else is there', () => {
  const cilla = { id: '29:cilla', name: 'Cilla Ås', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000007' };
  const rosters = () => served.connector.requests.filter(({ act }) => act === 'roster');
  const colleagues = async () => (await served.presses.at(-1)?.colleagues())?.map(({ name }) => name);

  it('is everyone of the team’s own tenant but the presser, by name, on all pages', async () => {
    served.connector.setRoster(
      [
        ERIK,
        cilla,
        ANNA,
        { ...cilla, name: 'Gun Gäst', userRole: 'guest' },
        { id: '29:x', name: 'Utan id' },
        { ...cilla, name: 'Åke Annorstädes', tenantId: 'other' },
      ],
      2,
    );
    await served.send(press());
    expect(rosters(), 'nobody has asked').toEqual([]);
    expect(await colleagues()).toEqual(['Cilla Ås', 'Erik Berg']);
    expect(rosters()).toHaveLength(3);
    await served.send(press({ from: ERIK }));
    expect(await colleagues()).toEqual(['Anna Lind', 'Cilla Ås']);
    expect(rosters(), 'known for five minutes').toHaveLength(3);
    served.nowMs += 5 * 60_000;
    await colleagues();
    expect(rosters()).toHaveLength(6);
  });

  it.each<[string, { status: number; body?: unknown }]>([
    ['an error', { status: 500 }],
    ['what is no roster', { status: 200, body: { people: [] } }],
  ])('is nobody while the roster answers with %s, and is asked for anew', async (_, rule) => {
    served.connector.setRoster([ERIK]);
    const mend = served.connector.respondWith({ when: ({ act }) => act === 'roster', ...rule });
    await served.send(press());
    expect(await colleagues()).toEqual([]);
    mend();
    expect(await colleagues()).toEqual(['Erik Berg']);
  });
});

describe('who it was', () => {
  it.each<[string, Record<string, unknown> | null, boolean]>([
    ['an ordinary user', { tenantId: TENANT, userRole: 'user' }, false],
    ['an owner', { tenantId: TENANT, userRole: 'owner' }, false],
    ['a guest', { tenantId: TENANT, userRole: 'guest' }, true],
    ['somebody of another tenant in a shared channel', { tenantId: 'other', userRole: 'user' }, true],
    ['somebody the roster does not know', null, true],
    ['an anonymous person', { tenantId: TENANT, userRole: 'anonymous' }, true],
    ['a role that nobody knows', { tenantId: TENANT, userRole: 'visitor' }, true],
    ['no role', { tenantId: TENANT }, true],
    ['an empty role', { tenantId: TENANT, userRole: '' }, true],
    ['no tenant', { userRole: 'user' }, true],
    ['an empty tenant', { tenantId: '', userRole: 'user' }, true],
    ['another member than was asked for', { id: ERIK.id, tenantId: TENANT, userRole: 'user' }, true],
    [
      'another person’s object id',
      { aadObjectId: ERIK.aadObjectId, tenantId: TENANT, userRole: 'user' },
      true,
    ],
    ['another person’s objectId', { objectId: ERIK.aadObjectId, tenantId: TENANT, userRole: 'user' }, true],
    [
      'their own object id in capitals',
      { aadObjectId: ANNA.aadObjectId?.toUpperCase(), tenantId: TENANT, userRole: 'User' },
      false,
    ],
  ])('%s: guest is %#', async (_, member, guest) => {
    served.connector.setMember(ANNA.id, member === null ? null : { id: ANNA.id, ...member });
    await served.send(press());
    expect(served.presses[0]?.by.guest).toBe(guest);
  });

  it.each<[string, unknown]>([
    ['{"hello":1}', { hello: 1 }],
    ['a list', []],
    ['a list of the right one', [{ id: ANNA.id, tenantId: TENANT, userRole: 'user' }]],
    ['null', null],
    ['an empty string', ''],
    ['a string', 'user'],
    ['a number', 7],
    ['true', true],
    ['numbers for words', { id: 1, tenantId: 2, userRole: 3 }],
    ['a member inside', { member: { id: ANNA.id, tenantId: TENANT, userRole: 'user' } }],
    ['no id', { tenantId: TENANT, userRole: 'user' }],
  ])('a roster that answers with %s makes a guest', async (_, body) => {
    const restore = served.connector.respondWith({ when: ({ act }) => act === 'member', status: 200, body });
    await served.send(press());
    restore();
    expect(served.presses.map(({ by }) => by.guest)).toEqual([true]);
  });

  it('without an Entra object id it is a guest, and the roster is not asked', async () => {
    await served.send(press({ from: { id: '29:nobody', name: 'Namnlös' } }));
    expect(served.presses[0]?.by).toEqual({ id: '29:nobody', name: 'Namnlös', guest: true });
    expect(lookups()).toEqual([]);
  });

  it('a sender without a name is named by the roster', async () => {
    served.connector.setMember(ANNA.id, {
      id: ANNA.id,
      name: 'Anna Lind',
      tenantId: TENANT,
      userRole: 'user',
    });
    await served.send({ ...press(), from: { id: ANNA.id, aadObjectId: ANNA.aadObjectId } });
    expect(served.presses[0]?.by.name).toBe('Anna Lind');
  });

  it('the roster is asked once per person and five minutes, however many press at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => served.send(press())));
    await served.send(press());
    expect(lookups()).toHaveLength(1);
    await served.send(press({ from: ERIK }));
    expect(lookups()).toHaveLength(2);
    served.nowMs += 5 * 60_000;
    await served.send(press());
    expect(lookups()).toHaveLength(3);
  });

  it('an unreadable roster denies, and is asked again a little later', async () => {
    const restore = served.connector.respondWith({ when: ({ act }) => act === 'member', status: 500 });
    await served.send(press());
    await served.send(press());
    expect(served.presses.map(({ by }) => by.guest)).toEqual([true, true]);
    expect(lookups()).toHaveLength(1);
    restore();
    served.nowMs += 15_000;
    await served.send(press());
    expect(served.presses[2]?.by.guest).toBe(false);
  });

  it('only insecureLocal trusts people whom the roster does not show', async () => {
    const local = await serveTeams(() => ({ insecureLocal: true }));
    local.connector.respondWith({ when: ({ act }) => act === 'member', status: 404 });
    await local.post(pressActivity({ serviceUrl: local.connector.url, messageId: '1', data: {} }));
    expect(local.presses[0]?.by.guest).toBe(false);
    await local.close();
  });
});

describe('words', () => {
  it('that take long are answered, and nothing else is written meanwhile', async () => {
    // Longer than the second after which teams-ai would say that somebody types.
    served.reply.said = () => pause(1_200, 'Klart.');
    await served.send(messageActivity({ ...base(), text: 'hjälp' }));
    const written = served.connector.requests.filter(({ act }) => act === 'post');
    expect(written.map(({ body }) => [body['type'], body['text']])).toEqual([['message', 'Klart.']]);
  });

  it.each(['channel', 'personal', 'groupChat'] as const)(
    'in a %s arrive without our mention',
    async (kind) => {
      const conversation = kind === 'channel' ? CHANNEL : 'a:1';
      await served.send(messageActivity({ ...base(), kind, conversation, text: 'vilken regel gäller hat?' }));
      expect(served.said).toMatchObject([
        {
          text: 'vilken regel gäller hat?',
          kind: kind === 'groupChat' ? 'group' : kind,
          conversation: { id: conversation },
        },
      ]);
    },
  );

  it('keep the names of others, and lose ours wherever it stands', async () => {
    const ours = `<at>${BOT_NAME}</at>`;
    const mention = (id: string, text: string) => ({ type: 'mention', text, mentioned: { id, name: text } });
    const activity = {
      ...messageActivity({ ...base(), text: '' }),
      text: `Hej ${ours}, be <at>Åsa Öberg</at> titta ${ours}`,
      entities: [
        mention(`28:${served.connector.appId}`, ours),
        mention('29:asa', '<at>Åsa Öberg</at>'),
        { type: 'clientInfo', locale: 'sv-SE' },
      ],
    };
    await served.send(activity);
    expect(served.said[0]?.text).toBe('Hej, be Åsa Öberg titta');
  });

  it('are answered in the thread where they were written', async () => {
    served.reply.said = async () => 'Regel 3 gäller.';
    await served.send(messageActivity({ ...base(), thread: '1700', id: '1701', text: 'regel?' }));
    const [request] = served.connector.requests.filter(({ act }) => act === 'post');
    expect(request).toMatchObject({
      conversation: CHANNEL,
      thread: '1700',
      subject: '1701',
      body: { type: 'message', text: 'Regel 3 gäller.', textFormat: 'plain' },
    });
  });

  it('whose answer cannot be delivered are not heard again', async () => {
    served.reply.said = async () => 'Svar';
    served.connector.respondWith({ when: ({ act }) => act === 'post', status: 403 });
    expect((await served.send(messageActivity({ ...base(), text: 'regel?' }))).status).toBe(200);
    expect(served.errors).toMatchObject([{ where: 'answer', error: { code: 'forbidden' } }]);
  });

  it('that are nothing but a mention are left alone', async () => {
    await served.send(messageActivity({ ...base(), text: ' ' }));
    expect(served.said).toEqual([]);
  });
});

it.each<[string, Record<string, unknown>]>([
  ['an installation', {}],
  ['new members', { type: 'conversationUpdate', membersAdded: [{ id: '29:x' }] }],
  ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
  ['typing', { type: 'typing' }],
  ['an unknown event', { type: 'somethingNew' }],
])('%s is answered quietly', async (_, change) => {
  expect(await served.send({ ...installationActivity(base()), ...change })).toEqual({
    status: 200,
    body: null,
  });
  expect(served.connector.requests).toEqual([]);
});

it('an installation is told to the handlers, an upgrade is not', async () => {
  const at = served.installed.length;
  await served.send({ ...installationActivity(base()), action: 'add' });
  await served.send({ ...installationActivity(base()), action: 'add-upgrade' });
  expect(served.installed.slice(at).map(({ conversation: { id } }) => id)).toEqual([CHANNEL]);
});
