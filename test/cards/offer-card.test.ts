import { describe, expect, it } from 'vitest';
import { helpCard, nearCard, OFFERED } from '../../src/chat/cards/offer-card.ts';
import { policyOf } from '../fakes/situations.ts';
import { lintCard } from './lint.ts';
import { cards } from './views.ts';

describe.each(['sv', 'en'] as const)('What is offered by buttons, in %s', (locale) => {
  it('is all that the bot can do, and can be read where no card is drawn', () => {
    const { card, summary } = helpCard(cards[locale], OFFERED);
    expect(lintCard(card)).toEqual([]);
    expect(card).toMatchObject({ fallbackText: summary });
    for (const verb of ['summary', 'mine', 'requests', 'blocks', 'find', 'history', 'take'])
      expect(summary).toContain(cards[locale].say(`command.words.${verb}`));
    for (const verb of ['find', 'history', 'take', 'trial', 'bind'])
      expect(JSON.stringify(card)).toContain(`- ${cards[locale].say(`command.words.${verb}`)}`);
    expect(JSON.stringify(card)).not.toMatch(/\{\w+\}/u);
  });

  it.each(OFFERED)('is %s where that was nearly said', (offered) => {
    const { card, summary } = nearCard(cards[locale], { meant: 'x', offered, named: policyOf('ludvika') });
    expect(lintCard(card)).toEqual([]);
    expect(summary).toBe(cards[locale].say('command.near', { meant: 'x' }));
    expect(JSON.stringify(card)).toContain(`"command":"${offered}","municipality":"ludvika"`);
    expect(JSON.stringify(card)).toContain(' · Ludvika"');
  });
});
