const WATCH = 'https://www.youtube.com/watch';
/** A video's id has eleven characters; that of a post on the channel is longer. */
const VIDEO = /^[\w-]{11}$/;

/** The address of a video. */
export const videoLink = (videoId: string): string => `${WATCH}?v=${encodeURIComponent(videoId)}`;

/** The address of a comment below its video, or below its post on the channel ~; undefined where what it stands under is not known. */
export function commentLink(commentId: string, postId: string | undefined): string | undefined {
  if (postId === undefined) return undefined;
  const below = VIDEO.test(postId)
    ? `${videoLink(postId)}&`
    : `https://www.youtube.com/post/${encodeURIComponent(postId)}?`;
  return `${below}lc=${encodeURIComponent(commentId)}`;
}
