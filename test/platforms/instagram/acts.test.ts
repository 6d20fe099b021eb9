import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/local/graph/faults.ts';
import { type GraphSimulator, startGraph } from '../../../src/local/graph/server.ts';
import { MAX_TEXT } from '../../../src/platforms/instagram/replies.ts';
import type { Platform, PlatformError, Target } from '../../../src/ports/platform.ts';
import { refusal } from '../../contracts/wire.ts';
import { ACCOUNT, instagramOn, peopleOn } from './simulated.ts';

const FAULT_OF: Record<PlatformError['code'], object | null> = {
  'token-expired': { kind: 'token-expired' },
  permission: { kind: 'permission' },
  'account-paused': { kind: 'paused' },
  'rate-limited': { kind: 'rate-limit' },
  'not-found': { kind: 'gone' },
  rejected: { kind: 'refusal' },
  transient: { kind: 'transient' },
  'no-answer': { kind: 'lost-answer' },
  unsupported: null,
  unreachable: null,
  'window-closed': null,
  'replied-before': null,
};

describe('Instagram', () => {
  let graph: GraphSimulator;
  let platform: Platform;
  let people: ReturnType<typeof peopleOn>;
  beforeEach(async () => {
    graph = await startGraph();
    platform = instagramOn(graph);
    people = peopleOn(graph);
  });
  afterEach(() => graph.close());
  const acted = () => graph.acts().map(({ act, on, text }) => [act, on, text]);

  describe.each<[string, 'POST' | 'DELETE', (target: Target) => Promise<unknown>]>([
    ['hiding', 'POST', (target) => platform.hide(target)],
    ['showing', 'POST', (target) => platform.unhide(target)],
    ['deleting', 'DELETE', (target) => platform.delete(target)],
    ['replying', 'POST', (target) => platform.reply(target, 'Svar')],
    [
      'replying to a mention',
      'POST',
      (target) => platform.reply({ ...target, ...mention(), kind: 'mention' }, 'Svar'),
    ],
    ['blocking', 'POST', () => platform.block(ACCOUNT, people.write('').authorId)],
    ['unblocking', 'POST', () => platform.unblock(ACCOUNT, people.write('').authorId)],
  ])('%s', (name, method, act) => {
    const isBlock = name.endsWith('blocking');
    // What the contract suite does not try: it answers no mention, and these two are no faults of the wire.
    const untried = ([code]: [string, unknown]) =>
      name.endsWith('mention') || code === 'rejected' || code === 'account-paused';
    it.each(
      Object.entries(FAULT_OF)
        .filter(untried)
        .flatMap(([code, fault]) => (fault === null ? [] : [[code, fault] as const])),
    )('that ends %s says so', async (code, fault) => {
      const target = people.write('Hej');
      people.message();
      graph.fault(Fault.parse({ ...fault, match: { method } }));
      // Whom Graph refuses to block is left to a person.
      const expected = isBlock && code === 'rejected' ? 'unsupported' : code;
      expect((await refusal(act(target))).code).toBe(expected);
      expect(graph.acts()).toHaveLength(code === 'no-answer' ? 1 : 0);
    });

    it.each(name.endsWith('mention') ? (['garbled', 'slow'] as const) : [])(
      'whose answer is %s leaves open whether it was done',
      async (kind) => {
        const target = people.write('Hej');
        people.message();
        platform = instagramOn(graph, { timeoutMs: 150 });
        graph.fault(Fault.parse({ kind, delayMs: 400, match: { method } }));
        expect((await refusal(act(target))).code).toBe('no-answer');
      },
    );
  });

  const mention = (): Target => {
    const { id: media } = people.deed({ op: 'publish', owner: 'granne', caption: 'Utsikt' });
    const { id } = people.deed({ op: 'add', media, text: 'Fråga @ludvikakommun!' });
    return { account: ACCOUNT, externalId: id, postId: media, kind: 'mention' };
  };

  it("leaves the account's own comment visible when it is hidden, and says that it cannot be", async () => {
    const own = people.write('Välkomna!', { asAccount: true });
    await platform.hide(own);
    expect(await platform.read(own)).toMatchObject({ hidden: false, canHide: false });
    expect(await platform.read(people.write('Hej'))).toMatchObject({ canHide: true, canRemove: true });
  });

  it('answers a reply under the comment at the top level, by the name of its author, and finds that answer', async () => {
    const top = people.write('När öppnar isbanan?');
    const asked = people.write('Och kostar det?', { parent: top.externalId, username: 'alva_p' });
    const other = await platform.reply(top, 'Nej, det är gratis.');
    const answer = await platform.reply(asked, 'Nej, det är gratis.');
    expect(acted()).toEqual([
      ['reply', top.externalId, 'Nej, det är gratis.'],
      ['reply', top.externalId, '@alva_p Nej, det är gratis.'],
    ]);
    expect(await platform.ownReplies(asked)).toMatchObject([{ ...answer, text: 'Nej, det är gratis.' }]);
    expect(await platform.ownReplies(top)).toMatchObject([
      { ...answer, text: '@alva_p Nej, det är gratis.' },
      { ...other, text: 'Nej, det är gratis.' },
    ]);
  });

  it('names nobody twice, and nobody whose name is not told', async () => {
    const top = people.write('När öppnar isbanan?');
    const named = people.write('Ja, när?', { parent: top.externalId, username: 'alva_p' });
    await platform.reply(named, '@alva_p Klockan tio.');
    const nameless = people.write('Ja, när?', { parent: top.externalId, anonymous: true });
    await platform.reply(nameless, 'Klockan tio.');
    expect(acted().map(([, , text]) => text)).toEqual(['@alva_p Klockan tio.', 'Klockan tio.']);
  });

  it('takes the longest reply also where a name is put before it', async () => {
    const top = people.write('När öppnar isbanan?');
    const username = 'a'.repeat(30);
    const asked = people.write('Ja, när?', { parent: top.externalId, username });
    await platform.reply(asked, 'å'.repeat(MAX_TEXT));
    expect(graph.acts()).toHaveLength(1);
    expect((await refusal(platform.reply(asked, 'å'.repeat(MAX_TEXT + 1)))).code).toBe('rejected');
  });

  it('is refused an answer under what is hidden', async () => {
    const target = people.write('Hej');
    await platform.hide(target);
    expect((await refusal(platform.reply(target, 'Hej själv'))).code).toBe('rejected');
  });

  it('is refused every act in a broadcast', async () => {
    const { id: media } = people.deed({ op: 'publish', live: 'on' });
    const target = people.write('Hej', { media });
    expect(await platform.read(target)).not.toBeNull();
    expect((await refusal(platform.hide(target))).code).toBe('rejected');
    expect((await refusal(platform.delete(target))).code).toBe('rejected');
    expect((await refusal(platform.reply(target, 'Hej'))).code).toBe('rejected');
    people.change({ op: 'end-broadcast', media });
    expect(await platform.read(target)).toBeNull();
  });

  it('leaves to a person the block of somebody with whom there is no thread', async () => {
    const { authorId } = people.write('Hej');
    expect((await refusal(platform.block(ACCOUNT, authorId))).code).toBe('unsupported');
    expect((await refusal(platform.unblock(ACCOUNT, authorId))).code).toBe('unsupported');
    platform = instagramOn(graph, { pageOf: () => undefined });
    expect((await refusal(platform.block(ACCOUNT, authorId))).code).toBe('unsupported');
  });

  it('reads what names the account in a comment and in a caption, and answers there', async () => {
    const comment = mention();
    expect(await platform.read(comment)).toMatchObject({ text: 'Fråga @ludvikakommun!', canRemove: false });
    await platform.reply(comment, 'Det vet vi.');
    const { id } = people.deed({ op: 'publish', owner: 'granne', caption: '@ludvikakommun är fint' });
    const caption: Target = { account: ACCOUNT, externalId: id, postId: id, kind: 'mention' };
    expect(await platform.read(caption)).toMatchObject({ text: '@ludvikakommun är fint', canHide: false });
    await platform.reply(caption, 'Tack!');
    expect(acted()).toEqual([
      ['reply', comment.externalId, 'Det vet vi.'],
      ['reply', id, 'Tack!'],
    ]);
    expect((await refusal(platform.ownReplies(comment))).code).toBe('unsupported');
    people.change({ op: 'remove', id: comment.externalId });
    expect(await platform.read(comment)).toBeNull();
  });

  it('takes nothing for gone while the account itself cannot be read', async () => {
    const target = people.write('Hej');
    graph.fault(Fault.parse({ kind: 'gone', times: 2 }));
    expect((await refusal(platform.read(target))).code).toBe('permission');
    graph.fault(Fault.parse({ kind: 'gone' }));
    graph.fault(Fault.parse({ kind: 'token-expired' }));
    expect((await refusal(platform.read(target))).code).toBe('token-expired');
  });

  it('says that a Page which is linked to another account brings nothing', async () => {
    for (const account of graph.state.instagram.accounts) if (account.id === ACCOUNT) account.page = '1';
    expect((await refusal(platform.check(ACCOUNT))).code).toBe('rejected');
  });

  it('sends the token in the header alone', async () => {
    const calls: { url: string; headers: Headers }[] = [];
    const listening = instagramOn(graph, {
      fetch: (url, init) => {
        calls.push({ url: String(url), headers: new Headers(init?.headers) });
        return fetch(url, init);
      },
    });
    await listening.hide(people.write('Hej'));
    expect(calls).toHaveLength(1);
    expect(calls[0]?.url).not.toContain('SIM-');
    expect(calls[0]?.headers.get('authorization')).toMatch(/^Bearer SIM-/u);
  });
});
