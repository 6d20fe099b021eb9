import { PlatformError } from '../../ports/platform.ts';
import { answeredAt } from '../http-date.ts';
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
 * subscription must also stand: LinkedIn lets it expire without a word.
 * @throws PlatformError `rejected` when it does not
 * Source: learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications.
 */
export async function checkReach(
  linkedin: LinkedInConnection,
  account: string,
  applicationId: string | undefined,
): Promise<void> {
  const user = await administratorOf(linkedin, account);
  if (applicationId === undefined) return;
  const key = {
    developerApplication: `urn:li:developerApplication:${applicationId}`,
    user,
    entity: organizationUrn(account),
    eventType: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
  };
  const part = Object.entries(key).map(([name, value]) => `${name}:${spelled(value)}`);
  const none = () => new PlatformError('rejected', `page ${account} sends us no notifications`);
  const isStanding = await callLinkedIn(linkedin, {
    account,
    method: 'GET',
    path: ['eventSubscriptions', `(${part.join(',')})`],
    answer: ({ headers, body }) => {
      const { data } = Subscription.safeParse(body);
      const now = answeredAt(headers);
      if (data?.expiresAt === undefined || now === null) return data && true;
      return Temporal.Instant.compare(instantOf(data.expiresAt), now) > 0;
    },
  }).catch((error: unknown) => {
    if (error instanceof PlatformError && error.code === 'not-found') throw none();
    throw error;
  });
  if (!isStanding) throw none();
}
