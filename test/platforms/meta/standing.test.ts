import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StandingFault } from '../../../src/core/standing.ts';
import { Fault } from '../../../src/local/graph/faults.ts';
import { samplePages } from '../../../src/local/graph/seed.ts';
import { type GraphSimulator, startGraph } from '../../../src/local/graph/server.ts';
import type { SimPage } from '../../../src/local/graph/state.ts';
import { createFacebook } from '../../../src/platforms/facebook/acts.ts';
import { createInstagram } from '../../../src/platforms/instagram/acts.ts';
import { refusal } from '../../contracts/wire.ts';

const [sample, other] = samplePages();
const linkedSample = samplePages().find(({ instagram }) => instagram !== undefined);
if (!sample || !other || !linkedSample?.instagram) throw new Error('no sample pages');
const [PAGE, LINKED, ACCOUNT] = [sample.id, linkedSample.id, linkedSample.instagram.id];
const USER = { id: '77', token: 'SIM-user-token' };
const UNTOLD = ['scopes', 'token', 'consent'];

describe('what Graph says of an account', () => {
  let graph: GraphSimulator;
  let token: string;
  beforeEach(async () => {
    graph = await startGraph();
    graph.state.users.push(USER);
    token = sample.token;
  });
  afterEach(() => graph.close());
  const where = () => ({ apiUrl: `${graph.url}/v26.0`, attachmentHosts: [], timeoutMs: 5000 });
  const facebook = () => createFacebook({ ...where(), tokenOf: () => token }).standing(PAGE);
  const instagram = (account = ACCOUNT) =>
    createInstagram({ ...where(), tokenOf: () => linkedSample.token, pageOf: () => LINKED }).standing(
      account,
    );
  const pageNamed = (id: string): SimPage => {
    const found = graph.state.pages.find((each) => each.id === id);
    if (!found) throw new Error('no such page');
    return found;
  };
  const refuseDebug = (times = 1) =>
    graph.fault(Fault.parse({ kind: 'permission', match: { path: 'debug_token' }, times }));

  it('is nothing but good of a Page that is as it should be, and that its token never ends', async () => {
    expect(await facebook()).toEqual({
      faults: [],
      ends: [
        { what: 'token', at: null },
        { what: 'consent', at: null },
      ],
      untold: [],
    });
  });

  it('names when the token ends, and what a person has consented to', async () => {
    const [tokenEndsAt, consentEndsAt] = ['2099-01-01T00:00:00Z', '2098-01-01T00:00:00Z'];
    Object.assign(pageNamed(PAGE), { tokenEndsAt, consentEndsAt });
    expect((await facebook()).ends.map(({ what, at }) => [what, at?.toString()])).toEqual([
      ['token', tokenEndsAt],
      ['consent', consentEndsAt],
    ]);
  });

  it.each<[string, StandingFault, string[], () => unknown]>([
    ['a token that has ended', 'token-dead', [], () => (pageNamed(PAGE).tokenExpired = true)],
    ['a token that Graph does not know', 'token-dead', [], () => (token = 'nonsense')],
    ['no token', 'token-dead', [], () => (token = '')],
    ["another Page's token", 'other-account', [other.id], () => (token = other.token)],
    ["a person's token", 'user-token', [USER.id], () => (token = USER.token)],
    ['a Page without the app', 'not-subscribed', ['feed'], () => (pageNamed(PAGE).subscribedFields = [])],
    ['no feed', 'not-subscribed', ['feed'], () => (pageNamed(PAGE).subscribedFields = ['mention'])],
    [
      'fields',
      'fields-missing',
      ['mention', 'message_echoes', 'message_edits', 'standby'],
      () => (pageNamed(PAGE).subscribedFields = ['feed', 'messages']),
    ],
    [
      'a permission',
      'scope-missing',
      ['pages_manage_engagement'],
      () =>
        (pageNamed(PAGE).scopes = pageNamed(PAGE).scopes.filter(
          (name) => !name.endsWith('manage_engagement'),
        )),
    ],
  ])('names %s', async (_, code, names, break_) => {
    break_();
    expect((await facebook()).faults).toEqual([{ code, names }]);
  });

  it('tells a person from another Page where the token may not be asked of itself', async () => {
    refuseDebug(2);
    token = USER.token;
    expect(await facebook()).toMatchObject({ faults: [{ code: 'user-token' }], untold: UNTOLD });
    token = other.token;
    expect(await facebook()).toMatchObject({ faults: [{ code: 'other-account' }], untold: UNTOLD });
  });

  it('says what it does not know where the token may not be asked of itself, and that is no fault', async () => {
    refuseDebug();
    expect(await facebook()).toEqual({ faults: [], ends: [], untold: UNTOLD });
  });

  it('is an error when Graph does not answer', async () => {
    graph.fault(Fault.parse({ kind: 'transient' }));
    expect((await refusal(facebook())).code).toBe('transient');
  });

  it('is nothing but good of a linked Instagram account, beside the fields that nobody can ask for', async () => {
    expect(await instagram()).toMatchObject({ faults: [], untold: ['fields'] });
  });

  it('names a Page without the Instagram link, and one that is linked to another account', async () => {
    expect((await instagram('4711')).faults).toEqual([{ code: 'not-linked', names: [ACCOUNT] }]);
    graph.state.instagram.accounts.splice(0);
    expect((await instagram()).faults).toEqual([{ code: 'not-linked', names: [] }]);
  });

  it('names an Instagram account whose Page has not the app, and lacks a permission', async () => {
    Object.assign(pageNamed(LINKED), { subscribedFields: [], scopes: ['instagram_basic'] });
    expect((await instagram()).faults).toMatchObject([
      { code: 'scope-missing', names: expect.arrayContaining(['instagram_manage_comments']) },
      { code: 'not-subscribed' },
    ]);
  });
});
