import type { Reading } from '../../config/config.ts';
import { versionBegan, versionEnds } from '../../platforms/linkedin/version.ts';
import { type Diagnosis, doubtful, well } from './diagnosis.ts';

/** So long after a version began it is told that it ends: a year it is taken. */
const MONTHS = 9;

/**
 * The version of LinkedIn's interface, where an account of it is configured.
 * Source: learn.microsoft.com/en-us/linkedin/marketing/versioning.
 */
export function checkVersions(
  { settings, accounts }: Pick<Reading, 'settings' | 'accounts'>,
  now: Temporal.Instant,
): Diagnosis[] {
  const { LINKEDIN_VERSION: version } = settings;
  const isUsed = Object.values(accounts).some((town) =>
    town.accounts.some(({ platform }) => platform === 'linkedin'),
  );
  if (!isUsed || version === undefined) return [];
  const old = versionBegan(version).add({ months: MONTHS });
  const until = versionEnds(version).toZonedDateTimeISO('UTC').toPlainDate();
  const says = `LINKEDIN_VERSION is ${version}`;
  if (Temporal.PlainDate.compare(now.toZonedDateTimeISO('UTC').toPlainDate(), old) < 0)
    return [well('versions', says)];
  return [
    doubtful(
      'versions',
      `${says}, which LinkedIn takes until about ${until}: then every call fails`,
      'set a newer LINKEDIN_VERSION, and see that a comment is read and answered with it',
    ),
  ];
}
