import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFoundation } from '../../src/app/open-foundation.ts';
import { createVault } from '../../src/app/token-vault.ts';
import type { TokenOwner } from '../../src/ports/tokens.ts';
import { createAssessor } from '../../src/screening/screen.ts';
import { databases } from '../fakes/databases.ts';
import { readUnreached } from '../fakes/standing-bot.ts';
import { openTown, type Town } from '../store/town.ts';

const KEY = randomBytes(32);
const TOKEN = '1//0gHemligt-uppfräschat';
const ownerOf = (account: string): TokenOwner | undefined =>
  account === 'stranger' ? undefined : { municipality: 'filipstad', platform: 'youtube', account };

describe.each(databases)('refreshed tokens on %s', (_, openDatabase) => {
  let town: Town;
  let failures: unknown[];
  beforeAll(async () => {
    town = await openTown(openDatabase);
  });
  beforeEach(async () => {
    failures = [];
    await town.store.forgetTokens();
  });
  afterAll(() => town.database.close());
  const vault = (key = KEY) => createVault(town.store, key, (error) => failures.push(error));
  const kept = (key = KEY) => vault(key).keptFor(ownerOf);
  const rows = () => town.rows('SELECT account, sealed, given FROM token ORDER BY account');

  it('come back to whoever has the key, in another process too, and are preferred until another is given', async () => {
    await kept().keep('UC1', 'given', TOKEN);
    expect(await kept().read('UC1', 'given')).toBe(TOKEN);
    expect(await kept().read('UC1', 'another')).toBeNull();
    expect(await kept().read('UC2', 'given')).toBeNull();
    await kept().keep('UC1', 'given', `${TOKEN}2`);
    expect(await kept().read('UC1', 'given')).toBe(`${TOKEN}2`);
  });

  it('stand nowhere as they are, and never look the same twice', async () => {
    await kept().keep('UC1', 'given', TOKEN);
    await kept().keep('UC2', 'given', TOKEN);
    const [one, two] = (await rows()) as { sealed: Buffer; given: Buffer }[];
    const whole = Buffer.concat([one?.sealed, one?.given].map((bytes) => bytes ?? Buffer.alloc(0)));
    expect(whole.includes(TOKEN)).toBe(false);
    expect(whole.includes('given')).toBe(false);
    expect(one?.sealed.subarray(0, 12)).not.toEqual(two?.sealed.subarray(0, 12));
    expect(one?.given).not.toEqual(two?.given);
  });

  it('open for their own account alone, and not when a byte is changed', async () => {
    await kept().keep('UC1', 'given', TOKEN);
    await kept().keep('UC2', 'given', TOKEN);
    await town.rows(`UPDATE token SET sealed = (SELECT sealed FROM token WHERE account = 'UC1')
      WHERE account = 'UC2'`);
    expect(await kept().read('UC2', 'given')).toBeNull();
    await town.rows(`UPDATE token SET sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1)`);
    expect(await kept().read('UC1', 'given')).toBeNull();
  });

  it('stop the start where the key is another, with what to do, until they are forgotten', async () => {
    await vault().verify();
    await kept().keep('UC1', 'given', TOKEN);
    await vault().verify();
    const other = vault(randomBytes(32));
    await expect(other.verify()).rejects.toThrow(/TOKEN_KEY: does not open .*kv -- tokens --forget/u);
    expect(await kept(randomBytes(32)).read('UC1', 'given')).toBeNull();
    await town.store.forgetTokens();
    await other.verify();
  });

  it('keep the bot from starting where the key is another, and stand unused where there is none', async () => {
    await kept().keep('UC1', 'given', TOKEN);
    const { config, files } = readUnreached({ filipstad: { leads: ['anna'] } });
    const open = async (key: Record<string, Buffer>) => {
      await using opened = new AsyncDisposableStack();
      const settings = { ...config.settings, ...key };
      await openFoundation(
        { config: { ...config, settings }, files },
        { ...outside(), wake: () => undefined },
        opened,
      );
    };
    const { lexicon } = files;
    const outside = () => ({
      store: town.store,
      log: { failed: () => () => undefined, warn: () => undefined },
      screening: {
        ...{ lexicon, assess: createAssessor(lexicon), trains: false },
        ...{
          ready: Promise.resolve(),
          asking: new Promise<never>(() => undefined),
          stop: async () => undefined,
        },
      },
    });
    await expect(open({ TOKEN_KEY: randomBytes(32) })).rejects.toThrow(/TOKEN_KEY: does not open/u);
    await open({ TOKEN_KEY: KEY });
    await open({});
  });

  it('of a stranger are not kept', async () => {
    await kept().keep('stranger', 'given', TOKEN);
    expect(await kept().read('stranger', 'given')).toBeNull();
    expect(await rows()).toEqual([]);
  });

  it('that cannot be stored are told of without the token, and one that cannot be read is no reason to use the old one', async () => {
    const broken = {
      ...town.store,
      putSealedToken: () => Promise.reject(new Error('no database')),
      sealedToken: () => Promise.reject(new Error('no database')),
    };
    const without = createVault(broken, KEY, (error) => failures.push(error)).keptFor(ownerOf);
    await without.keep('UC1', 'given', TOKEN);
    expect(String(failures[0])).toBe('Error: no database');
    await expect(without.read('UC1', 'given')).rejects.toMatchObject({ code: 'transient' });
  });
});
