import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { InboundActivity } from './activity.ts';
import { createClientCredentials } from './client-credentials.ts';
import type { CheckedTeamsOptions } from './options.ts';
import { createRecentMap } from './recent-map.ts';

/** The part of the SDK's ConnectorClient that we call. */
export interface Connector {
  readonly conversations: {
    sendToConversation(
      conversation: string,
      activity: object,
      options: CallOptions,
    ): Promise<{ id?: string }>;
    replyToActivity(
      conversation: string,
      activity: string,
      reply: object,
      options: CallOptions,
    ): Promise<{ id?: string }>;
    updateActivity(
      conversation: string,
      activity: string,
      update: object,
      options: CallOptions,
    ): Promise<unknown>;
    createConversation(parameters: object, options: CallOptions): Promise<{ id?: string }>;
    getConversationMember(conversation: string, member: string, options: CallOptions): Promise<unknown>;
    getConversationPagedMembers(
      conversation: string,
      options: CallOptions & { readonly pageSize: number; readonly continuationToken?: string },
    ): Promise<unknown>;
  };
}
interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** Why an activity was not believed. `unavailable`: its signature could not be checked just now. */
export class NotBelieved extends Error {
  override readonly name = 'NotBelieved';
  readonly code: 'unauthorized' | 'unavailable';
  constructor(code: NotBelieved['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

type Turn = (context: TurnContext) => Promise<void>;
type Believed = Awaited<ReturnType<KommentarsvaktenAdapter['authenticate']>>;

/** Serviceurls that a connector client is kept for; each tenant's region has its own. */
const KEPT_CONNECTORS = 64;
/** Each of these sends a request again by itself; the outbox alone may do that. */
const POLICIES_THAT_REPEAT = ['defaultRetryPolicy', 'redirectPolicy'];

/** The Bot Framework adapter: who speaks is checked by the SDK, and calls go out exactly once. */
export class KommentarsvaktenAdapter extends TeamsAdapter {
  readonly #anonymous: boolean;
  readonly #appId: string;
  readonly #forget: () => void;
  readonly #connectors = createRecentMap<Promise<Connector>>(KEPT_CONNECTORS);

  constructor(options: CheckedTeamsOptions, nowMs: () => number) {
    const managedIdentity = options.appType === 'UserAssignedMSI';
    const credentials = createClientCredentials(options, nowMs);
    super(
      {
        MicrosoftAppId: options.appId,
        MicrosoftAppType: options.appType,
        MicrosoftAppTenantId: options.tenantId,
        ToChannelFromBotLoginUrl: options.loginUrl,
        ToChannelFromBotOAuthScope: 'https://api.botframework.com',
        ToBotFromChannelTokenIssuer: options.tokenIssuer,
        OAuthUrl: 'https://api.botframework.com',
        ToBotFromChannelOpenIdMetadataUrl: options.openIdMetadataUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: options.openIdMetadataUrl,
      },
      managedIdentity ? undefined : credentials.factory,
    );
    this.#anonymous = options.appId === '';
    this.#appId = options.appId;
    this.#forget = credentials.forget;
  }

  /**
   * Checks the token's signature, issuer, audience and age, and that it was issued for the activity's serviceUrl.
   * @throws NotBelieved
   */
  async authenticate(activity: InboundActivity, authorization: string) {
    const believed = await this.#verify(activity, authorization);
    // The SDK checks this claim for channel tokens only, and an emulator's token would pass without it.
    if (!this.#anonymous && believed.claimsIdentity.getClaimValue('serviceurl') !== activity.serviceUrl) {
      throw new NotBelieved('unauthorized', 'the token was not issued for the serviceUrl of the activity');
    }
    return believed;
  }

  /** Runs the turn of an activity that has been authenticated. */
  async runTurn(
    believed: Believed,
    activity: InboundActivity,
    turn: Turn,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(believed, activity as unknown as Activity, turn);
  }

  /** A client for calls to `serviceUrl` that sends each request once. The caller has checked the address. */
  connectorFor(serviceUrl: string): Promise<Connector> {
    const kept = this.#connectors.get(serviceUrl);
    if (kept !== undefined) return kept;
    const made = this.#makeConnector(serviceUrl);
    this.#connectors.set(serviceUrl, made);
    made.catch(() => this.#connectors.delete(serviceUrl));
    return made;
  }

  /** Teams refused our token: the next call asks for a new one. */
  forgetToken(): void {
    this.#forget();
  }

  async #makeConnector(serviceUrl: string): Promise<Connector> {
    const factory = this.botFrameworkAuthentication.createConnectorFactory(
      this.createClaimsIdentity(this.#appId),
    );
    const connector = await factory.create(serviceUrl, 'https://api.botframework.com');
    // The SDK offers no option for this: `noRetryPolicy` and `retryOptions` are ignored.
    const { client } = connector as unknown as {
      client: { pipeline: { removePolicy(policy: { name: string }): readonly unknown[] } };
    };
    for (const name of POLICIES_THAT_REPEAT) client.pipeline.removePolicy({ name });
    return connector as unknown as Connector;
  }

  async #verify(activity: InboundActivity, authorization: string) {
    try {
      return await this.botFrameworkAuthentication.authenticateRequest(
        activity as unknown as Activity,
        authorization,
      );
    } catch (cause) {
      // A forged signature surfaces as the JWT library's own error, keys that cannot be fetched as a 500 or a socket error.
      const { name, statusCode } = cause as { name?: string; statusCode?: number };
      const keysMissing = statusCode === 500 || name === 'FetchError';
      throw new NotBelieved(
        keysMissing ? 'unavailable' : 'unauthorized',
        keysMissing
          ? 'the keys that prove the token could not be fetched'
          : 'the token does not prove who sent the activity',
        cause,
      );
    }
  }
}
