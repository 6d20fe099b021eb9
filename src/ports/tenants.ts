import type { PlatformName } from '../core/platform.ts';
import type { MunicipalityId, Policy } from '../core/policy.ts';
import type { Conversation } from './chat.ts';

/** The name of a municipality's main channel. */
export const MAIN_CHANNEL = '';

/** The name of the channel in which what waits for a diary number is posted, where the registrar has one. */
export const REGISTRAR_CHANNEL = 'registrator';

/** A municipality's channel. */
export interface Channel extends Conversation {
  readonly municipality: MunicipalityId;
  /** MAIN_CHANNEL, or as the accounts file names the channel of a department. */
  readonly name: string;
}

/** Rules as they stood in a file: what `kv policy diff` compares. */
export interface StoredPolicy {
  readonly municipality: MunicipalityId;
  readonly version: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An account of a municipality on a platform. */
export interface AccountRow {
  readonly municipality: MunicipalityId;
  readonly platform: PlatformName;
  readonly account: string;
  readonly name: string;
  readonly trial: boolean;
}

/** An account as the accounts file has it. `channel`: the name of the one that its tickets are posted to; absent: the main one. */
export interface DeclaredAccount extends AccountRow {
  readonly channel?: string | undefined;
}

/** The municipalities, their channels, accounts, people and rules. Each method is one transaction. */
export interface TenantStore {
  channels(): Promise<readonly Channel[]>;
  /** Binds it, in place of the municipality's channel of that name; its cards of open tickets move there. */
  bindChannel(channel: Channel, by: string, now: Temporal.Instant): Promise<void>;
  /** Brings the cards of open tickets up to date in a channel that is reached anew; those that are gone from it are posted. */
  showAgain(channel: Channel, now: Temporal.Instant): Promise<void>;
  /** Makes the configured accounts known; what the lead has switched since is kept. */
  declareAccounts(accounts: readonly DeclaredAccount[]): Promise<void>;
  accounts(municipality: MunicipalityId): Promise<readonly AccountRow[]>;
  setTrial(account: AccountRow, trial: boolean, by: string, now: Temporal.Instant): Promise<void>;
  rememberPerson(municipality: MunicipalityId, person: { id: string; name: string }): Promise<void>;
  /** The name that the person's presses carried last; null for one who has never acted there. */
  personName(municipality: MunicipalityId, personId: string): Promise<string | null>;
  /** The language that the person has chosen for what they alone are told; null for one who has not. */
  chosenLanguage(personId: string): Promise<Policy['language'] | null>;
  /** Keeps it with what is known of the person there. */
  chooseLanguage(
    municipality: MunicipalityId,
    person: { id: string; name: string },
    language: Policy['language'],
  ): Promise<void>;
  /** Where the person has acted. Names of municipalities only: nothing of what they hold. */
  municipalitiesOf(personId: string): Promise<readonly MunicipalityId[]>;
  /** Keeps the rules under which is decided from now on, and journals where they have changed. */
  putPoliciesInForce(policies: readonly StoredPolicy[], now: Temporal.Instant): Promise<void>;
  /** Every municipality that the database holds anything of. */
  municipalities(): Promise<readonly MunicipalityId[]>;
}
