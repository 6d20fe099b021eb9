import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTeams } from '../../../src/chat/teams/teams.ts';
import { messageActivity, pressActivity, TENANT } from '../../fakes/teams-activities.ts';
import { CARD, type ServedTeams, serveTeams } from './serve-teams.ts';

let served: ServedTeams;
beforeAll(async () => {
  served = await serveTeams();
});
afterAll(() => served.close());
beforeEach(() => {
  served.presses.length = 0;
  served.said.length = 0;
});

const words = (change: Record<string, unknown> = {}) => ({
  ...messageActivity({ serviceUrl: served.connector.url, appId: served.connector.appId, text: 'hjälp' }),
  ...change,
});
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('who may speak to the bot', () => {
  it('a token from Teams is believed', async () => {
    expect(await served.send(words())).toEqual({ status: 200, body: null });
    expect(served.said).toHaveLength(1);
  });

  type Issuer = ServedTeams['connector']['issuer'];
  it.each<[string, (issuer: Issuer) => Promise<Record<string, string>>]>([
    ['no token', async () => ({})],
    ['an empty header', async () => ({ authorization: '' })],
    ['a scheme that is not Bearer', async (issuer) => ({ authorization: `Basic ${await issuer.mint()}` })],
    ['Bearer and nothing more', async () => bearer('')],
    ['garbage', async () => bearer('garbage')],
    ['garbage in three parts', async () => bearer('a.b.c')],
    ['two tokens', async (issuer) => bearer(`${await issuer.mint()} ${await issuer.mint()}`)],
    ['an expired token', async (issuer) => bearer(await issuer.mint({ expiresIn: -3_600 }))],
    ['another audience', async (issuer) => bearer(await issuer.mint({ aud: crypto.randomUUID() }))],
    ['no audience', async (issuer) => bearer(await issuer.mint({ aud: null }))],
    ['another issuer', async (issuer) => bearer(await issuer.mint({ iss: 'https://evil.example' }))],
    ['no issuer', async (issuer) => bearer(await issuer.mint({ iss: null }))],
    [
      'another serviceurl',
      async (issuer) => bearer(await issuer.mint({ serviceurl: 'https://evil.example/' })),
    ],
    ['no serviceurl', async (issuer) => bearer(await issuer.mint({ serviceurl: null }))],
    ['alg none', async (issuer) => bearer(issuer.mintUnsigned())],
    ['a forged signature', async (issuer) => bearer(await issuer.mintForged())],
    ['our public key as a shared secret', async (issuer) => bearer(await issuer.mintHmac())],
    ['a payload that was changed afterwards', async (issuer) => bearer(tampered(await issuer.mint()))],
  ])('%s is 401, and nothing is done', async (_, headers) => {
    expect((await served.post(words(), await headers(served.connector.issuer))).status).toBe(401);
    expect(served.said).toEqual([]);
    expect(served.errors.filter(({ where }) => where !== 'token')).toEqual([]);
  });

  it.each<[string, string | null]>([
    ['without a serviceurl', null],
    ['for another serviceurl', 'https://evil.example/'],
  ])('a token of the Bot Framework Emulator %s is 401', async (_, serviceurl) => {
    const iss = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
    const more = { ver: '1.0', appid: served.connector.appId };
    expect((await served.send(words(), { iss, serviceurl, more })).status).toBe(401);
    expect(served.said).toEqual([]);
  });

  it('a token of another bot, calling us as its skill, is 401', async () => {
    const more = { ver: '1.0', appid: crypto.randomUUID() };
    expect((await served.send(words(), { more })).status).toBe(401);
  });

  it('a tenant that is not allowed is 403, and nothing is done', async () => {
    const foreign = { serviceUrl: served.connector.url, tenant: 'foreign-tenant' };
    const press = pressActivity({ ...foreign, data: {}, messageId: '1' });
    expect((await served.send(press)).status).toBe(403);
    expect((await served.send(messageActivity({ ...foreign, text: 'hej' }))).status).toBe(403);
    expect(served.presses).toEqual([]);
    expect(served.said).toEqual([]);
  });

  it.each([
    ['no tenant at all', { conversation: { id: '19:x@thread.tacv2' }, channelData: {} }],
    ['a second tenant in channelData', { channelData: { tenant: { id: 'foreign-tenant' } } }],
  ])('%s is 403', async (_, change) => {
    expect((await served.send(words(change))).status).toBe(403);
  });

  it('an address outside the allow-list is 403 even when the token vouches for it', async () => {
    const serviceUrl = 'https://smba.trafficmanager.net.evil.example/amer/';
    const answer = await served.send(words({ serviceUrl }), { serviceurl: serviceUrl });
    expect(answer.status).toBe(403);
    expect(served.said).toEqual([]);
  });
});

describe('what cannot be read', () => {
  it.each<[string, unknown, string]>([
    ['bad JSON', '{"type":', 'JSON'],
    ['an empty body', '', 'JSON'],
    ['null', 'null', 'expected object'],
    ['a list', [], 'expected object'],
  ])('%s is 400', async (_, body, why) => {
    const answer = await served.send(body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(why);
  });

  it.each<[string, Record<string, unknown>]>([
    ['type', { type: undefined }],
    ['type', { type: 7 }],
    ['channelId', { channelId: 'webchat' }],
    ['serviceUrl', { serviceUrl: 'not an address' }],
    ['from', { from: undefined }],
    ['from.id', { from: { id: '' } }],
    ['recipient', { recipient: null }],
    ['conversation.id', { conversation: { tenantId: TENANT } }],
    ['conversation', { conversation: 'a string' }],
    ['entities', { entities: 'none' }],
    ['text', { text: { html: 'x' } }],
    ['id', { id: undefined }],
  ])('a wrong %s is 400 and named', async (field, change) => {
    const answer = await served.send(words(change));
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(`activity: ${field}`);
    expect(served.said).toEqual([]);
  });
});

describe('creation', () => {
  const handlers = {
    press: async () => CARD,
    said: async () => '',
    asked: async () => ({ ...CARD, title: '' }),
    installed: async () => undefined,
  };
  const around = { nowMs: () => 0, onError: () => {} };
  it.each([
    ['appId', { appId: '', tenantId: TENANT, appPassword: 'x' }],
    ['tenantId', { appId: 'a', appPassword: 'x' }],
    ['appPassword', { appId: 'a', tenantId: TENANT }],
    ['appType', { appId: 'a', tenantId: TENANT, appPassword: 'x', appType: 'MultiTenant' as never }],
    ['appId', { appId: 'a', insecureLocal: true }],
    ['openIdMetadataUrl', { appId: 'a', tenantId: TENANT, appPassword: 'x', openIdMetadataUrl: 'nope' }],
  ])('a wrong %s is refused by name', (field, options) => {
    expect(() => createTeams(options, handlers, around)).toThrow(`${field}: `);
  });

  it('a managed identity needs no password', () => {
    expect(() =>
      createTeams({ appId: 'a', tenantId: TENANT, appType: 'UserAssignedMSI' }, handlers, around),
    ).not.toThrow();
  });

  it('insecureLocal believes everyone, but calls loopback only', async () => {
    const local = await serveTeams(() => ({ insecureLocal: true }));
    const activity = messageActivity({ serviceUrl: local.connector.url, text: 'hej' });
    expect((await local.post(activity)).status).toBe(200);
    expect((await local.post({ ...activity, serviceUrl: 'https://evil.example/' })).status).toBe(403);
    expect(local.said).toHaveLength(1);
    await local.close();
  });

  it('keys that cannot be fetched are 503, not the sender’s fault', async () => {
    const lost = await serveTeams((options) => ({
      ...options,
      openIdMetadataUrl: 'http://127.0.0.1:9/openid',
    }));
    const activity = messageActivity({ serviceUrl: lost.connector.url, text: 'hej' });
    expect((await lost.send(activity)).status).toBe(503);
    expect(lost.errors.map(({ where }) => where)).toEqual(['keys']);
    await lost.close();
  });
});

function tampered(token: string): string {
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
  const changed = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 60 })).toString('base64url');
  return `${header}.${changed}.${signature}`;
}
