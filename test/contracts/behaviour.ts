import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import { platformOf } from '../../src/platforms/index.ts';
import type { Platform, PlatformError, Target } from '../../src/ports/platform.ts';
import { refusal } from './wire.ts';

/** A platform with a citizen and a saboteur beside it, fresh for every test. */
export interface PlatformWorld {
  readonly platform: Platform;
  readonly account: string;
  /** A citizen who can write and be blocked. */
  readonly authorId: string;
  /** The citizen writes a comment. */
  write(text: string): Promise<Target>;
  /** A comment that the account may take away, where that is not the citizen's. */
  writeOwn?(text: string): Promise<Target>;
  /** A comment that never was, where the platform spells its ids otherwise. */
  readonly missing?: Omit<Target, 'account'>;
  /** The next act is refused so. */
  failNext(code: PlatformError['code']): Promise<void>;
  /** Does the platform tell the bot what is written on the account? */
  setSubscribed(subscribed: boolean): Promise<void>;
  /** Is the citizen blocked? For a platform that does not tell it. */
  isBlocked?(authorId: string): Promise<boolean>;
  /** How many acts the platform has performed. */
  performed(): Promise<number>;
  close(): Promise<void>;
}

const canBeDone = (name: Platform['name'], act: Act): boolean => platformOf(name).can.comment[act] === 'api';

const MISSING: Omit<Target, 'account'> = { externalId: '404_404', postId: null };
/** Which refusals are no fault of the wire, and so no column of its table. */
const REFUSALS = ['account-paused', 'rejected'] as const;

/** A world for each test of the suite in which it stands, closed after it. */
export function forEach<World extends { close(): Promise<void> }>(
  make: () => Promise<World>,
): { readonly world: World } {
  let world: World;
  beforeEach(async () => {
    world = await make();
  });
  afterEach(() => world.close());
  return {
    get world() {
      return world;
    },
  };
}

/** That it reads, hides, shows and deletes while nothing goes wrong. */
export function readsAndModerates(make: () => Promise<PlatformWorld>): void {
  const each = forEach(make);

  it('reads a comment as it stands', async () => {
    const { world } = each;
    const target = await world.write('Åäö och "citat" / snedstreck 🙂');
    const seen = await world.platform.read(target);
    expect(seen).toMatchObject({
      text: 'Åäö och "citat" / snedstreck 🙂',
      hidden: false,
      authorId: world.authorId,
    });
    expect(seen?.canRemove).toBe(canBeDone(world.platform.name, 'remove'));
  });

  it('hides a comment and shows it again', async () => {
    const { world } = each;
    if (!canBeDone(world.platform.name, 'hide')) return;
    const target = await world.write('Hej');
    await world.platform.hide(target);
    expect((await world.platform.read(target))?.hidden).toBe(true);
    await world.platform.unhide(target);
    expect((await world.platform.read(target))?.hidden).toBe(false);
  });

  it('deletes a comment, after which it reads as null and a second delete finds nothing', async () => {
    const { world } = each;
    const target = await (world.writeOwn ?? world.write)('Hej');
    await world.platform.delete(target);
    expect(await world.platform.read(target)).toBeNull();
    expect((await refusal(world.platform.delete(target))).code).toBe('not-found');
    expect(await world.performed()).toBe(1);
  });
}

/** That it answers, and keeps people out, and nothing beside. */
export function answersAndBlocks(make: () => Promise<PlatformWorld>): void {
  const each = forEach(make);
  it('replies under a comment and finds its own replies, newest first', async () => {
    const { world } = each;
    const target = await world.write('När öppnar badet?');
    const first = await world.platform.reply(target, 'Klockan tio.');
    const second = await world.platform.reply(target, 'På söndagar klockan elva.');
    const replies = await world.platform.ownReplies(target);
    expect(replies.map(({ externalId, text }) => ({ externalId, text }))).toEqual([
      { ...second, text: 'På söndagar klockan elva.' },
      { ...first, text: 'Klockan tio.' },
    ]);
    expect(replies.every((reply) => reply.createdAt instanceof Temporal.Instant)).toBe(true);
  });

  it('changes no comment by replying to it', async () => {
    const { world } = each;
    const target = await world.write('Hej');
    await world.platform.reply(target, 'Hej själv');
    expect((await world.platform.read(target))?.text).toBe('Hej');
  });

  it('blocks and unblocks an author', async () => {
    const { world } = each;
    if (!canBeDone(world.platform.name, 'block')) return;
    const { platform, account, authorId } = world;
    const isBlocked = world.isBlocked ?? ((id: string) => platform.isBlocked(account, id));
    expect(await isBlocked(authorId)).toBe(false);
    await platform.block(account, authorId);
    expect(await isBlocked(authorId)).toBe(true);
    await platform.unblock(account, authorId);
    expect(await isBlocked(authorId)).toBe(false);
    // What cannot be asked is never answered: a lost answer would be settled by it.
    if (world.isBlocked)
      expect((await refusal(platform.isBlocked(account, authorId))).code).toBe('unsupported');
  });
}

/** What it refuses, doing nothing. @param never what the platform has no way of saying */
export function refuses(make: () => Promise<PlatformWorld>, never: readonly PlatformError['code'][]): void {
  const each = forEach(make);

  it.each(['nothing', 'blanks', 'too much'])('refuses a reply of %s', async (what) => {
    const { world } = each;
    const { maxReply } = platformOf(world.platform.name);
    const text = { nothing: '', blanks: '   ', 'too much': 'å'.repeat(maxReply + 1) }[what] ?? '';
    const target = await world.write('Hej');
    expect((await refusal(world.platform.reply(target, text))).code).toBe('rejected');
    expect(await world.performed()).toBe(0);
  });

  it.each(REFUSALS.filter((code) => !never.includes(code)))(
    'performs nothing when it throws %s',
    async (code) => {
      const { world } = each;
      const target = await (world.writeOwn ?? world.write)('Hej');
      await world.failNext(code);
      expect((await refusal(world.platform.delete(target))).code).toBe(code);
      expect(await world.performed()).toBe(0);
      expect(await world.platform.read(target)).not.toBeNull();
    },
  );
}

/** That it says whether it is heard, and what it does not find. */
export function tellsWhatIsThere(make: () => Promise<PlatformWorld>): void {
  const each = forEach(make);
  it('says whether what is written on the account will reach the bot', async () => {
    const { world } = each;
    const { platform, account } = world;
    await platform.check(account);
    await world.setSubscribed(false);
    expect((await refusal(platform.check(account))).code).toBe('rejected');
    await world.setSubscribed(true);
    await platform.check(account);
    expect(await world.performed()).toBe(0);
  });

  it('tells what is wrong with the account, and throws only when nobody answers', async () => {
    const { world } = each;
    const { platform, account } = world;
    expect((await platform.standing(account)).faults).toEqual([]);
    await world.setSubscribed(false);
    const faults = (await platform.standing(account)).faults.map(({ code }) => code);
    expect(['not-subscribed', 'other-account']).toContain(faults[0]);
    expect(await world.performed()).toBe(0);
  });

  it('says not-found for acts on a comment that never was', async () => {
    const { world } = each;
    const target = { ...(world.missing ?? MISSING), account: world.account };
    const { platform } = world;
    expect(await platform.read(target)).toBeNull();
    expect((await refusal(platform.delete(target))).code).toBe('not-found');
    expect((await refusal(platform.reply(target, 'Hej'))).code).toBe('not-found');
    expect((await refusal(platform.ownReplies(target))).code).toBe('not-found');
    if (canBeDone(world.platform.name, 'hide'))
      expect((await refusal(platform.hide(target))).code).toBe('not-found');
  });
}
