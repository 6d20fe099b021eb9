import type { Actor, Decision, TicketSituation } from './decision.ts';
import type { Effect, EffectOrder } from './effect.ts';
import { entryOf, isEntered } from './keep-register.ts';

/** Nothing of the comment is fetched or published any more, and nothing that failed stands before its removal. */
export function clearedWay(effects: readonly Effect[]): Required<Pick<Decision, 'cancel' | 'settle'>> {
  const inTheWay = effects.filter(
    ({ lane, kind, state }) =>
      (lane === 'comment' || lane === 'evidence') && !(kind === 'delete-comment' && state === 'asked'),
  );
  const ended = inTheWay.filter(
    ({ state }) => state === 'failed' || state === 'unknown' || state === 'asked',
  );
  return {
    cancel: inTheWay.filter(({ state }) => state === 'pending').map(({ id }) => id),
    settle: ended.map(({ id }) => ({ id, to: 'cancelled' })),
  };
}

/** Is there anything to take from the public, and somebody or something that can? */
export const isRemovable = ({ comment, account }: TicketSituation): boolean =>
  comment.visibility !== 'gone' && account.can.remove !== 'never';

/** The deletion, at once and whatever the text says by then; none where a person has been asked for it already. */
export function removalAtOnce(situation: TicketSituation): EffectOrder[] {
  const { effects, ticket } = situation;
  const isAsked = effects.some(({ kind, state }) => kind === 'delete-comment' && state === 'asked');
  if (isAsked || !isRemovable(situation)) return [];
  const { commentVersion } = ticket;
  return [{ kind: 'delete-comment', params: { commentVersion, evenIfChanged: true } }];
}

/** What becomes of the copies here; nothing where nothing has been copied. */
export function ofCopies(effects: readonly Effect[], what: 'erase' | 'keep'): EffectOrder[] {
  const copied = effects.some(
    ({ kind, state }) => kind === 'fetch-attachments' && state !== 'pending' && state !== 'cancelled',
  );
  if (!copied) return [];
  return [{ kind: what === 'erase' ? 'erase-pictures' : 'seal-pictures', params: {} }];
}

/** The lead and whoever is on duty hear of it now, whatever the hour; where there is neither, the card's thread says so. */
export function alerts({ staff }: TicketSituation): EffectOrder[] {
  const people = new Set([staff.lead, staff.duty].filter((id) => id !== null));
  if (people.size === 0) return [{ kind: 'post-line', params: { line: 'suspected.nobody' } }];
  return [...people].map((person) => ({ kind: 'alert-suspicion', params: { person } }));
}

/**
 * Its entry in the register, with a subject that tells nothing: what may be secret is always registered (OSL 5 kap. 1 §).
 * None where the text that stands there has such an entry, and none for what is only tried.
 */
export function registeredAsSecret(
  situation: TicketSituation & { readonly by: Actor },
): Pick<Decision, 'journal' | 'registration'> {
  const { account, registrations, by } = situation;
  const marked = registrations.filter(({ secrecy }) => secrecy !== 'none');
  if (account.trial || isEntered({ ...situation, registrations: marked })) return { journal: [] };
  return entryOf(situation, { by: by.id, judged: null, ground: null, secret: true });
}
