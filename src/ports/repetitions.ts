import type { MunicipalityId } from '../core/policy.ts';
import type { Compared, Resembling, VersionOf } from '../core/repetition.ts';

/** A version by what it is found by another that says the same (`text/likeness.ts`). */
export interface ToCompare extends VersionOf {
  readonly bands: readonly string[];
}

/** What may say the same as a version, and when that was written. */
export interface Resemblance extends Pick<Compared, 'at'> {
  readonly resembling: readonly Resembling[];
}

/** Which comments may say the same. */
export interface RepetitionStore {
  /**
   * Notes by what these versions are found, and gives by comment what may say the same as each of them and was written within so
   * many hours of it, the same author's first, at most sixty. Private messages and the municipality's own words are neither noted
   * nor given, and what has been noted for twice as long is forgotten.
   */
  resembling(
    municipality: MunicipalityId,
    versions: readonly ToCompare[],
    within: { readonly hours: number; readonly now: Temporal.Instant },
  ): Promise<ReadonlyMap<string, Resemblance>>;
}
