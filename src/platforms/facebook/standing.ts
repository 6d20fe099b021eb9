import type { Standing } from '../../core/standing.ts';
import type { GraphConnection } from '../meta/call.ts';
import { pageStanding } from '../meta/standing.ts';
import { missing } from '../standing.ts';

/** What comments need. Source: developers.facebook.com/docs/permissions. */
const SCOPES = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_engagement',
  'pages_manage_metadata',
];
/** What a Page should tell of, beside `feed`, without which no comment comes. */
const FIELDS = ['mention', 'messages', 'message_echoes', 'message_edits', 'standby'];

/** What Graph says of a Page. @throws PlatformError when it cannot be asked */
export const facebookStanding = (graph: GraphConnection, account: string): Promise<Standing> =>
  pageStanding(graph, {
    account,
    page: account,
    scopes: (fields) => (fields.includes('messages') ? [...SCOPES, 'pages_messaging'] : SCOPES),
    more: (fields) =>
      fields?.includes('feed')
        ? missing(
            'fields-missing',
            FIELDS.filter((field) => !fields.includes(field)),
          )
        : [{ code: 'not-subscribed', names: ['feed'] }],
  });
