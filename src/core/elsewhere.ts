import type { TicketSituation } from './decision.ts';

/** What the platform shows where somebody hid the comment there, or took it away. */
const SHOWS = { removed: 'gone', hidden: 'hidden' } as const;

/** Is staff asked whether they hid or removed the comment on the platform? Not once somebody has said, or it is seen there again. */
export const isAskedAbout = ({ ticket: { elsewhere }, comment }: TicketSituation): boolean =>
  elsewhere !== null && elsewhere.word === null && comment.visibility === SHOWS[elsewhere.change];
