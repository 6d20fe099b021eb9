/** What the bench's bots and its senders share. */
export const SECRETS = {
  META_APP_SECRET: 'meta-secret',
  META_VERIFY_TOKEN: 'verify-me',
  INTAKE_SECRET: 'intake-secret',
};
