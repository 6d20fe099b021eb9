import { done, type PlatformEffect, settledAs } from './effect.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'fetch-attachments': 'evidence';
  }
}

/**
 * Copies what a comment shows beside its text, since the platform's addresses expire within days; nothing once somebody
 * suspects that it shows abuse. Repeated without harm.
 */
export const fetchAttachments: PlatformEffect<'fetch-attachments'> = {
  on: 'platform',
  lane: 'evidence',
  restricts: false,
  becomes: null,
  failureIsSaid: true,
  onJudgedText: false,
  act: null,
  whenGone: 'attachment-missing',
  failsAs: 'attachment-missing',
  perform: async (performance) => {
    const { effect, view, platform, store } = performance;
    const { comment, ticket, now } = view;
    const version = effect.params.commentVersion;
    if (version !== comment.version || ticket.suspected) return done(performance, 'already-so');
    const files: { bytes: Buffer; contentType: string }[] = [];
    for (const { type, url } of comment.attachments) {
      if (type !== 'link') files.push(await platform.fetchAttachment(url));
    }
    await store.storeAttachments(comment.municipality, comment.id, version, files, now);
    return done(performance, 'performed');
  },
  settle: async (performance) => settledAs(performance, false),
};
