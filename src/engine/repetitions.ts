import type { EventOf } from '../core/event.ts';
import type { Policy } from '../core/policy.ts';
import { bandsOfText, repetitionFinding, repetitionsOf } from '../core/repetition.ts';
import type { UnscreenedVersion } from '../ports/archive.ts';
import type { EngineParts } from './decider.ts';
import { withFinding } from './with-finding.ts';

/** A version with what it has been screened as. */
export type Screened = UnscreenedVersion & { readonly event: EventOf<'comment-screened'> };

/**
 * Compares what has been screened with what was written shortly before and after, and adds what follows of that: the group that
 * it belongs to, and a finding where its author repeats it. Before any transaction begins, like screening itself.
 */
export async function withRepetitions(
  { store, clock }: Pick<EngineParts, 'store' | 'clock'>,
  policy: Policy,
  screened: readonly Screened[],
): Promise<Screened[]> {
  const asked = screened.flatMap(({ comment, version, text }) => {
    const bands = bandsOfText(text);
    return bands.length === 0 ? [] : [{ comment, version, bands }];
  });
  if (asked.length === 0) return [...screened];
  const within = { hours: policy.repetition.withinHours, now: clock.now() };
  const found = await store.resembling(policy.municipality, asked, within);
  const repetitions = repetitionsOf(
    screened.flatMap(({ comment, version, text, event: { screening } }) => {
      const resemblance = found.get(comment);
      const secret = screening.display === 'secret';
      return resemblance ? [{ comment, version, text, secret, ...resemblance }] : [];
    }),
  );
  return screened.map(({ event, ...one }) => {
    const repetition = repetitions.get(one.comment);
    if (!repetition) return { ...one, event };
    const { screening } = event;
    const finding = repetitionFinding(policy, screening, repetition);
    const judged = finding ? withFinding(screening, finding, policy) : screening;
    return { ...one, event: { ...event, screening: judged, alike: repetition.group } };
  });
}
