import { actions } from '../../../src/actions/index.ts';
import type { Random } from '../../chaos/random.ts';
import { ANNA, BOT_NAME, CHANNEL, ERIK, messageActivity, TENANT } from '../../fakes/teams-activities.ts';
import type { RealTicket } from './fuzzed-bot.ts';

type Json = Record<string, unknown>;

const TYPES = [
  ...[
    'message',
    'message',
    'message',
    'message',
    'invoke',
    'invoke',
    'invoke',
    'invoke',
    'installationUpdate',
  ],
  ...[
    'conversationUpdate',
    'messageReaction',
    'messageUpdate',
    'messageDelete',
    'typing',
    'event',
    'endOfConversation',
  ],
  ...[
    'trace',
    'handoff',
    'command',
    'commandResult',
    'invokeResponse',
    'delay',
    'suggestion',
    'deleteUserData',
  ],
  ...['contactRelationUpdate', '__proto__', 'constructor', 'MESSAGE', ' '],
];
const INVOKES = [
  ...['adaptiveCard/action', 'adaptiveCard/action', 'adaptiveCard/action'],
  ...['composeExtension/fetchTask', 'composeExtension/submitAction', 'composeExtension/query'],
  ...['composeExtension/queryLink', 'composeExtension/anonymousQueryLink', 'composeExtension/selectItem'],
  ...['composeExtension/querySettingUrl', 'composeExtension/setting', 'composeExtension/onCardButtonClicked'],
  ...['task/fetch', 'task/submit', 'signin/verifyState', 'signin/tokenExchange', 'signin/failure'],
  ...['fileConsent/invoke', 'actionableMessage/executeAction', 'message/submitAction', 'message/fetchTask'],
  ...['config/fetch', 'config/submit', 'tab/fetch', 'tab/submit', 'application/search', 'handoff/action'],
  ...['', '__proto__', 'constructor', 'adaptiveCard/', '\0'],
];
const TEXTS = [
  ...[
    'koppla filipstad',
    'koppla',
    'hjälp',
    'sammanställning',
    'provläge',
    'provläge av Filipstad',
    'Hej!',
    '',
    ' ',
  ],
  ...[
    'När får vi ta bort en kommentar?',
    'Which rule applies to spam?',
    `$\{x}`,
    '{{DATE(2020-01-01)}}',
    '{svar}',
  ],
  ...[
    '<br'.repeat(28_000),
    '<'.repeat(50_000),
    '&'.repeat(50_000),
    '&#'.repeat(30_000),
    '<at>'.repeat(20_000),
  ],
  ...['<quoted messageId="1764352234567"/> När ska vi svara?', '<at>x</at><at>y', '&nbsp;'.repeat(20_000)],
  ...[
    '\0',
    '\ud800',
    'a\u0301'.repeat(20_000),
    '\u202e\u2066',
    '\u200b'.repeat(50_000),
    '👩‍👩‍👧‍👦'.repeat(5_000),
    '💩',
  ],
  ...[
    'a'.repeat(199_000),
    ' '.repeat(199_000),
    '\n'.repeat(100_000),
    'a '.repeat(90_000),
    '1-'.repeat(90_000),
  ],
  ...['http://a.'.repeat(20_000), 'www.'.repeat(40_000), '@'.repeat(90_000), '0701234567 '.repeat(15_000)],
  ...[
    'Å'.normalize('NFD'),
    '[x](javascript:alert(1))',
    '*'.repeat(90_000),
    '('.repeat(90_000),
    'é'.repeat(90_000),
  ],
];
const ODD: readonly unknown[] = [
  ...[
    null,
    null,
    '',
    ' ',
    '\0',
    '\ud800',
    0,
    -1,
    1e308,
    2 ** 53,
    true,
    false,
    [],
    {},
    [null],
    [[]],
    { '': '' },
  ],
  ...[
    'x'.repeat(501),
    'x'.repeat(150_000),
    'null',
    '__proto__',
    'å\u0301',
    '../..',
    "'; DROP TABLE ticket; --",
  ],
  ...[
    '2026-13-99T99:99:99Z',
    '-271821-04-20T00:00:00Z',
    'https://evil.example/',
    'http://[bad/',
    '19:;messageid=1',
  ],
  ...[JSON.parse('{"__proto__":{"role":"lead"},"constructor":{"prototype":1},"toString":null}'), deep(2_000)],
  ...[
    Array.from({ length: 2_000 }, () => ({ type: 'mention' })),
    { type: 'mention', text: '<at>x</at>', mentioned: { id: 1 } },
  ],
];

function deep(levels: number): unknown {
  return levels === 0 ? null : [deep(levels - 1)];
}

/** A Teams activity with up to four things wrong with it. */
export function oddActivity(
  random: Random,
  where: { readonly serviceUrl: string; readonly appId: string; readonly tickets: readonly RealTicket[] },
): Json {
  const type = random.pick(TYPES);
  const kind = random.pick(['channel', 'channel', 'personal', 'groupChat'] as const);
  const base = messageActivity({
    ...where,
    kind,
    text: random.pick(TEXTS),
    from: random.pick([ANNA, ANNA, ERIK]),
    conversation: kind === 'channel' ? CHANNEL : `a:${kind}`,
    id: `fuzz-${random.next()}`,
  });
  // Made of values that other activities share, and about to be spoilt.
  const activity = structuredClone({ ...base, type, ...moreOf(random, type, where.tickets) });
  for (let times = random.pick([0, 1, 1, 2, 3, 4]); times > 0; times -= 1) spoil(activity, random);
  return activity;
}

function moreOf(random: Random, type: string, tickets: readonly RealTicket[]): Json {
  if (type === 'invoke') {
    const name = random.pick(INVOKES);
    if (name === 'adaptiveCard/action') return { name, ...press(random, tickets) };
    const content = random.pick(TEXTS);
    const messagePayload = { id: '1', messageType: 'message', body: { contentType: 'html', content } };
    const commandId = random.pick(['which-rule', 'which-rule', '', 'x', '__proto__']);
    return {
      name,
      value: { commandId, commandContext: 'message', messagePayload, data: {}, parameters: [] },
    };
  }
  return (
    {
      installationUpdate: { action: random.pick(['add', 'remove', '', 'add-upgrade']) },
      conversationUpdate: {
        membersAdded: [{ id: `28:${BOT_NAME}` }, ANNA],
        channelData: {
          tenant: { id: TENANT },
          eventType: random.pick(['channelCreated', 'teamDeleted', 'channelMemberAdded', 'x']),
        },
      },
      messageReaction: { reactionsAdded: [{ type: 'like' }], reactionsRemoved: random.pick(ODD) },
      messageUpdate: { channelData: { tenant: { id: TENANT }, eventType: 'editMessage' } },
      event: {
        name: random.pick(['application/vnd.microsoft.readReceipt', 'tokens/response', 'x']),
        value: {},
      },
      command: { name: 'application/x', value: { commandId: '1', data: {} } },
    }[type] ?? { value: random.pick(ODD), name: random.pick(INVOKES) }
  );
}

function press(random: Random, tickets: readonly RealTicket[]): Json {
  const { ticket, version, messageId } = random.pick(tickets);
  const verb = random.pick([...Object.keys(actions), 'list-unposted', 'summary', '__proto__', 'explode']);
  const words = random.next() < 0.5 ? 'Ett skäl.' : random.pick(TEXTS);
  const rule = random.pick(['FIL-18', 'FIL-01', 'LUD-10', 'FIL-99', 'LAW-01', '']);
  const form = random.pick(['x', '', '0', 'remove']);
  const data = { verb, ticket, version: random.pick([version, version + 1, 0]), rule, reason: words, form };
  const more = {
    [`text-${form}`]: words,
    subject: words,
    ground: 'FIL-38',
    until: '2026-12-01',
    effect: ticket,
  };
  const since = random.pick(['2026-11-01T00:00:00Z', '', '-271821-04-20T00:00:00Z']);
  const period = { verb: 'list-unposted', since, until: '2026-11-30T00:00:00Z' };
  const chosen = random.next() < 0.1 ? period : { ...data, ...more };
  return {
    replyToId: messageId,
    value: { action: { type: 'Action.Execute', verb: '', data: chosen }, trigger: 'manual' },
  };
}

/** Puts something odd somewhere, however deep, or takes something away. */
function spoil(activity: Json, random: Random): void {
  const places: { within: Json; key: string }[] = [];
  const walk = (within: Json, depth: number) => {
    for (const key of Object.keys(within)) {
      places.push({ within, key });
      const value = within[key];
      if (depth < 6 && typeof value === 'object' && value !== null) walk(value as Json, depth + 1);
    }
  };
  walk(activity, 0);
  const { within, key } = random.pick(places);
  if (random.next() < 0.25) delete within[key];
  else within[key] = structuredClone(random.pick([...ODD, ...TEXTS]));
}
