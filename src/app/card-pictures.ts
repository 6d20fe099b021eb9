import { mayShowPictures } from '../core/pictures.ts';
import type { TicketView } from '../core/view.ts';
import type { CardPictures, PictureStore } from '../ports/pictures.ts';

/** So many stand on a card, and so many bytes they may have together: three times that in UTF-16 is what Teams counts. */
const MOST = 3;
const TOGETHER = 6000;
/** One alone gains nothing from more. */
const EACH = 4000;

/** Tickets whose small pictures are remembered: they are made anew when they are asked for again. */
const REMEMBERED = 200;

/**
 * The small pictures of cards, made when a card is to be put in its place, and remembered for the answers to presses, which
 * wait for nothing. `thumbnailOf` makes one small, or null.
 */
export function createCardPictures(
  store: Pick<PictureStore, 'readMedia'>,
  thumbnailOf: (bytes: Buffer, maxBytes: number) => Promise<Buffer | null>,
  onFailed: (error: unknown) => void,
): CardPictures {
  const made = new Map<string, readonly string[]>();
  const make = async ({ comment }: TicketView): Promise<readonly string[]> => {
    const stored = comment.attachments.filter(({ type }) => type !== 'link').slice(0, MOST);
    const maxBytes = Math.min(EACH, Math.floor(TOGETHER / stored.length));
    const pictures: string[] = [];
    for (const position of stored.keys()) {
      const at = { comment: comment.id, version: comment.version, position };
      const media = await store.readMedia(comment.municipality, at);
      const small = media?.contentType.startsWith('image/') ? await thumbnailOf(media.bytes, maxBytes) : null;
      if (small) pictures.push(`data:image/jpeg;base64,${small.toString('base64')}`);
    }
    return pictures;
  };
  return {
    ready: (view) => (isShown(view) ? (made.get(nameOf(view)) ?? []) : []),
    made: async (view) => {
      if (!isShown(view)) {
        made.delete(nameOf(view));
        return [];
      }
      const known = made.get(nameOf(view));
      if (known) return known;
      // Without its pictures a card still says what it must.
      const pictures = await make(view).catch((error) => {
        onFailed(error);
        return [];
      });
      // What is not fetched yet may be so the next time.
      if (pictures.length > 0) made.set(nameOf(view), pictures);
      const [oldest] = made.keys();
      if (made.size > REMEMBERED && oldest !== undefined) made.delete(oldest);
      return pictures;
    },
  };
}

/** An edit that nobody has screened yet is not what was judged. */
const isShown = ({ ticket, comment }: TicketView): boolean =>
  mayShowPictures(ticket) && ticket.commentVersion === comment.version && comment.attachments.length > 0;

const nameOf = ({ comment }: TicketView): string =>
  `${comment.municipality}:${comment.id}:${comment.version}`;
