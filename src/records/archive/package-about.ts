import type { PlatformName } from '../../core/platform.ts';
import type { MunicipalityId } from '../../core/policy.ts';

/** Who hands over, as the accounts file has it. */
export interface Archivist {
  /** The organisation number, ten digits with a hyphen. */
  readonly orgnr: string;
  /** Arkivbildaren: the board whose records they are. */
  readonly creator: string;
  /** Who answers the archive's questions, and how. */
  readonly contact: string;
  /** The agreement with the receiving archive. */
  readonly agreement?: string | undefined;
}

/** What a package is of: one account and year, open or secret. */
export interface PackageAbout {
  readonly municipality: MunicipalityId;
  readonly platform: PlatformName;
  readonly account: string;
  readonly accountName: string;
  readonly year: number;
  /** It holds what is or may be secret, and nothing else. */
  readonly secret: boolean;
  readonly archivist: Archivist;
  readonly builtAt: Temporal.Instant;
  /** What came from this instant to before the other is in it; a year that is not over ends when the package was built. */
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly software: { readonly name: string; readonly version: string };
}

/**
 * The package's id, which is the name of its root folder: `SE-<orgnr>-KV-<year>-<platform>-<account>`, and `-SEKRETESS` after
 * that of a secret one. Ids of accounts are unique on their platform alone. What no file name can hold is written as
 * `.<hex>`.
 */
export function packageIdOf({ archivist, year, platform, account, secret }: PackageAbout): string {
  const name = account.replace(/[^\w-]/gu, (char) => `.${char.codePointAt(0)?.toString(16)}`);
  return `SE-${archivist.orgnr}-KV-${year}-${platform}-${name}${secret ? '-SEKRETESS' : ''}`;
}
