import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type SamplePage, samplePages } from './graph/seed.ts';
import { startGraphProcess } from './graph-process.ts';
import type { LocalAccount } from './local-config.ts';
import { ask } from './simulator/ask.ts';
import type { SimulatedTown, TownOptions, TownPage } from './simulators.ts';

/** Facebook and Instagram, as Graph shows them: every town's, so that an account of another's is there to be told apart. */
export async function startGraph(
  options: TownOptions,
): Promise<SimulatedTown & { readonly graphUrl: string }> {
  const { municipality, dataDir, botUrl, time } = options;
  const secrets = { appSecret: randomBytes(16).toString('hex'), verifyToken: randomBytes(8).toString('hex') };
  const { url, stop } = await startGraphProcess({
    stateFile: join(dataDir, 'facebook.json'),
    callback: `${botUrl}/webhooks/facebook`,
    ...secrets,
    time,
  });
  const pages = samplePages();
  return {
    accounts: pages.flatMap(accountsOf),
    settings: {
      FACEBOOK_API_URL: `${url}/v26.0`,
      META_APP_SECRET: secrets.appSecret,
      META_VERIFY_TOKEN: secrets.verifyToken,
    },
    pages: pages.filter((page) => page.municipality === municipality).flatMap((page) => pagesOf(url, page)),
    graphUrl: url,
    stop,
  };
}

/** The Page, and the Instagram account that is linked to it. */
function accountsOf({ municipality, id, name, token, instagram }: SamplePage): LocalAccount[] {
  const common = { municipality, token };
  const page = { platform: 'facebook' as const, account: id, name, ...common };
  if (!instagram) return [page];
  const { username } = instagram;
  return [page, { platform: 'instagram', account: instagram.id, name: `@${username}`, page: id, ...common }];
}

function pagesOf(url: string, { id: page, instagram }: SamplePage): TownPage[] {
  const facebook: TownPage = {
    ...{ platform: 'facebook', account: page, url: `${url}/page/${page}` },
    write: (said) => ask(url, 'comments', { op: 'add', page, ...said }),
    writePrivately: ({ author, message: text }) => ask(url, 'messages', { op: 'write', page, author, text }),
  };
  if (!instagram) return [facebook];
  const { id: account } = instagram;
  return [
    facebook,
    {
      ...{ platform: 'instagram', account, url: `${url}/instagram/${account}` },
      write: ({ author, message: text }) =>
        ask(url, 'instagram', { op: 'add', account, username: usernameOf(author), text }),
    },
  ];
}

/** As somebody of that name might call themselves: `maja.ekdahl`. */
const usernameOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '.');
