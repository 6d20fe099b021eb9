import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type SamplePage, samplePages } from '../../src/local/graph/seed.ts';
import type { GraphSimulator } from '../../src/local/graph/server.ts';
import type { FakeConnector } from '../fakes/fake-connector.ts';
import { MODEL_FOLDER } from '../fakes/model-folder.ts';
import { TENANT } from '../fakes/teams-activities.ts';
import { STAFF } from './town.ts';

/** What `POST /api/comments` is signed with. */
export const SECRET = 'intake-secret';
/** What Facebook's webhooks are signed with. */
export const META_SECRET = 'meta-secret';

/** What the accounts file holds. @param tokenName which variable holds the token of the municipality's page */
export const accountsOf = (
  pages: readonly Pick<SamplePage, 'municipality' | 'id' | 'name'>[],
  tokenName: (municipality: string) => string,
): Record<string, object> =>
  Object.fromEntries(
    pages.map(({ municipality, id, name }) => {
      const { lead, duty, rota } = STAFF[municipality] ?? { lead: '', duty: null, rota: [] };
      const token = `env:${tokenName(municipality)}`;
      const account = { platform: 'facebook', account: id, name, token, trial: false };
      return [municipality, { leads: [lead], ...(duty && { duty }), rota, accounts: [account] }];
    }),
  );

/** The settings of a bot whose outside is simulated; its accounts file is written to `folder`. */
export function environmentOf(parts: {
  folder: string;
  rulesDir: string;
  databaseUrl: string;
  connector: FakeConnector;
  graph: GraphSimulator;
}): Record<string, string> {
  const { folder, rulesDir, databaseUrl, connector, graph } = parts;
  const pages = samplePages();
  const tokenName = (municipality: string) => `PAGE_TOKEN_${municipality.toUpperCase()}`;
  const accountsFile = join(folder, 'accounts.yaml');
  writeFileSync(accountsFile, stringify(accountsOf(pages, tokenName)));
  return {
    ...Object.fromEntries(pages.map(({ municipality, token }) => [tokenName(municipality), token])),
    META_APP_SECRET: META_SECRET,
    META_VERIFY_TOKEN: 'verify-me',
    INTAKE_SECRET: SECRET,
    ACCOUNTS_FILE: accountsFile,
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    MODEL_DIR: MODEL_FOLDER,
    YEAR_CLOCK: join(folder, 'clock'),
    YEAR_RULES: rulesDir,
    LOG_LEVEL: 'error',
    MICROSOFT_APP_ID: connector.appId,
    MICROSOFT_APP_PASSWORD: 'a-secret-of-the-fake',
    MICROSOFT_APP_TENANT_ID: TENANT,
    OUTBOUND_HOSTS: '127.0.0.1',
    BOT_OPENID_METADATA_URL: connector.options.openIdMetadataUrl ?? '',
    BOT_TOKEN_ISSUER: connector.options.tokenIssuer ?? '',
    BOT_LOGIN_URL: connector.options.loginUrl ?? '',
    FACEBOOK_API_URL: `${graph.url}/v26.0`,
    FACEBOOK_ATTACHMENT_HOSTS: '127.0.0.1',
    PLATFORM_TIMEOUT_MS: '1000',
  };
}
