import { z } from 'zod';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** Where the Bot Framework of the public cloud lives; tests and sovereign clouds say otherwise. */
const PUBLIC_CLOUD = {
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  tokenIssuer: 'https://api.botframework.com',
  loginUrl: 'https://login.microsoftonline.com',
} as const;

/** How the bot is known to Teams and what it may talk to. An absent URL means the public cloud's. */
export const TeamsOptions = z
  .object({
    /** The Entra application id; empty only with `insecureLocal`. */
    appId: z.string().default(''),
    /** The client secret; not used with a managed identity. */
    appPassword: z.string().default(''),
    appType: z.enum(['SingleTenant', 'UserAssignedMSI']).default('SingleTenant'),
    /** The tenant where the bot is registered. */
    tenantId: z.string().default(''),
    /** Tenants that may talk to the bot; empty means `tenantId` alone (and anyone with `insecureLocal`). */
    allowedTenants: z.array(z.string().min(1)).default([]),
    openIdMetadataUrl: z.url().default(PUBLIC_CLOUD.openIdMetadataUrl),
    tokenIssuer: z.string().min(1).default(PUBLIC_CLOUD.tokenIssuer),
    /** Tokens come from `<loginUrl>/<tenantId>/oauth2/v2.0/token`. */
    loginUrl: z.url().default(PUBLIC_CLOUD.loginUrl),
    /** Accepts unsigned activities. For `npm run local` on loopback only. */
    insecureLocal: z.boolean().default(false),
    /** Exact host names that the bot may call; a loopback name also allows http. */
    outboundHosts: z.array(z.string().min(1)).default([]),
    /** The most that one call to Teams may take. */
    timeoutMs: z.number().int().positive().default(10_000),
  })
  .transform((options) => ({
    ...options,
    allowedTenants:
      options.allowedTenants.length > 0 || options.insecureLocal
        ? options.allowedTenants
        : [options.tenantId],
    outboundHosts: outboundHosts(options.outboundHosts, options.insecureLocal),
  }))
  .superRefine((options, context) => {
    const demand = (path: string, holds: boolean, message: string) => {
      if (!holds) context.addIssue({ code: 'custom', path: [path], message });
    };
    if (options.insecureLocal) {
      demand(
        'appId',
        options.appId === '',
        'must be empty with insecureLocal: a real bot never runs unsigned',
      );
      return;
    }
    demand(
      'appId',
      options.appId !== '',
      'expected the Entra application id: without it every caller would be believed',
    );
    demand('tenantId', options.tenantId !== '', 'expected the id of the tenant where the bot is registered');
    if (options.appType === 'SingleTenant') {
      demand('appPassword', options.appPassword !== '', 'expected the client secret of a single-tenant bot');
    }
  });

/** As they are given: whatever has a default may be left out. */
export type TeamsOptions = z.input<typeof TeamsOptions>;

/** As they are used: complete, and known not to contradict each other. */
export type CheckedTeamsOptions = z.output<typeof TeamsOptions>;

function outboundHosts(configured: readonly string[], insecureLocal: boolean): string[] {
  if (configured.length > 0) return [...configured];
  return insecureLocal ? [...LOOPBACK_HOSTS] : ['smba.trafficmanager.net'];
}

/** Reads the options. @throws Error that names each wrong option and what was expected. */
export function checkTeamsOptions(options: TeamsOptions): CheckedTeamsOptions {
  const parsed = TeamsOptions.safeParse(options);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Teams options: ${problems.join('; ')}`);
}

/** May the bot call this address, and so hand it its token? Exact host names; https, or http on loopback. */
export function mayCall(serviceUrl: string, hosts: readonly string[]): boolean {
  const url = URL.parse(serviceUrl);
  if (url === null || url.username !== '' || url.password !== '' || !hosts.includes(url.hostname))
    return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname));
}
