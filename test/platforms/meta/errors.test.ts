import { describe, expect, it } from 'vitest';
import { graphError } from '../../../src/platforms/meta/errors.ts';
import type { PlatformError } from '../../../src/ports/platform.ts';

const errorOf = (error: object, headers = new Headers()) =>
  graphError('POST /1', 400, headers, { error: { message: 'hemligt', type: 'OAuthException', ...error } });

describe('what Graph refuses with', () => {
  it.each<[string, number, number | undefined, PlatformError['code']]>([
    ['the app was removed', 190, 458, 'token-expired'],
    ['a checkpoint waits', 190, 459, 'token-expired'],
    ['a checkpoint waits', 190, 464, 'token-expired'],
    ['the password was changed', 190, 460, 'token-expired'],
    ['the session has expired', 190, 463, 'token-expired'],
    ['the session is no more', 190, 467, 'token-expired'],
    ['the token is malformed', 190, undefined, 'token-expired'],
    ['the person has lost the Page', 190, 492, 'permission'],
    ['a session of an older kind has expired', 102, 463, 'token-expired'],
    ['a session of an older kind, of which nothing is said', 102, undefined, 'rejected'],
    ["a person's token was used", 1705, undefined, 'token-expired'],
    ['unknown', 1, undefined, 'transient'],
    ['out of order', 2, undefined, 'transient'],
    ['the app calls too often', 4, undefined, 'rate-limited'],
    ['the person calls too often', 17, undefined, 'rate-limited'],
    ['the Page calls too often', 32, undefined, 'rate-limited'],
    ['an act comes too often', 613, undefined, 'rate-limited'],
    ["the Pages' limit", 80001, undefined, 'rate-limited'],
    ["Instagram's limit", 80002, undefined, 'rate-limited'],
    ["Messenger's limit", 80006, undefined, 'rate-limited'],
    ['the app may not', 3, undefined, 'permission'],
    ['a permission was not used for 90 days', 10, undefined, 'permission'],
    ['a permission is missing', 200, undefined, 'permission'],
    ['a permission is missing', 299, undefined, 'permission'],
    ['it is gone, or not ours', 100, 33, 'not-found'],
    ['a parameter is bad, or a permission missing', 100, undefined, 'rejected'],
    ['no such person', 100, 2018001, 'unreachable'],
    ['the person cannot be reached', 551, 1545041, 'unreachable'],
    ['the person wrote too long ago', 10, 2018278, 'window-closed'],
    ['the Page is barred from messages', 10, 1893063, 'unsupported'],
    ['another app has the conversation', 10, 2018300, 'unsupported'],
    ['deemed abusive', 368, undefined, 'account-paused'],
    ['an unknown path', 2500, undefined, 'rejected'],
    ['withdrawn', 12, undefined, 'unsupported'],
    ['the media cannot be used', 24, 2207006, 'rejected'],
    ['the Instagram account is restricted', 25, 2207050, 'rejected'],
    ['something that nobody has heard of', 424242, undefined, 'rejected'],
  ])('%s: %i/%s is %s', (_, code, subcode, expected) => {
    expect(errorOf({ code, error_subcode: subcode })?.code).toBe(expected);
    expect(errorOf({ code, error_subcode: subcode, type: 'IGApiException' })?.code).toBe(expected);
  });

  it('passes by itself where Graph says so of a code that means nothing else', () => {
    expect(errorOf({ code: 424242, is_transient: true })?.code).toBe('transient');
    expect(errorOf({ code: 4, is_transient: true })?.code).toBe('rate-limited');
    expect(errorOf({ code: 190, is_transient: true })?.code).toBe('token-expired');
  });

  it("names Instagram's wait by the header that names it", () => {
    const usage = { '17841400000000001': [{ type: 'instagram', estimated_time_to_regain_access: 19 }] };
    const headers = new Headers({ 'x-business-use-case-usage': JSON.stringify(usage) });
    expect(errorOf({ code: 80002 }, headers)?.retryAfterMs).toBe(19 * 60_000);
  });

  it('repeats no words of it', () => {
    expect(errorOf({ code: 190, error_subcode: 463 })?.message).not.toContain('hemligt');
  });
});
