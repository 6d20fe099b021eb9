import { describe, expect, it } from 'vitest';
import { able } from '../fakes/able.ts';
import { ANNA, actor, BO, type Given, situation } from '../fakes/situations.ts';
import { createWorld, type World } from '../fakes/world.ts';

const TAKEN = { can: able({ privately: true }), privateReply: { maxReply: 2000, hours: 168 } };
const REMOVAL = { rule: 'FIL-20', reason: 'Personangrepp', tell: 'in-private' };
const TEXT = 'Regel {regel}: ”{citat}”. Skäl: {orsak}';
const notified = (given: Given = {}) => createWorld({ ...given, account: { ...TAKEN, ...given.account } });

/** What is done on the platform, and how it stands. */
const acts = (world: World) =>
  world.situation.effects
    .filter(({ lane }) => lane === 'comment')
    .map(({ kind, state }) => `${kind}: ${state}`);

describe('A notice to the author of what is removed', () => {
  it('says by which rule, in its own words, and why; and is kept apart from what all can read', () => {
    const world = notified();
    const { reply, journal } = world.press('remove', { ...REMOVAL, reply: TEXT });
    const text = 'Regel FIL-20: ”Förtal, personliga angrepp eller förolämpningar”. Skäl: Personangrepp.';
    expect(reply).toEqual({ text, kind: 'notice' });
    expect(journal.map(({ kind }) => kind)).toEqual(['author-notice-written', 'removal-ordered']);
    expect(world.situation.ticket).toMatchObject({ reply: null, removal: { notice: true } });
    expect(acts(world)).toEqual([
      ...['reply-privately: pending', 'hide-comment: pending', 'delete-comment: pending'],
    ]);
  });

  it.each([
    ['the platform has no private replies', { can: able() }, TEXT, 'no-private-reply'],
    [
      'the text is longer than it takes',
      { privateReply: { maxReply: 20, hours: 1 } },
      TEXT,
      'reply-too-long',
    ],
    [
      'the text has more bytes than it takes',
      { privateReply: { maxReply: 6, countedIn: 'bytes' as const, hours: 1 } },
      'ååååå',
      'reply-too-many-bytes',
    ],
    ['something is left to fill in', {}, 'Ring {växeln}.', 'missing-placeholder'],
    ['nothing is written', {}, '', 'bad-input'],
  ] as const)('is refused, and nothing removed, where %s', (_, account, reply, code) => {
    const world = notified({ account });
    expect(world.press('remove', { ...REMOVAL, reply }).refusal?.code).toBe(code);
    expect(acts(world)).toEqual([]);
  });

  it.each([
    ['the comment may be secret', { screening: { display: 'secret' as const } }, 'FIL-20'],
    ['the rule is about what is secret', {}, 'FIL-18'],
  ] as const)('never holds the reason as it was typed where %s', (_, given, rule) => {
    const world = notified(given);
    const { refusal } = world.press('remove', { ...REMOVAL, rule, reply: TEXT });
    expect(refusal).toMatchObject({ code: 'missing-placeholder', details: { placeholder: '{orsak}' } });
    const { reply } = world.press('remove', { ...REMOVAL, rule, reply: 'Enligt {regel}.' });
    expect(reply).toEqual({ text: `Enligt ${rule}.`, kind: 'notice' });
  });

  it.each(['failed', 'unknown', 'later'] as const)('that is %s lets the removal pass', (end) => {
    const world = notified();
    world.press('remove', { ...REMOVAL, reply: TEXT });
    const notice = world.start();
    expect(notice?.kind).toBe('reply-privately');
    // Not before its first attempt has ended.
    expect(world.start()).toBeNull();
    world.end(notice?.id ?? '', end);
    expect(world.start()?.kind).toBe('hide-comment');
  });

  it('that failed keeps the ticket with somebody, who may let it be', () => {
    const world = notified();
    world.press('remove', { ...REMOVAL, rule: 'FIL-18', reply: 'Enligt {regel}.' });
    const notice = world.start();
    world.end(notice?.id ?? '', 'failed');
    world.run();
    expect(world.situation.ticket.state).toBe('removing');
    const { journal } = world.press('drop-notice', { effect: notice?.id });
    expect(journal).toEqual([{ kind: 'author-notice-dropped', by: ANNA, data: { effect: notice?.id } }]);
    expect(world.situation.ticket.state).toBe('closed');
  });

  it('is taken back with the removal, unless it was sent; and there is never a second', () => {
    const world = notified();
    world.press('remove', { ...REMOVAL, reply: TEXT });
    world.press('undo');
    expect(acts(world).slice(0, 1)).toEqual(['reply-privately: cancelled']);
    world.press('remove', { ...REMOVAL, reply: TEXT });
    world.end(world.start()?.id ?? '', 'done');
    world.press('undo');
    expect(acts(world)).toContain('reply-privately: done');
    expect(world.press('remove', { ...REMOVAL, reply: TEXT }).refusal?.code).toBe('no-private-reply');
  });

  it('is taken back when the words that were judged are others', () => {
    const world = notified();
    world.press('remove', { ...REMOVAL, reply: TEXT });
    world.edit('Jag menade något annat.');
    expect(acts(world)[0]).toBe('reply-privately: cancelled');
    expect(world.situation.ticket.state).toBe('open');
  });

  it('waits with a proposal for the second person, and is never sent where that one refuses', () => {
    const proposed = () => {
      const world = notified({ municipality: 'vallentuna' });
      world.press('remove', { ...REMOVAL, rule: 'VAL-19', reply: 'Enligt {regel}.' });
      expect(acts(world)).toEqual([]);
      return world;
    };
    const agreed = proposed();
    const { decision } = agreed.situation.ticket.removal ?? {};
    agreed.press('approve', {}, actor(BO));
    expect(agreed.situation.effects.find(({ kind }) => kind === 'reply-privately')?.params).toEqual({
      decision,
    });
    const refused = proposed();
    refused.press('decline', { reason: 'En åsikt om skolan.' }, actor(BO));
    expect(acts(refused)).toEqual([]);
    expect(refused.situation.ticket.removal).toBeNull();
  });

  it('is none where nobody chose it, also when a card of an older release sends a reply', () => {
    const world = notified();
    const { reply } = world.press('remove', { ...REMOVAL, tell: undefined, reply: 'Kontakta oss.' });
    expect(reply?.kind).toBe('reply');
    const other = notified();
    expect(other.press('remove', { ...REMOVAL, tell: 'nothing', reply: TEXT }).reply).toBeUndefined();
    expect(situation().ticket.removal).toBeNull();
  });
});
