/** What stands between quotation marks and is long enough to be somebody's words. The words are its first group. */
export const QUOTED = /["“”«»]([^"“”«»]{8,})["“”«»]/u;
