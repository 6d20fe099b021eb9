import type { Standing } from '../../core/standing.ts';
import { callGraph, type GraphConnection } from '../meta/call.ts';
import { pageStanding } from '../meta/standing.ts';
import { LinkedAccount } from './answers.ts';

/** By Facebook Login. Source: developers.facebook.com/docs/permissions. */
const SCOPES = [
  'instagram_basic',
  'instagram_manage_comments',
  'pages_show_list',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_metadata',
];

/**
 * What Graph says of an Instagram account and the Page that it is linked to. Which of Instagram's fields the app has chosen
 * cannot be asked with a Page's token.
 * @throws PlatformError when it cannot be asked
 */
export async function instagramStanding(
  graph: GraphConnection,
  account: string,
  page: string,
): Promise<Standing> {
  const standing = await pageStanding(graph, {
    ...{ account, page, scopes: () => SCOPES },
    more: async (fields) => [
      ...(fields === null ? [{ code: 'not-subscribed' as const, names: [] }] : []),
      ...(await linkFault(graph, account, page)),
    ],
  });
  return { ...standing, untold: [...standing.untold, 'fields'] };
}

async function linkFault(graph: GraphConnection, account: string, page: string): Promise<Standing['faults']> {
  const query = { fields: 'instagram_business_account' };
  const call = { account, method: 'GET', path: [page], query, answer: LinkedAccount } as const;
  const linked = (await callGraph(graph, call)).instagram_business_account?.id;
  return linked === account ? [] : [{ code: 'not-linked', names: linked === undefined ? [] : [linked] }];
}
