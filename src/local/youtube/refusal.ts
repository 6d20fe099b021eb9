import type { ApiAnswer } from '../simulator/answer.ts';
import type { YouTubeState } from './state.ts';

/** What YouTube refuses with: its HTTP status, its reason, and Google's word for the status. */
export const REFUSALS = {
  quotaExceeded: { status: 403, domain: 'youtube.quota', word: 'RESOURCE_EXHAUSTED' },
  rateLimitExceeded: { status: 403, domain: 'usageLimits', word: 'RESOURCE_EXHAUSTED' },
  authError: { status: 401, domain: 'global', word: 'UNAUTHENTICATED' },
  required: { status: 401, domain: 'global', word: 'UNAUTHENTICATED' },
  forbidden: { status: 403, domain: 'youtube.comment', word: 'PERMISSION_DENIED' },
  insufficientPermissions: { status: 403, domain: 'global', word: 'PERMISSION_DENIED' },
  commentsDisabled: { status: 403, domain: 'youtube.commentThread', word: 'PERMISSION_DENIED' },
  channelSuspended: { status: 403, domain: 'youtube.channel', word: 'PERMISSION_DENIED' },
  commentNotFound: { status: 404, domain: 'youtube.comment', word: 'NOT_FOUND' },
  parentCommentNotFound: { status: 404, domain: 'youtube.comment', word: 'NOT_FOUND' },
  videoNotFound: { status: 404, domain: 'youtube.commentThread', word: 'NOT_FOUND' },
  playlistNotFound: { status: 404, domain: 'youtube.playlistItem', word: 'NOT_FOUND' },
  notFound: { status: 404, domain: 'global', word: 'NOT_FOUND' },
  processingFailure: { status: 400, domain: 'youtube.comment', word: 'INVALID_ARGUMENT' },
  banWithoutReject: { status: 400, domain: 'youtube.comment', word: 'INVALID_ARGUMENT' },
  invalidParameter: { status: 400, domain: 'youtube.parameter', word: 'INVALID_ARGUMENT' },
  commentTextRequired: { status: 400, domain: 'youtube.comment', word: 'INVALID_ARGUMENT' },
  commentTextTooLong: { status: 400, domain: 'youtube.comment', word: 'INVALID_ARGUMENT' },
  backendError: { status: 500, domain: 'global', word: 'INTERNAL' },
} as const;
/** Which refusal: `refuse('forbidden')`. */
export type Reason = keyof typeof REFUSALS;

/** A refusal on its way to the caller. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** @throws {ApiRefusal} */
export function refuse(reason: Reason): never {
  throw new ApiRefusal(reason);
}

/** A refusal in one of the three spellings that Google's answers have. */
export function refusalIn(spelling: YouTubeState['oddities']['spelling'], reason: Reason): ApiAnswer {
  const { status, domain, word } = REFUSALS[reason];
  const message = `The request was refused: ${reason}.`;
  const errors = [{ message, domain, reason, location: 'parameters', locationType: 'other' }];
  if (spelling === 'text') return { status, body: { error: reason } };
  const error = { code: status, message, ...(spelling === 'reasons' ? { errors } : { status: word }) };
  return { status, body: { error } };
}
