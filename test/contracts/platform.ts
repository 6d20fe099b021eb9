import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Act } from '../../src/core/act.ts';
import { platformOf } from '../../src/platforms/index.ts';
import { type Platform, PlatformError, type Target } from '../../src/ports/platform.ts';

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
  /** The next act fails so; `no-answer` performs it. */
  failNext(code: PlatformError['code'], retryAfterMs?: number): Promise<void>;
  /** Does the platform tell the bot what is written on the account? */
  setSubscribed(subscribed: boolean): Promise<void>;
  /** Is the citizen blocked? For a platform that does not tell it. */
  isBlocked?(authorId: string): Promise<boolean>;
  /** How many acts the platform has performed. */
  performed(): Promise<number>;
  close(): Promise<void>;
}

/** What an act rejects with; fails the test when it does not reject so. */
export async function refusal(act: Promise<unknown>): Promise<PlatformError> {
  const error = await act.then(
    () => new Error('the act was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlatformError)) throw error;
  return error;
}

const canBeDone = (name: Platform['name'], act: Act): boolean => platformOf(name).can.comment[act] === 'api';

const MISSING: Omit<Target, 'account'> = { externalId: '404_404', postId: null };
const REFUSALS: readonly PlatformError['code'][] = [
  'token-expired',
  'permission',
  'account-paused',
  'rate-limited',
  'not-found',
  'rejected',
  'transient',
];

/**
 * What every Platform owes the outbox. Run on each adapter (against its simulator) and on its fake.
 * @param never what the platform has no way of saying
 */
export function platformContract(
  name: string,
  make: () => Promise<PlatformWorld>,
  never: readonly PlatformError['code'][] = [],
): void {
  describe(`the platform contract: ${name}`, () => {
    let world: PlatformWorld;
    beforeEach(async () => {
      world = await make();
    });
    afterEach(() => world.close());
    const writeOwn = (text: string) => (world.writeOwn ?? world.write)(text);

    it('reads a comment as it stands', async () => {
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
      if (!canBeDone(world.platform.name, 'hide')) return;
      const target = await world.write('Hej');
      await world.platform.hide(target);
      expect((await world.platform.read(target))?.hidden).toBe(true);
      await world.platform.unhide(target);
      expect((await world.platform.read(target))?.hidden).toBe(false);
    });

    it('deletes a comment, after which it reads as null and a second delete finds nothing', async () => {
      const target = await writeOwn('Hej');
      await world.platform.delete(target);
      expect(await world.platform.read(target)).toBeNull();
      expect((await refusal(world.platform.delete(target))).code).toBe('not-found');
      expect(await world.performed()).toBe(1);
    });

    it('replies under a comment and finds its own replies, newest first', async () => {
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
      const target = await world.write('Hej');
      await world.platform.reply(target, 'Hej själv');
      expect((await world.platform.read(target))?.text).toBe('Hej');
    });

    it.each(['nothing', 'blanks', 'too much'])('refuses a reply of %s', async (what) => {
      const { maxReply } = platformOf(world.platform.name);
      const text = { nothing: '', blanks: '   ', 'too much': 'å'.repeat(maxReply + 1) }[what] ?? '';
      const target = await world.write('Hej');
      expect((await refusal(world.platform.reply(target, text))).code).toBe('rejected');
      expect(await world.performed()).toBe(0);
    });

    it('blocks and unblocks an author', async () => {
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

    it('says whether what is written on the account will reach the bot', async () => {
      const { platform, account } = world;
      await platform.check(account);
      await world.setSubscribed(false);
      expect((await refusal(platform.check(account))).code).toBe('rejected');
      await world.setSubscribed(true);
      await platform.check(account);
      for (const code of ['token-expired', 'permission', 'transient', 'rate-limited'] as const) {
        await world.failNext(code);
        expect((await refusal(platform.check(account))).code).toBe(code);
      }
      expect(await world.performed()).toBe(0);
    });

    it('tells what is wrong with the account, and throws only when nobody answers', async () => {
      const { platform, account } = world;
      expect((await platform.standing(account)).faults).toEqual([]);
      await world.setSubscribed(false);
      const faults = (await platform.standing(account)).faults.map(({ code }) => code);
      expect(['not-subscribed', 'other-account']).toContain(faults[0]);
      await world.setSubscribed(true);
      await world.failNext('rate-limited');
      expect((await refusal(platform.standing(account))).code).toBe('rate-limited');
      expect(await world.performed()).toBe(0);
    });

    it('says not-found for acts on a comment that never was', async () => {
      const target = { ...(world.missing ?? MISSING), account: world.account };
      const { platform } = world;
      expect(await platform.read(target)).toBeNull();
      expect((await refusal(platform.delete(target))).code).toBe('not-found');
      expect((await refusal(platform.reply(target, 'Hej'))).code).toBe('not-found');
      expect((await refusal(platform.ownReplies(target))).code).toBe('not-found');
      if (canBeDone(world.platform.name, 'hide'))
        expect((await refusal(platform.hide(target))).code).toBe('not-found');
    });

    it.each(REFUSALS.filter((code) => !never.includes(code)))(
      'performs nothing when it throws %s',
      async (code) => {
        const target = await writeOwn('Hej');
        await world.failNext(code);
        expect((await refusal(world.platform.delete(target))).code).toBe(code);
        expect(await world.performed()).toBe(0);
        expect(await world.platform.read(target)).not.toBeNull();
      },
    );

    it('says how long a limit lasts', async () => {
      const target = await writeOwn('Hej');
      await world.failNext('rate-limited', 7 * 60_000);
      expect((await refusal(world.platform.delete(target))).retryAfterMs).toBe(7 * 60_000);
    });

    it('may have performed an act whose answer was lost, and a read settles it', async () => {
      const target = await world.write('Hej');
      await world.failNext('no-answer');
      expect((await refusal(world.platform.reply(target, 'Svar'))).code).toBe('no-answer');
      expect(await world.platform.ownReplies(target)).toMatchObject([{ text: 'Svar' }]);
      const own = await writeOwn('Hej');
      await world.failNext('no-answer');
      expect((await refusal(world.platform.delete(own))).code).toBe('no-answer');
      expect(await world.platform.read(own)).toBeNull();
      expect(await world.performed()).toBe(2);
    });

    it('does nothing twice by itself', async () => {
      const target = await world.write('Hej');
      await world.failNext('transient');
      await refusal(world.platform.reply(target, 'Svar'));
      expect(await world.platform.ownReplies(target)).toEqual([]);
    });
  });
}
