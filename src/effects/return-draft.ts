import type { ChatEffect } from './effect.ts';
import { toPerson } from './to-person.ts';

declare module '../core/effect.ts' {
  interface EffectKinds {
    'return-draft': 'chat';
  }
}

/** A text that was not sent, given back in its writer's own chat. */
export const returnDraft: ChatEffect<'return-draft'> = {
  on: 'chat',
  lane: 'chat',
  restricts: false,
  becomes: null,
  failureIsSaid: false,
  onJudgedText: false,
  certainty: 'repeat',
  say: async (saying) => {
    const { effect, store, view, draftFor } = saying;
    const text = await store.replyText(effect.municipality, effect.params.decision ?? '');
    if (text !== null) await toPerson(saying, await draftFor(view, effect, text));
  },
};
