import type { TicketSituation } from './decision.ts';
import type { Ticket } from './ticket.ts';

/** Does the comment show anything beside its text, or did it before it was edited? */
export const showsSomething = ({ comment, effects }: Pick<TicketSituation, 'comment' | 'effects'>): boolean =>
  comment.attachments.length > 0 || effects.some(({ kind }) => kind === 'fetch-attachments');

/**
 * Has a person judged the comment as it stands now? A reply, a removal, proposed or ordered, "Låt stå" and a block are
 * judgements: whoever made one has looked. To take it, to put it off, to send it to the registrar and to hide it until
 * somebody has looked are none. What was decided on an earlier text says nothing of the one that stands there now.
 */
export function isClassed(ticket: Ticket): boolean {
  const { reply, removal, dismissal, block, editedAfter, commentVersion } = ticket;
  const since = editedAfter && Temporal.Instant.from(editedAfter.at);
  return (
    reply?.commentVersion === commentVersion ||
    removal?.commentVersion === commentVersion ||
    [dismissal, block].some(
      (act) => act !== null && (since === null || Temporal.Instant.compare(act.at, since) > 0),
    )
  );
}

/**
 * May small pictures of what the comment shows stand on the card in the channel? Only when somebody has judged it, it is
 * neither secret nor offensive, and nobody suspects it of showing abuse. A closed card shows nothing of anyone's
 * (invariant 6).
 */
export const mayShowPictures = (ticket: Ticket): boolean =>
  ticket.suspected === null &&
  ticket.state !== 'closed' &&
  ticket.screening.display === 'open' &&
  isClassed(ticket);
