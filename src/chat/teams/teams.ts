import type { Chat, ChatHandlers } from '../../ports/chat.ts';
import { CardAction, describeIssues, InboundActivity, tenantsOf } from './activity.ts';
import { KommentarsvaktenAdapter, NotBelieved } from './adapter.ts';
import { createCall } from './calls.ts';
import { createMembersOf } from './members.ts';
import { type CheckedTeamsOptions, checkTeamsOptions, mayCall, type TeamsOptions } from './options.ts';
import { createWhoIs } from './roster.ts';
import { createTeamsChat } from './teams-chat.ts';
import { createTurns } from './turns.ts';

/** What to answer the HTTP request with; `body` as JSON. */
interface TeamsAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** Microsoft Teams: its outbound side, and the handler behind `POST /api/messages`. */
export interface Teams {
  readonly chat: Chat;
  /** Never throws. Malformed 400, unproven 401, foreign tenant or address 403, a failed handler 500, no keys 503. */
  handle(rawBody: Buffer, headers: { readonly authorization?: string | undefined }): Promise<TeamsAnswer>;
}

/** What Teams needs from its surroundings. */
export interface TeamsSurroundings {
  /** Milliseconds that never run backwards, for pacing and caches. */
  readonly nowMs: () => number;
  /**
   * Told of what went wrong: a handler threw, an answer did not reach Teams, the signing keys could not be fetched, a
   * token was not believed, which anyone can make happen.
   */
  readonly onError: (where: 'turn' | 'answer' | 'keys' | 'token', error: unknown) => void;
}

/** @throws Error that names each wrong option */
export function createTeams(options: TeamsOptions, handlers: ChatHandlers, around: TeamsSurroundings): Teams {
  const checked = checkTeamsOptions(options);
  const adapter = new KommentarsvaktenAdapter(checked, around.nowMs);
  const call = createCall(adapter, checked, around.nowMs);
  const chat = createTeamsChat(call, `28:${checked.appId}`);
  const whoIs = createWhoIs(call, around.nowMs, checked.insecureLocal);
  const turns = createTurns({
    chat,
    whoIs,
    membersOf: createMembersOf(call, around.nowMs),
    handlers,
    onUnanswered: (error) => around.onError('answer', error),
  });
  return {
    chat,
    async handle(rawBody, headers) {
      const authorization = headers.authorization ?? '';
      if (!checked.insecureLocal && !authorization.startsWith('Bearer '))
        return refusal(401, 'no bearer token');
      const read = readActivity(rawBody);
      if ('status' in read) return read;
      try {
        const believed = await adapter.authenticate(read.activity, authorization);
        const refused = refuseForeign(read.activity, checked) ?? refuseUnreadable(read.activity);
        if (refused !== null) return refused;
        const answer = await adapter.runTurn(believed, read.activity, async (context) => {
          await turns.run(context);
        });
        return {
          status: answer?.status ?? 200,
          ...(answer?.body === undefined ? {} : { body: answer.body }),
        };
      } catch (error) {
        return answerTo(error, read.activity, around.onError);
      }
    },
  };
}

function readActivity(rawBody: Buffer): { activity: InboundActivity } | TeamsAnswer {
  let json: unknown;
  try {
    json = JSON.parse(rawBody.toString('utf8'));
  } catch {
    return refusal(400, 'the body is not JSON');
  }
  const parsed = InboundActivity.safeParse(json);
  return parsed.success
    ? { activity: parsed.data }
    : refusal(400, `activity: ${describeIssues(parsed.error)}`);
}

/** The token proves that Teams sent it, not from which tenant. */
function refuseForeign(activity: InboundActivity, options: CheckedTeamsOptions): TeamsAnswer | null {
  if (!mayCall(activity.serviceUrl, options.outboundHosts))
    return refusal(403, 'serviceUrl: not an allowed host');
  if (options.allowedTenants.length === 0) return null;
  const tenants = tenantsOf(activity);
  const known = tenants.length > 0 && tenants.every((tenant) => options.allowedTenants.includes(tenant));
  return known ? null : refusal(403, 'conversation.tenantId: not an allowed tenant');
}

/** Teams repeats an invoke whose answer has no body, so even a press that cannot be read gets a whole one. */
function refuseUnreadable(activity: InboundActivity): TeamsAnswer | null {
  const named = typeof activity.id === 'string';
  if (['message', 'installationUpdate'].includes(activity.type))
    return named ? null : refusal(400, 'activity: id: expected a string');
  if (!isPress(activity)) return null;
  if (!named) return pressRefusal(400, 'BadRequest', 'id: expected a string');
  const parsed = CardAction.safeParse(activity['value']);
  return parsed.success ? null : pressRefusal(400, 'BadRequest', describeIssues(parsed.error, 'value'));
}

function isPress(activity: InboundActivity): boolean {
  return activity.type === 'invoke' && activity.name === 'adaptiveCard/action';
}

function answerTo(
  error: unknown,
  activity: InboundActivity,
  onError: TeamsSurroundings['onError'],
): TeamsAnswer {
  if (!(error instanceof NotBelieved)) {
    onError('turn', error);
    const message = 'the turn failed';
    return isPress(activity) ? pressRefusal(500, 'InternalServerError', message) : refusal(500, message);
  }
  const forged = error.code === 'unauthorized';
  onError(forged ? 'token' : 'keys', error);
  return refusal(forged ? 401 : 503, error.message);
}

function refusal(status: number, message: string): TeamsAnswer {
  return { status, body: { error: { code: String(status), message } } };
}

/** Source: the universal actions' response format of Adaptive Cards. */
function pressRefusal(statusCode: number, code: string, message: string): TeamsAnswer {
  return {
    status: 200,
    body: { statusCode, type: 'application/vnd.microsoft.error', value: { code, message } },
  };
}
