import type { RecordItem } from '../../src/core/record-item.ts';

export const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);

/** An item of Filipstad's Facebook page, seen and left alone. */
export const item = (more: Partial<RecordItem> = {}): RecordItem => ({
  municipality: 'filipstad',
  comment: '00000000-0000-4000-8000-000000000001',
  kind: 'comment',
  own: false,
  platform: 'facebook',
  account: '1001',
  accountName: 'Filipstads kommun',
  externalId: '1001_17841400000000001',
  postId: '1001_9',
  parentId: null,
  conversation: null,
  author: { id: '17841400000000077', name: 'Åsa Öström 🙏' },
  permalink: 'https://facebook.example/1001_9?c=1',
  createdAt: at('2026-04-01T22:30:00Z'),
  arrivedAt: at('2026-04-01T22:30:05Z'),
  version: 1,
  versions: 1,
  inForce: (more.version ?? 1) === (more.versions ?? 1),
  writtenAt: at('2026-04-01T22:30:00Z'),
  text: 'När öppnar badhuset? 👍🏽',
  media: [],
  visibility: 'visible',
  ticket: null,
  possiblySecret: false,
  entries: [],
  decisions: [],
  replies: [],
  acts: [],
  ...more,
});
