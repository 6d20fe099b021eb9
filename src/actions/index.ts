import type { Action } from './action.ts';
import { answerColleague } from './answer-colleague.ts';
import { approve } from './approve.ts';
import { askColleague } from './ask-colleague.ts';
import { assign } from './assign.ts';
import { authorRecord } from './author-record.ts';
import { block } from './block.ts';
import { byHand } from './by-hand.ts';
import { claim } from './claim.ts';
import { conclude } from './conclude.ts';
import { confirmAlert } from './confirm-alert.ts';
import { correctNumber } from './correct-number.ts';
import { decline } from './decline.ts';
import { dismiss } from './dismiss.ts';
import { dropNotice } from './drop-notice.ts';
import { explain } from './explain.ts';
import { hideNow } from './hide-now.ts';
import { history } from './history.ts';
import { notOurAct } from './not-our-act.ts';
import { note } from './note.ts';
import { ownAct } from './own-act.ts';
import { police } from './police.ts';
import { register } from './register.ts';
import { release } from './release.ts';
import { remove } from './remove.ts';
import { reply } from './reply.ts';
import { report } from './report.ts';
import { request } from './request.ts';
import { retry } from './retry.ts';
import { returnEntry } from './return-entry.ts';
import { review } from './review.ts';
import { secrecy } from './secrecy.ts';
import { show } from './show.ts';
import { snooze } from './snooze.ts';
import { suspectAbuse } from './suspect-abuse.ts';
import { suspicionOutcome } from './suspicion-outcome.ts';
import { takeOver } from './take-over.ts';
import { unblock } from './unblock.ts';
import { undo } from './undo.ts';

/**
 * Every button, in the order in which a card offers them: the first three stand openly, the rest under "…". The key is
 * the card's verb, the file's name here and the file's name in `cards/buttons/`.
 */
export const actions = {
  review,
  approve,
  decline,
  'take-over': takeOver,
  reply,
  remove,
  dismiss,
  conclude,
  claim,
  assign,
  release,
  snooze,
  'ask-colleague': askColleague,
  'answer-colleague': answerColleague,
  note,
  request,
  report,
  register,
  'correct-number': correctNumber,
  secrecy,
  'return-entry': returnEntry,
  police,
  block,
  unblock,
  undo,
  'hide-now': hideNow,
  show,
  retry,
  'by-hand': byHand,
  'drop-notice': dropNotice,
  'suspect-abuse': suspectAbuse,
  'suspicion-outcome': suspicionOutcome,
  'confirm-alert': confirmAlert,
  'own-act': ownAct,
  'not-our-act': notOurAct,
  explain,
  'author-record': authorRecord,
  history,
} satisfies Record<string, unknown>;

/** A button, by the word that its presses carry and its files are named for. */
export type Verb = keyof typeof actions;

/** The table as the press rules read it: inputs are parsed before `decide`, so their types are gone here. */
export const actionOf = (verb: Verb): Action => actions[verb] as Action;

/** Is there such a button? A card that has stood for long may carry the verb of an older release. */
export const isVerb = (text: string): text is Verb => Object.hasOwn(actions, text);
