import { describe, expect, it, onTestFinished } from 'vitest';
import { DisposalRule } from '../../src/core/disposal-policy.ts';
import { databases } from '../fakes/databases.ts';
import {
  ANNA,
  BO,
  CILLA,
  closeTicket,
  confirmed,
  LATER,
  openTicket,
  placeHold,
  plant,
  rememberingLog,
  ruleOf,
  runAll,
  TERMS,
  tablesWith,
  verified,
} from './disposal-town.ts';
import { incoming, NOW, openTown } from './town.ts';

describe.each(databases)('disposal on %s', (_, open) => {
  const begin = async () => {
    const town = await openTown(open);
    onTestFinished(() => town.database.close());
    return town;
  };

  it('erases every word of a comment, registers the protocol, and leaves the journal whole', async () => {
    const town = await begin();
    const id = await plant(town, 'free');
    await closeTicket(town, await openTicket(town, 'free'));
    const before = await tablesWith(town);
    expect(before).toEqual(
      expect.arrayContaining(['comment', 'comment_version', 'platform_change', 'reason', 'reply', 'breach']),
    );
    const rule = ruleOf();
    const disposal = await confirmed(town, rule);
    const { log, batches, done } = rememberingLog();
    expect(await runAll(town, rule, { log })).toMatchObject([
      { disposal, disposed: 1, blocked: 0, reference: null },
      { disposal, disposed: 0, blocked: 0, reference: 'SM 2029-1' },
    ]);
    expect(await tablesWith(town)).toEqual([]);
    expect(await town.rows('SELECT bytes FROM attachment')).toEqual([{ bytes: null }]);
    expect(await verified(town)).toEqual({ sound: true, records: [] });
    expect(batches).toMatchObject([{ disposal, items: [{ of: 'comment', id, versions: 2 }] }]);
    expect(done).toEqual(batches.map(({ batch }) => batch));
    expect(await town.store.disposals('filipstad')).toMatchObject([
      {
        state: 'done',
        reference: 'SM 2029-1',
        protocol: {
          ...{ reference: 'SM 2029-1', proposed: 1, disposed: { comment: 1 }, versions: 2, stayed: {} },
          ...{
            proposedBy: ANNA,
            confirmedBy: [{ by: BO }, { by: CILLA }],
            readBack: { checked: 1, left: 0 },
          },
        },
      },
    ]);
    expect(await town.rows('SELECT kind, subject FROM registration')).toEqual([
      { kind: 'disposal', subject: 'Gallringsprotokoll' },
    ]);
  });

  it('leaves what is held and what is open, says why, and goes on from where it was cut off', async () => {
    const town = await begin();
    const [held, open] = [await plant(town, 'held'), await plant(town, 'open')];
    for (const name of ['free 1', 'free 2', 'free 3']) await plant(town, name);
    await placeHold(town, held);
    await openTicket(town, 'open');
    const rule = ruleOf();
    const planned = await town.store.planDisposal('filipstad', LATER, rule, TERMS);
    expect(planned.found).toMatchObject({
      free: 3,
      blocked: { hold: 1, 'open-ticket': 1 },
      oldest: NOW.toString(),
    });
    expect(planned.sample).toHaveLength(3);
    const disposal = await confirmed(town, rule);
    // A hold that comes after the second yes, and a process that dies in the second batch.
    const [later] = await town.rows<{ id: string }>(`SELECT id FROM comment WHERE external_id = 'free 3'`);
    await placeHold(town, later?.id ?? '');
    const { log, batches } = rememberingLog();
    const dying = {
      ...log,
      intent: async (batch: Parameters<typeof log.intent>[0]) => {
        await log.intent(batch);
        if (batches.length === 2) throw new Error('killed');
      },
    };
    await expect(runAll(town, rule, { log: dying, limit: 1 })).rejects.toThrow('killed');
    const erased = async () =>
      (
        await town.rows<{ name: string }>(
          `SELECT external_id AS name FROM comment WHERE disposed_at IS NOT NULL ORDER BY 1`,
        )
      ).map(({ name }) => name);
    expect(await erased()).toEqual(['free 1']);
    expect(await verified(town)).toEqual({ sound: true, records: [] });
    await runAll(town, rule, { limit: 1 });
    expect(await erased()).toEqual(['free 1', 'free 2']);
    expect(await verified(town)).toEqual({ sound: true, records: [] });
    const [made] = await town.store.disposals('filipstad');
    expect(made).toMatchObject({
      ...{ id: disposal, state: 'done' },
      protocol: { proposed: 3, disposed: { comment: 2 }, stayed: { hold: 1 }, batches: 2 },
    });
    const texts = await town.rows<{ id: string }>(
      'SELECT DISTINCT comment AS id FROM comment_version WHERE text IS NOT NULL',
    );
    expect(texts.map(({ id }) => id).toSorted()).toEqual([held, open, later?.id].toSorted());
  });

  it('is confirmed by two who are neither the proposer nor the bot, under the decision in force', async () => {
    const town = await begin();
    await plant(town, 'free');
    const rule = ruleOf();
    const first = await town.store.proposeDisposal(
      'filipstad',
      LATER,
      { rule, policy: '1', by: ANNA },
      TERMS,
    );
    const { id } = await town.store.proposeDisposal(
      'filipstad',
      LATER,
      { rule, policy: '1', by: ANNA },
      TERMS,
    );
    const say = (by: string, more: object = {}) =>
      town.store.confirmDisposal('filipstad', LATER, { id, by, rules: [rule], ...more });
    const refused = (why: string) => ({ kind: 'refused', why });
    expect(await say(ANNA)).toEqual(refused('proposer'));
    expect(await say('bot')).toEqual(refused('no-person'));
    expect(await say(BO, { id: first.id })).toEqual(refused('state'));
    expect(await say(BO, { id: 'nonsense' })).toEqual(refused('unknown'));
    expect(await say(BO, { rules: [ruleOf({ after: { years: 3 } })] })).toEqual(refused('rule-changed'));
    expect(await say(BO)).toEqual({ kind: 'confirmed', left: 1 });
    expect(await say(BO)).toEqual(refused('twice'));
    expect(await runAll(town, rule)).toEqual([]);
    expect(await say(CILLA)).toEqual({ kind: 'confirmed', left: 0 });
    // The decision is changed before anything is erased: it stands still.
    expect(await runAll(town, ruleOf({ after: { years: 3 } }))).toEqual([]);
    expect(await tablesWith(town)).not.toEqual([]);
    expect(await runAll(town, rule)).toHaveLength(2);
    expect(await town.store.confirmDisposal('ludvika', LATER, { id, by: BO, rules: [rule] })).toEqual(
      refused('unknown'),
    );
  });

  it('erases a part alone, where the decision is about a part', async () => {
    const town = await begin();
    await plant(town, 'free');
    await closeTicket(town, await openTicket(town, 'free'));
    const left = async (type: string) => {
      const rule = ruleOf({ id: type.toUpperCase(), type });
      await confirmed(town, rule);
      await runAll(town, rule);
      expect(await verified(town)).toEqual({ sound: true, records: [] });
      return tablesWith(town);
    };
    const texts = ['breach', 'comment', 'comment_version', 'reason', 'reply'];
    expect(await left('media')).toEqual([
      'breach',
      'comment',
      'comment_version',
      'platform_change',
      'reason',
      'reply',
    ]);
    expect(await left('raw')).toEqual(texts);
    expect(await left('draft')).toEqual(texts);
    expect(await town.rows(`SELECT kind, text IS NULL AS gone FROM reply ORDER BY kind`)).toEqual([
      { kind: 'draft', gone: true },
      { kind: 'reply', gone: false },
    ]);
    const rule = ruleOf({ leaves: ['reasons'] });
    await confirmed(town, rule);
    await runAll(town, rule);
    expect(await tablesWith(town)).toEqual(['reason']);
    expect(await verified(town)).toEqual({ sound: true, records: [] });
    // What the decision leaves is covered by no erasure of the rest.
    await town.rows('UPDATE reason SET text = NULL, salt = NULL');
    expect((await verified(town)).records).toMatchObject([{ table: 'reason', why: 'erased' }]);
  });

  it('lets what an account keeps no longer go, under the decision that its terms rest on', async () => {
    const town = await begin();
    await plant(town, 'free');
    const { after: _, from: __, ...terms } = { ...ruleOf(), id: 'VILLKOR', type: 'terms' as const };
    const rule = DisposalRule.parse(terms);
    const plan = async (days: number | null) =>
      (await town.store.planDisposal('filipstad', LATER, rule, { ...TERMS, keepDays: () => days })).found
        .free;
    expect([await plan(null), await plan(30), await plan(900)]).toEqual([0, 1, 0]);
  });

  it('does not let what was disposed of be archived again, and lets what is written later', async () => {
    const town = await begin();
    await plant(town, 'free');
    const rule = ruleOf();
    await confirmed(town, rule);
    await runAll(town, rule);
    const again = {
      externalId: 'free',
      text: 'Samma ord',
      author: { id: 'a', name: 'Namn' },
      corrects: true,
    };
    const hidden = {
      platform: 'facebook',
      account: '1',
      externalId: 'free',
      change: 'unhidden',
      at: LATER,
    } as const;
    await town.archive([], {
      items: [
        { key: 'again', raw: Buffer.from('Samma ord'), comment: incoming(again) },
        { key: 'shown', raw: Buffer.from('Samma ord'), change: hidden },
      ],
    });
    expect(await tablesWith(town, 'Samma ord')).toEqual([]);
    expect(await tablesWith(town, 'Namn')).toEqual([]);
    await town.archive([{ externalId: 'free', text: 'Nya ord', writtenAt: LATER.add({ hours: 1 }) }]);
    expect(await tablesWith(town, 'Nya ord')).toEqual(['comment_version']);
    expect(await verified(town)).toEqual({ sound: true, records: [] });
  });

  it('is told from an erasure that nobody has decided, and from rows that say otherwise than the journal', async () => {
    const town = await begin();
    for (const name of ['one', 'other']) await plant(town, name);
    await town.rows(`UPDATE comment_version SET text = NULL, salt = NULL, raw = '{}'
      WHERE comment = (SELECT id FROM comment WHERE external_id = 'one')`);
    await town.rows(
      `UPDATE attachment SET bytes = NULL WHERE comment = (SELECT id FROM comment WHERE external_id = 'one')`,
    );
    const erased = expect.arrayContaining([
      expect.objectContaining({ table: 'comment_version', why: 'erased' }),
      expect.objectContaining({ table: 'attachment', why: 'missing' }),
    ]);
    expect(await verified(town)).toEqual({ sound: false, records: erased });
    const rule = ruleOf();
    await confirmed(town, rule);
    await runAll(town, rule);
    expect((await verified(town)).records).toHaveLength(2);
    // Whoever erased it writes it into the list of what was lawfully disposed of.
    await town.rows(`INSERT INTO disposal_item SELECT municipality, disposal, 'comment',
      (SELECT id FROM comment WHERE external_id = 'one'), 1, 'disposed', NULL, batch FROM disposal_item LIMIT 1`);
    expect((await verified(town)).records).toMatchObject([{ table: 'disposal_batch', why: 'changed' }]);
    await town.rows(
      `INSERT INTO disposal_batch VALUES ('filipstad', gen_random_uuid(), gen_random_uuid(), 'comment', '[]', 1, now())`,
    );
    expect((await verified(town)).records).toEqual(
      expect.arrayContaining([expect.objectContaining({ table: 'disposal_batch', why: 'unsealed' })]),
    );
    await town.rows(`UPDATE disposal SET protocol = jsonb_set(protocol, '{proposed}', '7')`);
    expect((await verified(town)).records).toEqual(
      expect.arrayContaining([expect.objectContaining({ table: 'disposal', why: 'changed' })]),
    );
  });
});
