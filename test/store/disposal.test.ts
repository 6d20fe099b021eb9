import { afterEach, describe, expect, it } from 'vitest';
import type { DisposalTerms } from '../../src/core/disposal.ts';
import { DisposalRule } from '../../src/core/disposal-policy.ts';
import type { DisposalGround, DisposalLog, LoggedBatch } from '../../src/ports/disposal.ts';
import { isSound, verifyRecords } from '../../src/store/verify.ts';
import { databases } from '../fakes/databases.ts';
import { incoming, NOW, openTown, type Town } from './town.ts';

const LATER = NOW.add({ hours: 24 * 800 });
const ANNA = 'anna';
const BO = 'bo';
const CILLA = 'cilla';

const ruleOf = (more: object = {}) =>
  DisposalRule.parse({
    id: 'GALLRA-1',
    type: 'comment',
    after: { years: 2 },
    from: 'arrival',
    decision: { board: 'Kommunstyrelsen', paragraph: '§ 12', date: '2026-03-17', number: 'KS 2026/100' },
    plan: 'Dokumenthanteringsplan 4.2',
    ...more,
  });
const terms: DisposalTerms = { keepDays: () => null, breachMonths: 12 };
const groundOf =
  (...rules: DisposalRule[]) =>
  (): DisposalGround => ({
    ...{ rules, policy: '1', terms, subject: 'Gallringsprotokoll' },
  });

/** A log that only remembers. */
function remembering() {
  const batches: LoggedBatch[] = [];
  const done: string[] = [];
  const log: DisposalLog = {
    intent: async (batch) => void batches.push(batch),
    done: async (batch) => void done.push(batch),
  };
  return { batches, done, log };
}

const SECRET = 'Planterad-hemlighet';

/** Texts, names and addresses of people, everywhere. */
async function findings(town: Town, words = SECRET): Promise<string[]> {
  const tables = await town.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await town.rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM "${name}" t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'`,
      [words, Buffer.from(words).toString('hex')],
    );
    if (row && row.count > 0) found.push(name);
  }
  return found;
}

describe.each(databases)('disposal on %s', (_, open) => {
  let town: Town;
  afterEach(() => town.database.close());

  const begin = async () => {
    town = await openTown(open);
    return town;
  };

  /** A comment with the planted words in everything of it; its ticket closed with a reason and a reply, where it has one. */
  const plant = async (name: string, { ticket = true, open: isOpen = false } = {}) => {
    const comment = {
      externalId: name,
      text: `${SECRET} text`,
      author: { id: `${SECRET} id`, name: `${SECRET} namn` },
      permalink: `https://example.org/${SECRET}`,
      attachments: [{ type: 'photo', url: `https://example.org/${SECRET}.jpg` }],
    };
    const raw = Buffer.from(`{"message":"${SECRET}"}`);
    await town.archive([], {
      items: [
        { key: name, raw, comment: incoming(comment) },
        {
          key: `${name} hidden`,
          raw,
          change: { platform: 'facebook', account: '1', externalId: name, change: 'hidden', at: NOW },
        },
      ],
    });
    const [row] = await town.rows<{ id: string }>('SELECT id FROM comment WHERE external_id = $1', [name]);
    const id = row?.id ?? '';
    await town.store.storeAttachments(
      'filipstad',
      id,
      1,
      [{ bytes: Buffer.from(SECRET), contentType: 'image/png' }],
      NOW,
    );
    if (!ticket) return id;
    // It has a second version by then, as the town writes one.
    const made = await town.ticket([], 'filipstad', name);
    await town.decide({ ticket: made.ticket }, () => ({
      journal: [{ kind: 'removal-ordered', by: 'p', data: {} }],
      effects: [],
      reason: { verb: 'remove', rule: 'FIL-20', quote: 'Vi tar bort påhopp.', text: `${SECRET} skäl` },
    }));
    await town.decide({ ticket: made.ticket }, () => ({
      journal: [{ kind: 'reply-ordered', by: 'p', data: {} }],
      effects: [],
      reply: { kind: 'reply', text: `${SECRET} svar` },
    }));
    if (!isOpen)
      await town.rows(`UPDATE ticket SET state = 'closed', closed_at = $1 WHERE id = $2`, [NOW, made.ticket]);
    return id;
  };

  const confirmed = async (rule: DisposalRule) => {
    const { id } = await town.store.proposeDisposal(
      'filipstad',
      LATER,
      { rule, policy: '1', by: ANNA },
      terms,
    );
    for (const by of [BO, CILLA])
      await town.store.confirmDisposal('filipstad', LATER, { id, by, rules: [rule] });
    return id;
  };

  const runAll = async (rule: DisposalRule, log: DisposalLog = remembering().log, limit = 1000) => {
    const steps = [];
    for (;;) {
      const step = await town.store.disposeSome(LATER, groundOf(rule), log, limit);
      if (!step) return steps;
      steps.push(step);
    }
  };

  const verified = async () => {
    const results = await verifyRecords(town.database.kysely);
    return { sound: results.every(isSound), records: results.flatMap(({ records }) => records) };
  };

  it('erases every word of a comment, registers the protocol, and leaves the journal whole', async () => {
    await begin();
    await plant('free');
    const rule = ruleOf();
    expect(await findings(town)).not.toEqual([]);
    const id = await confirmed(rule);
    const steps = await runAll(rule);
    expect(steps).toMatchObject([
      { disposed: 1, blocked: 0, reference: null },
      { disposed: 0, blocked: 0, reference: 'SM 2029-1' },
    ]);
    expect(await findings(town)).toEqual([]);
    expect(await verified()).toEqual({ sound: true, records: [] });
    const [disposal] = await town.store.disposals('filipstad');
    expect(disposal).toMatchObject({
      id,
      state: 'done',
      protocol: { disposed: { comment: 1 }, stayed: {}, readBack: { checked: 1, left: 0 }, proposedBy: ANNA },
    });
  });
});
