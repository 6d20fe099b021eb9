import { expect, it } from 'vitest';
import type { PlatformError } from '../../src/ports/platform.ts';
import { forEach, type PlatformWorld } from './behaviour.ts';
import { refusal } from './wire.ts';

/** A platform in memory, whose faults are scripted as they would come over the wire. */
export interface ScriptedWorld extends PlatformWorld {
  /** The next act fails so; `no-answer` performs it. */
  failNext(code: PlatformError['code'], retryAfterMs?: number): Promise<void>;
}

const CODES = ['token-expired', 'permission', 'rate-limited', 'not-found', 'transient'] as const;

/** That its faults do what an adapter's do. */
export function failsAsScripted(make: () => Promise<ScriptedWorld>): void {
  const each = forEach(make);

  it.each(CODES)('performs nothing when it throws %s', async (code) => {
    const { world } = each;
    const { platform, account } = world;
    const target = await world.write('Hej');
    await world.failNext(code);
    expect((await refusal(platform.delete(target))).code).toBe(code);
    await world.failNext(code);
    expect((await refusal(platform.check(account))).code).toBe(code);
    expect(await world.performed()).toBe(0);
    expect(await platform.read(target)).not.toBeNull();
  });

  it('says how long a limit lasts', async () => {
    const { world } = each;
    const target = await world.write('Hej');
    await world.failNext('rate-limited', 7 * 60_000);
    expect((await refusal(world.platform.delete(target))).retryAfterMs).toBe(7 * 60_000);
  });

  it('may have performed an act whose answer was lost, and a read settles it', async () => {
    const { world } = each;
    const target = await world.write('Hej');
    await world.failNext('no-answer');
    expect((await refusal(world.platform.reply(target, 'Svar'))).code).toBe('no-answer');
    expect(await world.platform.ownReplies(target)).toMatchObject([{ text: 'Svar' }]);
    const own = await world.write('Hej');
    await world.failNext('no-answer');
    expect((await refusal(world.platform.delete(own))).code).toBe('no-answer');
    expect(await world.platform.read(own)).toBeNull();
    expect(await world.performed()).toBe(2);
  });

  it('does nothing twice by itself', async () => {
    const { world } = each;
    const target = await world.write('Hej');
    await world.failNext('transient');
    await refusal(world.platform.reply(target, 'Svar'));
    expect(await world.platform.ownReplies(target)).toEqual([]);
  });
}
