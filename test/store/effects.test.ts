import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EffectOrder } from '../../src/core/effect.ts';
import type { ClaimedEffect } from '../../src/ports/ledger.ts';
import { databases } from '../fakes/databases.ts';
import { LEASE_MS, NOW, noted, openTown, type Town } from './town.ts';

const HIDE: EffectOrder = { kind: 'hide-comment', params: { commentVersion: 1 } };
const DELETE: EffectOrder = { kind: 'delete-comment', params: { commentVersion: 1 } };
const REPLY: EffectOrder = { kind: 'reply-to-comment', params: {} };
const LINE: EffectOrder = { kind: 'post-line', params: {} };

describe.each(databases)('the ledger of effects on %s', (_, open) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(open);
  });
  beforeEach(async () => {
    await town.rows(`UPDATE effect SET state = 'done'`);
    await town.rows('UPDATE account SET paused_until = NULL');
  });
  afterAll(() => town.database.close());
  const claim = (limit = 10, now = NOW) => town.store.claimEffects(now, limit, LEASE_MS);
  const kinds = async (...args: Parameters<typeof claim>) => (await claim(...args)).map(({ kind }) => kind);
  const end = (effect: ClaimedEffect | undefined, state: string) =>
    town.rows('UPDATE effect SET state = $1 WHERE id = $2', [state, effect?.id]);

  it('hands each of 60 effects to one of eight workers', async () => {
    for (let made = 0; made < 60; made += 1) await town.ticket([REPLY]);
    const taken: string[] = [];
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let empty = 0; empty < 3; ) {
          const claimed = await claim(2);
          taken.push(...claimed.map(({ id }) => id));
          empty = claimed.length === 0 ? empty + 1 : 0;
        }
      }),
    );
    expect(taken).toHaveLength(60);
    expect(new Set(taken).size).toBe(60);
  });

  it('keeps the order of a ticket’s platform effects, and holds those behind one that failed or is unknown', async () => {
    await town.ticket([HIDE, REPLY]);
    const [hide] = await claim();
    expect(hide?.kind).toBe('hide-comment');
    for (const state of ['started', 'pending', 'failed', 'unknown']) {
      await end(hide, state);
      expect(await kinds()).toEqual(state === 'pending' ? ['hide-comment'] : []);
    }
    await end(hide, 'cancelled');
    expect(await kinds()).toEqual(['reply-to-comment']);
  });

  it('lets the chat go its own way: words that were refused hold nothing back', async () => {
    await town.ticket([HIDE, LINE, LINE]);
    const claimed = await claim();
    expect(claimed.map(({ kind }) => kind).toSorted()).toEqual(['hide-comment', 'post-line']);
    expect(await kinds()).toEqual([]);
    await end(
      claimed.find(({ kind }) => kind === 'post-line'),
      'failed',
    );
    expect(await kinds()).toEqual(['post-line']);
  });

  it('waits until an effect is due', async () => {
    const dueAt = NOW.add({ minutes: 10 });
    await town.ticket([{ ...DELETE, dueAt }]);
    expect(await kinds()).toEqual([]);
    expect(await kinds(10, dueAt.subtract({ milliseconds: 1 }))).toEqual([]);
    expect(await kinds(10, dueAt)).toEqual(['delete-comment']);
  });

  it.each([
    [false, []],
    [true, ['delete-comment']],
  ])(
    'a deletion of a text that has been edited since, evenIfChanged %s: hands out %o',
    async (evenIfChanged, expected) => {
      const externalId = `edited-${evenIfChanged}`;
      await town.ticket(
        [{ ...DELETE, params: { commentVersion: 1, evenIfChanged } }],
        'filipstad',
        externalId,
      );
      await town.archive([{ externalId, text: 'Ändrad', writtenAt: NOW.add({ minutes: 1 }) }]);
      expect(await kinds()).toEqual(expected);
    },
  );

  it('pauses an account, and neither another’s nor the chat', async () => {
    await town.ticket([HIDE, LINE]);
    await town.ticket([REPLY], 'ludvika');
    const until = NOW.add({ minutes: 5 });
    await town.store.pauseAccount('filipstad', 'facebook', '1', until);
    await town.store.pauseAccount('filipstad', 'facebook', '1', NOW.add({ minutes: 1 }));
    expect((await kinds()).toSorted()).toEqual(['post-line', 'reply-to-comment']);
    expect(await kinds(10, until)).toEqual(['hide-comment']);
  });

  it('hands an effect whose worker vanished out again, to be settled and by one alone', async () => {
    await town.ticket([HIDE]);
    const [lost] = await claim();
    expect(await town.store.claimLostEffects(5, LEASE_MS)).toEqual([]);
    await town.rows(`UPDATE effect SET lease_until = now() - interval '1 s' WHERE id = $1`, [lost?.id]);
    const again = await Promise.all([1, 2, 3].map(() => town.store.claimLostEffects(5, LEASE_MS)));
    expect(again.flat()).toMatchObject([{ id: lost?.id, settling: true, attempts: 2 }]);
  });

  it('is either started or cancelled, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { ticket } = await town.ticket([DELETE]);
      const [claimed, outcome] = await Promise.all([
        claim(),
        town.decide({ ticket }, ({ effects }) => {
          const pending = effects.find(({ state }) => state === 'pending');
          return pending ? { ...noted, cancel: [pending.id] } : { ...noted, journal: [] };
        }),
      ]);
      const cancelled = outcome?.kind === 'decided' && outcome.decision.cancel !== undefined;
      expect(claimed.length).toBe(cancelled ? 0 : 1);
      await town.rows(`UPDATE effect SET state = 'done' WHERE state = 'started'`);
    }
  });
});

describe.each(databases)('cards on %s', (_, open) => {
  let town: Town;
  const here = { id: 'c', serviceUrl: 's', tenant: 't' };
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  const claim = (now = NOW, limit = 10) => town.store.claimCards(now, limit, LEASE_MS, []);
  const claimOne = async (now = NOW) => {
    const [card] = await claim(now);
    if (!card) throw new Error('No card is behind');
    return card;
  };
  const pressOn = (ticket: string, messageId: string, changes = false) =>
    town.decide(
      { ticket },
      (situation) => ({ ...noted, ...(changes && situation.ticket && { ticket: situation.ticket }) }),
      { pressedOn: { conversation: here, messageId } },
    );

  it('wait until the channel is bound, then are handed to one worker each', async () => {
    await Promise.all(Array.from({ length: 8 }, () => town.ticket()));
    expect(await claim()).toEqual([]);
    await town.store.bindChannel({ ...here, municipality: 'filipstad', name: '' }, 'p', NOW);
    // While Teams has no room in that conversation, they stay where they are.
    expect(await town.store.claimCards(NOW, 10, LEASE_MS, [here.id])).toEqual([]);
    const claimed = (await Promise.all(Array.from({ length: 6 }, () => claim(NOW, 2)))).flat();
    expect(new Set(claimed.map(({ ticket }) => ticket)).size).toBe(claimed.length);
    for (const card of claimed)
      await town.store.cardShown(card, { conversation: here, messageId: card.ticket }, NOW, null);
    for (let more = await claim(); more.length > 0; more = await claim()) {
      for (const card of more)
        await town.store.cardShown(card, { conversation: here, messageId: card.ticket }, NOW, null);
    }
    expect(await town.rows('SELECT 1 FROM card WHERE shown < wanted')).toEqual([]);
  });

  it('that change while they are being shown are shown again', async () => {
    const { ticket } = await town.ticket();
    const card = await claimOne();
    await pressOn(ticket, 'm1', true);
    await town.store.cardShown(card, { conversation: here, messageId: 'm2' }, NOW, null);
    expect(await claimOne()).toMatchObject({ ticket, messageId: 'm1' });
  });

  it('that were refused for good stay away, unless they have changed since they were claimed', async () => {
    const { ticket } = await town.ticket();
    await town.rows(
      'UPDATE card SET shown = wanted, force_at = NULL, lease_until = NULL WHERE ticket <> $1',
      [ticket],
    );
    const refused = { error: 'too-large', retryAt: null, lost: false };
    await town.store.cardFailed(await claimOne(), refused);
    expect(await claim()).toEqual([]);
    const change = () =>
      town.decide({ ticket }, (situation) => ({
        ...noted,
        ...(situation.ticket && { ticket: situation.ticket }),
      }));
    await change();
    const card = await claimOne();
    await change();
    await town.store.cardFailed(card, refused);
    expect(await claimOne()).toMatchObject({ ticket });
    await town.rows('UPDATE card SET shown = wanted, force_at = NULL, lease_until = NULL');
  });

  it('wait as long as Teams asked, though they change meanwhile', async () => {
    const { ticket } = await town.ticket();
    const retryAt = NOW.add({ seconds: 30 });
    await town.store.cardFailed(await claimOne(), { error: 'busy', retryAt, lost: false });
    await town.decide({ ticket }, (situation) => ({
      ...noted,
      ...(situation.ticket && { ticket: situation.ticket }),
    }));
    expect(await claim(retryAt.subtract({ seconds: 1 }))).toEqual([]);
    const card = await claimOne(retryAt);
    await town.store.cardShown(card, { conversation: here, messageId: 'm3' }, NOW, null);
  });

  it('whose message is gone are posted anew, unless another message has been pressed meanwhile', async () => {
    const { ticket } = await town.ticket();
    await town.store.cardShown(await claimOne(), { conversation: here, messageId: 'old' }, NOW, null);
    await pressOn(ticket, 'old', true);
    const gone = { error: 'gone', retryAt: NOW, lost: true };
    await town.store.cardFailed(await claimOne(), gone);
    const anew = await claimOne();
    expect(anew.messageId).toBeNull();
    await pressOn(ticket, 'pressed');
    await town.store.cardFailed(anew, gone);
    expect(await town.store.cardMessage('filipstad', ticket)).toMatchObject({ messageId: 'pressed' });
  });

  it('do not take another card’s message', async () => {
    const [one, two] = [await town.ticket(), await town.ticket()];
    await town.rows('UPDATE card SET message_id = ticket::text, conversation = $1, shown = wanted', [
      here.id,
    ]);
    await pressOn(two.ticket, one.ticket);
    expect(await town.store.cardMessage('filipstad', two.ticket)).toMatchObject({ messageId: two.ticket });
    await pressOn(two.ticket, 'unknown to us');
    expect(await town.store.cardMessage('filipstad', two.ticket)).toMatchObject({
      messageId: 'unknown to us',
    });
  });
});
