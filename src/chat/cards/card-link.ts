import type { CardPlace } from '../../core/view.ts';

/**
 * The address at which Teams shows a message of a channel; empty where there is none.
 * Source: learn.microsoft.com, "Deep link to Teams chat", to a channel conversation.
 */
export function cardLink(card: CardPlace | null): string {
  if (card === null || !/^19:.+@thread\./u.test(card.conversation)) return '';
  const path = [card.conversation, card.messageId].map(encodeURIComponent).join('/');
  const query = new URLSearchParams({ tenantId: card.tenant, parentMessageId: card.messageId });
  return `https://teams.microsoft.com/l/message/${path}?${query}`;
}
