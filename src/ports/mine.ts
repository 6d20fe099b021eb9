import type { Mine } from '../core/mine.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';

/** Whose tickets are wanted, and which of them. */
export interface MineQuery {
  /** Entra object id. */
  readonly person: string;
  /** Theirs to review what a colleague proposed: false for whom the button refuses. */
  readonly reviews: boolean;
  /** Whose unclaimed tickets are theirs to see to: those of these accounts, or of `all` but these. */
  readonly unclaimed: {
    readonly all: boolean;
    readonly accounts: readonly { readonly platform: PlatformName; readonly account: string }[];
  };
  /** So many of each list. */
  readonly limit: number;
}

/** What one person has. Reads without locks, and never from another municipality. */
export interface MineStore {
  mine(municipality: MunicipalityId, query: MineQuery): Promise<Mine>;
}
