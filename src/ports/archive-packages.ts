import type { JournalEntry } from '../core/journal.ts';
import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { StoredPolicy } from './tenants.ts';

/** What came to an account from an instant to before another. */
export interface ArchivePeriod {
  readonly platform: PlatformName;
  readonly account: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** A package as it was built. `sha256`: of the zip, in hex. */
export interface BuiltPackage extends ArchivePeriod {
  readonly municipality: MunicipalityId;
  readonly id: string;
  readonly sha256: string;
  readonly year: number;
  readonly secret: boolean;
  readonly comments: number;
  readonly items: number;
  readonly media: number;
  readonly bytes: number;
}

/** An archive's word that it has a package. */
export interface PackageReceipt {
  readonly municipality: MunicipalityId;
  readonly id: string;
  readonly sha256: string;
  readonly receiver: string;
  readonly receivedOn: Temporal.PlainDate;
}

/**
 * What became of a receipt. `repeated`: the same was noted before. `another-receipt`: the package has one that says otherwise.
 * `another-hash`: no build of the package has it. `unknown`: there is no such package.
 */
export type ReceiptOutcome = 'noted' | 'repeated' | 'another-receipt' | 'another-hash' | 'unknown';

/** What an archive package needs beside its items, and what is kept of it. */
export interface ArchivePackageStore {
  /** The short numbers of tickets in the period, of which an act is still to be performed, or may have been. */
  unsettledIn(municipality: MunicipalityId, period: ArchivePeriod): Promise<readonly number[]>;
  /** The journal's lines of that time, in order. */
  journalIn(
    municipality: MunicipalityId,
    from: Temporal.Instant,
    to: Temporal.Instant,
  ): AsyncIterable<JournalEntry>;
  /** Every version of the rules under which was decided, oldest first. */
  policyVersions(
    municipality: MunicipalityId,
  ): Promise<readonly (StoredPolicy & { readonly inForceAt: Temporal.Instant })[]>;
  /** Keeps that a package was built, and journals it. */
  packageBuilt(built: BuiltPackage, now: Temporal.Instant): Promise<void>;
  /** Keeps that an archive has it, and journals it; refuses what does not fit. */
  packageReceived(receipt: PackageReceipt, now: Temporal.Instant): Promise<ReceiptOutcome>;
}
