import { fakeContract } from '../contracts/platform.ts';
import { FakePlatform } from './fake-platform.ts';

fakeContract('the fake in memory', async () => {
  const platform = new FakePlatform();
  return {
    platform,
    account: '1001',
    authorId: '7001',
    write: async (text) => platform.write({ account: '1001', text, authorId: '7001' }),
    failNext: async (code, retryAfterMs) =>
      platform.failNext(code, retryAfterMs === undefined ? {} : { retryAfterMs }),
    setSubscribed: async (subscribed) => platform.setSubscribed('1001', subscribed),
    performed: async () => platform.acts.length,
    close: async () => {},
  };
});
