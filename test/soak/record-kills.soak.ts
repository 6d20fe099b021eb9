import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { loggedDisposals } from '../../src/app/disposal-log.ts';
import { systemClock } from '../../src/app/system-clock.ts';
import type { HandoverWay } from '../../src/ports/handovers.ts';
import type { StoredSituation } from '../../src/ports/ledger.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { createRandom } from '../chaos/random.ts';
import { databases, makeDataFolder } from '../fakes/databases.ts';
import { runKv } from '../fakes/kv.ts';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { ANNA, BO, CILLA, TERMS } from '../store/disposal-town.ts';
import { opened, openTown, type Town } from '../store/town.ts';
import { announce, FORM, SEED } from './form.ts';
import { killedAfter, type Victim } from './killed.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const KV = join(ROOT, 'src', 'cli', 'main.ts');
const HERE = 'filipstad';
const KILLS = {
  full: { export: 7, disposal: 6, handover: 7 },
  short: { export: 2, disposal: 2, handover: 2 },
}[FORM];
/** So many that end before their kill are made good by as many more. */
const TRIES = 3;
const [, [, open]] = databases as [unknown, (typeof databases)[number]];
const CAME = Temporal.Instant.from('2023-03-06T08:00:00Z');

/** Of a disposal: two batches of `kv disposal run`. */
const PER_ROUND = 1500;
const LEAD = 'aaaaaaaa-0000-4000-8000-000000000001';
const DISPOSAL = `disposal:
  - id: GALLRA-1
    type: comment
    after: { months: 12 }
    from: arrival
    decision: { board: Kommunstyrelsen, paragraph: "§ 12", date: 2026-03-17, number: "KS 2026/100" }
    plan: "4.2"
`;
/** Entries that are secured before each kill, and how long one is lent to a worker: longer than any takes. */
const ENTRIES = 6;
const LEASE_MS = 3000;

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

describe('the record, on a real PostgreSQL, whose programs are killed with -9', { timeout: 600_000 }, () => {
  const counts: Record<string, number> = {};
  const count = (what: string, of = 1) => {
    counts[what] = (counts[what] ?? 0) + of;
  };
  afterAll(() => {
    announce('kills of the record');
    console.log(JSON.stringify(counts));
  });

  let town: Town;
  let settings: Record<string, string>;
  beforeEach(async () => {
    town = await openTown(open);
    onTestFinished(() => town.database.close());
    const dataDir = makeDataFolder();
    settings = { DATABASE_URL: town.database.options.databaseUrl ?? '', DATA_DIR: dataDir };
  });

  const archived = async (name: string, many: number): Promise<void> => {
    const text = 'Snöröjningen på Storgatan är under all kritik. Hälsningar en granne. ';
    const attachments = [{ type: 'image' as const, url: 'https://fbcdn.net/a.jpg' }];
    await town.archive(
      Array.from({ length: many }, (_, index) => ({
        ...{ externalId: `${name}_${index}`, author: { id: `a${index % 90}`, name: `Kim ${index % 90}` } },
        ...{ text: `${text.repeat(1 + (index % 3))}${name} ${index}`, createdAt: CAME, writtenAt: CAME },
        ...(index % 25 === 0 && { attachments }),
      })),
      { receivedAt: CAME },
    );
  };
  /** A picture that a person has looked at: they let it stand. */
  const decided = async (comment: string): Promise<void> => {
    const files = [{ bytes: Buffer.alloc(20_000, comment), contentType: 'image/png' }];
    await town.store.storeAttachments(HERE, comment, 1, files, CAME);
    const reason = { verb: 'dismiss', rule: null, quote: null, text: 'Den får stå kvar.' };
    const journal = [{ kind: 'let-stand' as const, by: ANNA, data: {} }];
    const made = (situation: StoredSituation) => ({
      ...{ screenedVersion: 1, ticket: opened(situation), journal, effects: [], reason },
    });
    await town.decide({ comment }, made, { by: ANNA, at: CAME });
  };
  const ids = async (name: string): Promise<string[]> =>
    (
      await town.rows<{ id: string }>(
        'SELECT id FROM comment WHERE starts_with(external_id, $1) ORDER BY external_id',
        [`${name}_`],
      )
    ).map(({ id }) => id);

  /** Kills the program so many times, `longestMs` after its work has begun at the latest; `look` looks at what is left. */
  const kill = async (
    what: keyof typeof KILLS,
    victim: Victim,
    longestMs: () => number,
    { before, look }: { before?: () => Promise<void>; look: () => Promise<void> },
  ): Promise<void> => {
    const random = createRandom(SEED);
    let left = KILLS[what];
    for (let tries = left * TRIES; left > 0 && tries > 0; tries -= 1) {
      await before?.();
      const { killed } = await killedAfter(victim, random.between(0, longestMs()));
      if (killed) left -= 1;
      count(killed ? `${what}: killed` : `${what}: ended before`);
      await settled();
      await look();
    }
    expect(left, `kills that came too late, seed ${SEED}`).toBe(0);
  };
  /** Nothing of a killed program is under way in the database any more: its backends notice late. */
  const settled = async (): Promise<void> => {
    const busy = `SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`;
    while ((await town.rows(busy)).length > 0) await pause(20);
  };
  const verify = async (): Promise<void> => {
    const { code, stdout, stderr } = await runKv(['verify'], { settings });
    expect([code, stderr], stdout).toEqual([0, '']);
  };

  it('has the package whole or not at all, and the same when it is built again', async () => {
    await archived('given', 2000);
    for (const comment of (await ids('given')).filter((_, index) => index % 50 === 0)) await decided(comment);
    const out = join(makeDataFolder(), 'out');
    mkdirSync(out);
    const file = join(out, 'utlamnande.zip');
    const victim: Victim = {
      program: [
        ...[KV, 'export', '--municipality', HERE, '--out', file],
        ...['--from', '2023-03-01', '--to', '2023-03-31'],
      ],
      settings,
      begun: () => readdirSync(out).length > 0,
    };
    const first = await killedAfter(victim, 120_000);
    expect(first.killed).toBe(false);
    const whole = sha256(readFileSync(file));
    await kill('export', victim, () => first.workedMs * 1.1, {
      before: async () => rmSync(file, { force: true }),
      look: async () => {
        const there = existsSync(file);
        count(there ? 'export: package whole' : 'export: no package');
        if (there) expect(sha256(readFileSync(file))).toBe(whole);
        expect(
          readdirSync(out).filter(
            (name) => !name.startsWith('.utlamnande.zip.tmp-') && name !== 'utlamnande.zip',
          ),
        ).toEqual([]);
      },
    });
    expect((await killedAfter(victim, 120_000)).killed).toBe(false);
    expect(readdirSync(out)).toEqual(['utlamnande.zip']);
    expect(sha256(readFileSync(file))).toBe(whole);
    await verify();
  });

  it('disposes of everything once, in batches that are gone whole or stand whole', async () => {
    const rules = join(makeDataFolder(), 'rules');
    cpSync(join(ROOT, 'rules'), rules, { recursive: true });
    const file = join(rules, `${HERE}.yaml`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('disposal: []\n', DISPOSAL));
    const rule = loadPolicies(rules).get(HERE)?.disposal?.[0];
    if (!rule) throw new Error('No rule of disposal');
    const accounts = join(makeDataFolder(), 'accounts.yaml');
    writeFileSync(accounts, `${HERE}:\n  leads: [${LEAD}]\n`);
    settings['ACCOUNTS_FILE'] = accounts;
    const log = join(settings['DATA_DIR'] ?? '', 'disposals.jsonl');
    const logged = () => (existsSync(log) ? statSync(log).size : 0);
    let [before, round] = [0, 0];
    const victim: Victim = {
      program: [KV, 'disposal', 'run', '--municipality', HERE, '--rules', rules],
      settings,
      begun: () => logged() > before,
    };
    const more = async () => {
      round += 1;
      await archived(`gone${round}`, PER_ROUND);
      const now = systemClock.now();
      const { id } = await town.store.proposeDisposal(HERE, now, { rule, policy: '1', by: ANNA }, TERMS);
      for (const by of [BO, CILLA]) await town.store.confirmDisposal(HERE, now, { id, by, rules: [rule] });
      before = logged();
    };
    await more();
    const first = await killedAfter(victim, 120_000);
    await kill('disposal', victim, () => first.workedMs, {
      before: more,
      look: async () => void (await looked(log)),
    });
    before = -1;
    expect((await killedAfter(victim, 120_000)).killed).toBe(false);
    expect(await town.rows('SELECT FROM comment_version WHERE text IS NOT NULL')).toEqual([]);
    const once = await looked(log);
    expect(once).toBe(round * PER_ROUND);
    count('disposal: items', once);
    const states = await town.rows('SELECT state FROM disposal');
    expect(states).toEqual(Array.from({ length: round }, () => ({ state: 'done' })));
    const protocols = await town.rows("SELECT FROM registration WHERE kind = 'disposal'");
    expect(protocols).toHaveLength(round);
    await verify();
  });

  /** What the log and the journal say is gone, is gone, once, and nothing else. @returns how many comments */
  const looked = async (log: string): Promise<number> => {
    const { done, open: begun } = await loggedDisposals(log);
    const known = await town.store.disposedBatches([...done, ...begun]);
    const items = [...done, ...begun].filter(({ batch }) => known.has(batch)).flatMap((one) => one.items);
    const gone = await town.rows('SELECT FROM comment_version WHERE text IS NULL');
    const lines = await town.rows("SELECT FROM journal WHERE kind = 'disposed'");
    expect([new Set(items.map(({ id }) => id)).size, gone.length]).toEqual([items.length, items.length]);
    expect(lines).toHaveLength(known.size);
    return items.length;
  };

  it('hands each entry over in one folder, and by one mail or one of which nobody knows', async () => {
    const mail = await startMailServer();
    onTestFinished(() => mail.close());
    const root = makeDataFolder();
    const [folder, secret] = [join(root, 'in'), join(root, 'secret')];
    const own = join(folder, HERE);
    for (const each of [own, secret]) mkdirSync(each, { recursive: true });
    await town.store.declareHandoverWays(
      ['folder', 'mail'].map((way) => ({ municipality: HERE, way: way as HandoverWay })),
    );
    const signs = () => readdirSync(own).length + mail.raw.length;
    let [before, round] = [0, 0];
    const victim: Victim = {
      program: [
        join(import.meta.dirname, 'handover-main.ts'),
        folder,
        secret,
        'diariet@filipstad.example',
        'bot@filipstad.example',
      ],
      settings: { ...settings, SMTP_URL: mail.url, LEASE_MS: String(LEASE_MS) },
      begun: () => signs() > before,
    };
    const references: string[] = [];
    const more = async () => {
      round += 1;
      await archived(`entry${round}`, ENTRIES);
      for (const comment of await ids(`entry${round}`)) references.push(await secured(comment));
      before = signs();
    };
    await more();
    const first = await killedAfter(victim, 120_000);
    await kill('handover', victim, () => first.workedMs, {
      before: more,
      look: async () => {
        for (const name of readdirSync(own).filter((each) => !each.startsWith('.'))) whole(join(own, name));
        expect(mostOfOne(mail.mails)).toBe(1);
      },
    });
    before = -1;
    expect((await killedAfter(victim, 120_000)).killed).toBe(false);
    expect(readdirSync(own).sort()).toEqual(references.toSorted());
    for (const name of references) expect(whole(join(own, name))).toContain('READY');
    expect(readdirSync(secret)).toEqual([]);
    expect(mostOfOne(mail.mails)).toBe(1);
    const states = await town.store.handovers(HERE);
    expect(states).toHaveLength(2 * references.length);
    for (const { way, state, messageId } of states) {
      const sent = mail.mails.filter((one) => one.messageId === messageId).length;
      count(`handover: ${way} ${state}${way === 'mail' ? `, ${sent} sent` : ''}`);
      const allowed = way === 'folder' || sent === 1 ? ['done'] : [];
      expect([...allowed, ...(way === 'mail' ? ['unknown'] : [])]).toContain(state);
    }
    await verify();
  });

  const secured = async (comment: string): Promise<string> => {
    await town.rows('UPDATE comment_version SET screened_at = $2 WHERE comment = $1', [comment, CAME]);
    const { reference } = await town.store.secureEntry(HERE, systemClock.now(), {
      ...{ kind: 'comment', direction: 'in', ticket: null, comment, documentAt: CAME, receivedAt: CAME },
      ...{ subject: 'Kommentar på Facebook', ground: null, secret: false, by: ANNA },
      ...{ sender: 'Kim', recipient: null, protectedSubject: null },
    });
    return reference;
  };
});

/** A folder under a final name has every file that its manifest names, as it names it. @returns what lies in it */
function whole(folder: string): string[] {
  const manifest = readFileSync(join(folder, 'manifest-sha256.txt'), 'utf8');
  const listed = [...manifest.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gmu)];
  expect(listed.length).toBeGreaterThanOrEqual(2);
  for (const [, hash, path = ''] of listed) expect(sha256(readFileSync(join(folder, path))), path).toBe(hash);
  return readdirSync(folder);
}

/** How many mails there are of the entry of which there are most. */
const mostOfOne = (mails: MailServer['mails']): number =>
  Math.max(
    0,
    ...Map.groupBy(mails, ({ messageId }) => messageId)
      .values()
      .map((same) => same.length),
  );
