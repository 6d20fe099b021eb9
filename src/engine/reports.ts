import type { Policy } from '../core/policy.ts';
import { reportPointers } from '../core/report-pointers.ts';
import type { UnscreenedVersion } from '../ports/archive.ts';
import type { Decider, EngineParts, Happened } from './decider.ts';
import type { Engine } from './engine.ts';

type Parts = Pick<EngineParts, 'store' | 'screen'>;

/**
 * What these private messages report, where the municipality reads them as reports: each comment that one of its links or
 * quotes can only mean. Decided after the messages themselves have their tickets.
 */
export async function reportsIn(
  parts: Parts,
  policy: Policy,
  screened: readonly UnscreenedVersion[],
): Promise<Happened[]> {
  if (policy.reports === null) return [];
  const reports: Happened[] = [];
  for (const one of screened) {
    if (one.kind !== 'message' || one.own) continue;
    for (const query of reportPointers(one.text)) {
      const comment = await parts.store.reportable(policy.municipality, query);
      const event = comment && (await eventOf(parts, policy, { comment, message: await leadOf(parts, one) }));
      if (event) reports.push({ event: { ...event, by: null, key: `reported:${event.message}:${comment}` } });
    }
  }
  return reports;
}

/** The message that has the card: what goes on with it is read there. */
async function leadOf({ store }: Parts, { municipality, comment, follows }: UnscreenedVersion) {
  if (follows === null) return comment;
  const lead = (await store.views(municipality, [follows])).get(follows);
  return lead?.comment.id ?? comment;
}

async function eventOf(
  { store, screen }: Parts,
  policy: Policy,
  { comment, message }: { readonly comment: string; readonly message: string | null },
) {
  const standing = await store.inForce(policy.municipality, comment);
  if (standing === null) return null;
  const { version } = standing;
  return { kind: 'reported', comment, message, version, screening: screen(standing, policy) } as const;
}

/** Notes that somebody has said that a comment should go. */
export function createReport(
  { store, screen, wake }: Pick<EngineParts, 'store' | 'screen' | 'wake'>,
  { decideAll, policyOf }: Decider,
): Engine['report'] {
  return async ({ key, municipality, by, comment, message }) => {
    const event = await eventOf({ store, screen }, policyOf(municipality), { comment, message });
    if (event === null) return null;
    const [outcome] = await decideAll(municipality, [{ event: { ...event, by, key } }]).finally(wake);
    if (outcome === undefined || outcome.kind === 'not-found') return null;
    return { decision: outcome.kind === 'decided' ? outcome.decision : null };
  };
}

/** Tells the tickets of messages what has been decided of what they reported, up to `limit` a time; the number done. */
export function createFollowReports(
  { store, wake }: Pick<EngineParts, 'store' | 'wake'>,
  { decideAll }: Decider,
): (limit: number) => Promise<number> {
  return async (limit) => {
    const decided = await store.decidedReports(limit);
    for (const { municipality, ticket: about, at, messages } of decided) {
      const happened = messages.map(
        (ticket): Happened => ({
          event: { kind: 'report-decided', key: `report-decided:${about}:${ticket}`, ticket, about, at },
        }),
      );
      if (happened.length > 0) await decideAll(municipality, happened);
      await store.reportsTold(municipality, about);
      wake();
    }
    return decided.length;
  };
}
