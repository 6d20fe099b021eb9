/** LinkedIn takes a version for about a year. Source: learn.microsoft.com/en-us/linkedin/marketing/versioning. */
const LIVES = { years: 1 };

/** The day on which a version, `YYYYMM`, began. */
export const versionBegan = (version: string): Temporal.PlainDate =>
  Temporal.PlainDate.from(`${version.slice(0, 4)}-${version.slice(4)}-01`);

/** From about when it is no longer taken: then every call fails. */
export const versionEnds = (version: string): Temporal.Instant =>
  versionBegan(version).add(LIVES).toZonedDateTime('UTC').toInstant();
