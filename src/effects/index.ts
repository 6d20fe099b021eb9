import type { Effect, EffectKind } from '../core/effect.ts';
import { alertDuty } from './alert-duty.ts';
import { alertRequest } from './alert-request.ts';
import { alertSecond } from './alert-second.ts';
import { alertSuspicion } from './alert-suspicion.ts';
import { askColleague } from './ask-colleague.ts';
import { blockAuthor } from './block-author.ts';
import { deleteComment } from './delete-comment.ts';
import type { ChatEffect, EffectSpec, PlatformEffect } from './effect.ts';
import { erasePictures } from './erase-pictures.ts';
import { escalate } from './escalate.ts';
import { fetchAttachments } from './fetch-attachments.ts';
import { hideComment } from './hide-comment.ts';
import { postLine } from './post-line.ts';
import { remind } from './remind.ts';
import { replyPrivately } from './reply-privately.ts';
import { replyToComment } from './reply-to-comment.ts';
import { returnDraft } from './return-draft.ts';
import { sealPictures } from './seal-pictures.ts';
import { tellAssigned } from './tell-assigned.ts';
import { unblockAuthor } from './unblock-author.ts';
import { unhideComment } from './unhide-comment.ts';

/** Every kind of effect. The key is the kind, and the file's name here. */
export const EFFECTS = {
  'fetch-attachments': fetchAttachments,
  'seal-pictures': sealPictures,
  'erase-pictures': erasePictures,
  'hide-comment': hideComment,
  'unhide-comment': unhideComment,
  'delete-comment': deleteComment,
  'reply-to-comment': replyToComment,
  'reply-privately': replyPrivately,
  'block-author': blockAuthor,
  'unblock-author': unblockAuthor,
  'post-line': postLine,
  'return-draft': returnDraft,
  'ask-colleague': askColleague,
  'tell-assigned': tellAssigned,
  'alert-duty': alertDuty,
  'alert-second': alertSecond,
  'alert-request': alertRequest,
  'alert-suspicion': alertSuspicion,
  remind,
  escalate,
} satisfies { readonly [Kind in EffectKind]: EffectSpec<Kind> };

/** The table as the loop reads it, which knows none of its rows. */
export const effectOf = (kind: EffectKind): PlatformEffect | ChatEffect => EFFECTS[kind];

/** What an effect that is read from the ledger is given beside what stands there. */
export function factsOf(kind: EffectKind): Pick<Effect, 'lane' | 'becomes' | 'failureIsSaid'> {
  const { lane, becomes, failureIsSaid } = effectOf(kind);
  return { lane, becomes, failureIsSaid };
}

/** Does it change something on the platform, so that in trial mode it is only tried? */
export function isAct(kind: EffectKind): boolean {
  const spec = effectOf(kind);
  return spec.on === 'platform' && spec.act !== null;
}

/** The kinds of which something holds, for SQL. */
export const kindsWhere = (holds: (spec: PlatformEffect | ChatEffect) => boolean): EffectKind[] =>
  (Object.keys(EFFECTS) as EffectKind[]).filter((kind) => holds(effectOf(kind)));
