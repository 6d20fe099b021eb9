import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StandingFault } from '../../../src/core/standing.ts';
import { SIMULATED_APP } from '../../../src/local/linkedin/introspection.ts';
import { sampleLinkedInPages } from '../../../src/local/linkedin/seed.ts';
import { type LinkedInSimulator, startLinkedIn } from '../../../src/local/linkedin/server.ts';
import type { SimPage } from '../../../src/local/linkedin/state.ts';
import { createLinkedIn } from '../../../src/platforms/linkedin/acts.ts';
import { refusal } from '../../contracts/wire.ts';

const [sample] = sampleLinkedInPages();
if (!sample) throw new Error('no sample pages');
const NOW = Temporal.Instant.from('2026-11-20T08:00:00Z');
const SOON = '2026-11-28T08:00:00Z';

describe('what LinkedIn says of a Page', () => {
  let linkedin: LinkedInSimulator;
  let now = NOW;
  beforeEach(async () => {
    now = NOW;
    linkedin = await startLinkedIn({ now: () => now });
    page().subscribedUntil = SOON;
  });
  afterEach(() => linkedin.close());
  const page = (): SimPage => {
    const found = linkedin.state.pages.find(({ number }) => number === sample.number);
    if (!found) throw new Error('no such page');
    return found;
  };
  const standing = (more: Partial<Parameters<typeof createLinkedIn>[0]> = {}) =>
    createLinkedIn({
      ...{ apiUrl: `${linkedin.url}/rest`, version: '202610', applicationIdOf: () => '77', timeoutMs: 2000 },
      ...{ attachmentHosts: [], now: () => now, tokenOf: () => sample.token },
      clientOf: () => ({ ...SIMULATED_APP, url: `${linkedin.url}/oauth/v2/introspectToken` }),
      ...more,
    }).standing(sample.number);

  it('is when the version, the token and the subscription end, and that nobody knows of the consent', async () => {
    page().tokenEndsAt = '2026-12-24T08:00:00Z';
    const { faults, ends, untold } = await standing();
    expect([faults, untold]).toEqual([[], ['consent']]);
    expect(ends.map(({ what, at }) => [what, at?.toString()])).toEqual([
      ['version', '2027-10-01T00:00:00Z'],
      ['token', '2026-12-24T08:00:00Z'],
      ['subscription', SOON],
    ]);
  });

  it('is not what nobody may ask: without the app neither scopes nor token, without its number no subscription', async () => {
    const alone = await standing({ clientOf: () => null, applicationIdOf: () => undefined });
    expect(alone).toMatchObject({ faults: [], untold: ['scopes', 'token', 'consent', 'subscription'] });
    const stranger = { id: 'x', secret: 'y', url: `${linkedin.url}/oauth/v2/introspectToken` };
    expect(await standing({ clientOf: () => stranger })).toMatchObject({
      untold: ['scopes', 'token', 'consent'],
    });
  });

  it.each<[string, StandingFault, string[], () => unknown]>([
    ['a token that has ended', 'token-dead', [], () => (page().tokenExpired = true)],
    ['a role that reads nothing', 'no-role', [], () => (page().role = 'CONTENT_ADMINISTRATOR')],
    ['a subscription that is gone', 'not-subscribed', [], () => (page().subscribedUntil = null)],
    [
      'a subscription that has expired',
      'not-subscribed',
      [],
      () => (page().subscribedUntil = NOW.toString()),
    ],
    [
      'a permission',
      'scope-missing',
      ['w_organization_social_feed'],
      () => (page().scopes = ['r_organization_social', 'rw_organization_admin']),
    ],
  ])('names %s', async (_, code, names, break_) => {
    break_();
    expect((await standing()).faults).toEqual([{ code, names }]);
  });

  it('names a dead token also where nobody may ask what it is worth', async () => {
    page().tokenExpired = true;
    expect((await standing({ clientOf: () => null })).faults).toEqual([{ code: 'token-dead', names: [] }]);
  });

  it('names a version that has ended, of which every call would only fail', async () => {
    expect((await standing({ version: '202511' })).faults).toEqual([{ code: 'version-ended', names: [] }]);
    expect((await standing({ version: '202512' })).faults).toEqual([]);
  });

  it('is an error when LinkedIn does not answer', async () => {
    linkedin.fault({ kind: 'transient', match: { path: 'organizationAcls' }, times: 1, delayMs: 0 });
    expect((await refusal(standing())).code).toBe('transient');
  });
});
