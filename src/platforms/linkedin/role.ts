import { PlatformError } from '../../ports/platform.ts';
import { answeredAt } from '../http-date.ts';
import { unlessRefused } from '../standing.ts';
import { instantOf, RolePage, Subscription } from './answers.ts';
import { callLinkedIn, type LinkedInConnection, spelled } from './call.ts';
import { accountOf, organizationUrn } from './ids.ts';
import { pages } from './pages.ts';

/**
 * The member whose token it is, who must administer the Page: to anyone else LinkedIn lists nothing, with 200, which
 * would look as if everything had been taken away.
 * @throws PlatformError `permission` when they do not
 * Source: learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-access-control-by-role.
 */
export async function administratorOf(linkedin: LinkedInConnection, account: string): Promise<string> {
  const query = { q: 'roleAssignee', role: 'ADMINISTRATOR', state: 'APPROVED' };
  for await (const roles of pages(linkedin, { account, path: ['organizationAcls'], query }, RolePage)) {
    const found = roles.find(
      ({ organization, organizationTarget }) =>
        accountOf(organization ?? organizationTarget ?? '') === account,
    );
    if (found) return found.roleAssignee;
  }
  throw new PlatformError('permission', `the token of account ${account} is no administrator's`);
}

/**
 * Will what is written reach us? By listing where the member administers the Page; where an app's webhook is named, its
 * subscription must also stand.
 * @throws PlatformError `rejected` when it does not
 */
export async function checkReach(
  linkedin: LinkedInConnection,
  account: string,
  applicationId: string | undefined,
): Promise<void> {
  const user = await administratorOf(linkedin, account);
  if (applicationId === undefined) return;
  if (await subscriptionOf(linkedin, { account, user, applicationId })) return;
  throw new PlatformError('rejected', `page ${account} sends us no notifications`);
}

/**
 * The subscription of an app's webhook to a Page, which LinkedIn lets expire without a word: until when it stands, as far
 * as LinkedIn says; null when there is none, or no longer.
 * Source: learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications.
 */
export async function subscriptionOf(
  linkedin: LinkedInConnection,
  of: { readonly account: string; readonly user: string; readonly applicationId: string },
): Promise<{ readonly until: Temporal.Instant | null } | null> {
  const key = {
    developerApplication: `urn:li:developerApplication:${of.applicationId}`,
    user: of.user,
    entity: organizationUrn(of.account),
    eventType: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
  };
  const part = Object.entries(key).map(([name, value]) => `${name}:${spelled(value)}`);
  const found = await unlessRefused(
    callLinkedIn(linkedin, {
      account: of.account,
      method: 'GET',
      path: ['eventSubscriptions', `(${part.join(',')})`],
      answer: ({ headers, body }) => {
        const { data } = Subscription.safeParse(body);
        return data && { until: data.expiresAt, now: answeredAt(headers) };
      },
    }),
    { 'not-found': null },
  );
  if (found === null) return null;
  const until = found.until === undefined ? null : instantOf(found.until);
  const isOver = until && found.now && Temporal.Instant.compare(until, found.now) <= 0;
  return isOver ? null : { until };
}
