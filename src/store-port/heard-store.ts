/** What the chat has told already, in any replica and before any restart. */
export interface HeardStore {
  /** True the first time that the key is heard; of several that hear it at once, for one alone. */
  hear(key: string, now: Temporal.Instant): Promise<boolean>;
  /** The key may be heard again. */
  unhear(key: string): Promise<void>;
}
