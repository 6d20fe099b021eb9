import type { Reading } from '../../config/config.ts';
import { type Diagnosis, doubtful, well } from './diagnosis.ts';

/** LinkedIn takes a version for about a year; so long before it ends it is told of. */
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
  const from = Temporal.PlainDate.from(`${version.slice(0, 4)}-${version.slice(4)}-01`);
  const old = from.add({ months: MONTHS });
  const says = `LINKEDIN_VERSION is ${version}`;
  if (Temporal.PlainDate.compare(now.toZonedDateTimeISO('UTC').toPlainDate(), old) < 0)
    return [well('versions', says)];
  return [
    doubtful(
      'versions',
      `${says}, which LinkedIn takes until about ${from.add({ years: 1 })}: then every call fails`,
      'set a newer LINKEDIN_VERSION, and see that a comment is read and answered with it',
    ),
  ];
}
