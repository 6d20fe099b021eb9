import { sql } from 'kysely';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { createRandom, type Random } from '../chaos/random.ts';
import { ownReplyOf, type Planned, planComments, TEXTS, wireOf } from './citizens.ts';
import { nextDueMs } from './due.ts';
import { Office } from './office.ts';
import { planSteps, type Step } from './staff.ts';
import { STAFF, type Town } from './town.ts';

/** A span in which the bot does not run. What comes meanwhile waits. */
interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface YearOptions {
  readonly seed: number;
  readonly comments: number;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly outages: readonly Outage[];
  /** Called at every jump of the clock, before the bot works: a chance to kill it. */
  readonly disturb?: (nowMs: number) => Promise<void>;
}

/** What was played, for the audit. */
export interface Played {
  readonly planned: readonly Planned[];
  readonly outages: readonly Outage[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly figures: Readonly<Record<string, number>>;
}

const SOON_MS = 1000;

/** A thing to do at an instant. */
interface Task {
  readonly atMs: number;
  run(nowMs: number): Promise<void>;
}

/**
 * Plays the span: the clock jumps to the next comment, the next act of staff or the next thing that the bot itself has
 * planned, whichever comes first, and the bot works until nothing is due.
 */
export async function playYear(town: Town, options: YearOptions): Promise<Played> {
  const { seed, comments, outages } = options;
  const [fromMs, untilMs] = [options.from.epochMilliseconds, options.until.epochMilliseconds];
  const planned = planComments(town.places, { seed, comments, fromMs, untilMs });
  const counts = { jumps: 0, presses: 0 };
  const policies = loadPolicies(town.rulesDir);
  const offices = new Map(
    town.places.map(({ municipality }) => [municipality, new Office(town.rulesDir, municipality)]),
  );
  const tasks: Task[] = [];
  const later = (task: Task): void => {
    const at = tasks.findIndex(({ atMs }) => atMs > task.atMs);
    tasks.splice(at === -1 ? tasks.length : at, 0, task);
  };

  const act = async (comment: Planned, step: Step, nowMs: number, random: Random): Promise<void> => {
    const { municipality } = comment;
    if (step.verb === 'direct') {
      await town.tell(ownReplyOf(comment, { createdAt: text(nowMs) }));
      return;
    }
    const ticket = await ticketOf(town, comment);
    if (!ticket) throw new Error(`Comment ${comment.number} has no ticket to act on`);
    const people = STAFF[municipality]?.people ?? [];
    const by = people[(comment.number + (step.other ? 1 : 0)) % people.length] ?? '';
    const policy = policies.get(municipality);
    const allowed = policy?.rules.filter(({ removal }) => removal === 'allowed').map(({ id }) => id) ?? [];
    const found = ticket.rules.find((rule) => allowed.includes(rule)) ?? random.pick(allowed);
    const inputs = step.verb === 'remove' ? { rule: found, reason: 'Mot reglerna' } : step.inputs?.(nowMs);
    counts.presses += 1;
    const { id, version } = ticket;
    await town.press({ municipality, ticket: id, version, verb: step.verb, inputs: inputs ?? {}, by });
  };
  const follow = (comment: Planned, steps: readonly Step[], sinceMs: number): void => {
    const [step, ...rest] = steps;
    if (!step) return;
    later({
      atMs: sinceMs + step.afterMs,
      run: async (nowMs) => {
        await act(comment, step, nowMs, createRandom(comment.number));
        follow(comment, rest, nowMs);
      },
    });
  };
  // What needs nobody comes together with the next comment that does: a delivery may hold many, and jumps cost time.
  let together: Planned[] = [];
  for (const comment of planned) {
    together.push(comment);
    if (!TEXTS[comment.kind].ticket && comment !== planned.at(-1)) continue;
    const delivery = together;
    together = [];
    later({
      atMs: comment.arrivesMs,
      run: async (nowMs) => {
        await town.deliver(delivery.map((one) => wireOf(one, { createdAt: text(one.createdMs) })));
        await town.work();
        const office = offices.get(comment.municipality);
        if (!office || !TEXTS[comment.kind].ticket) return;
        follow(comment, planSteps(seed, comment.number, comment.kind, office), nowMs);
      },
    });
  }

  let nowMs = fromMs;
  await town.setClock(nowMs);
  await town.work();
  for (;;) {
    const planned = Math.min(tasks[0]?.atMs ?? untilMs, await nextDueMs(town.kysely, nowMs));
    // What waited for the end of an outage comes just after the bot has caught up.
    const next = planned < nowMs ? nowMs + SOON_MS : planned;
    if (next >= untilMs) break;
    const outage = outages.find(({ fromMs: from, untilMs: to }) => from <= next && next < to);
    nowMs = outage?.untilMs ?? next;
    counts.jumps += 1;
    await town.setClock(nowMs);
    await options.disturb?.(nowMs);
    if (outage) {
      await town.work();
      continue;
    }
    while ((tasks[0]?.atMs ?? untilMs) <= nowMs) await tasks.shift()?.run(nowMs);
    await town.work();
  }
  return { planned, outages, fromMs, untilMs, figures: counts };
}

async function ticketOf({ kysely }: Town, { municipality, externalId }: Planned) {
  const { rows } = await sql<{ id: string; version: number; rules: string[] | null }>`
    SELECT t.id, t.version, (SELECT array_agg(f ->> 'rule') FROM jsonb_array_elements(t.body #> '{screening,findings}') f) AS rules
    FROM ticket t JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment
    WHERE t.municipality = ${municipality} AND c.external_id = ${externalId}`.execute(kysely);
  const [row] = rows;
  return row && { ...row, rules: row.rules ?? [] };
}

const text = (ms: number): string => Temporal.Instant.fromEpochMilliseconds(ms).toString();
