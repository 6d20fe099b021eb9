import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { FORM } from './form.ts';

/** What `npm test` has on PostgreSQL alone (`storeInTurn`): here on the embedded store. */
const IN_TURN = [
  'clock',
  'digest',
  'messages',
  'department',
  'lost-messages',
  'without-webhooks',
  'instagram',
  'own-apps',
  'contact',
  'kinds',
  'repeated',
].map((name) => `test/scenarios/${name}.test.ts`);

/** What takes longer than `npm test` may: `npm run soak`, all of it, or in minutes with KV_SOAK=short. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: [
      'test/{soak,e2e}/**/*.soak.ts',
      'test/store/apply-decision.test.ts',
      ...(FORM === 'full' ? IN_TURN : []),
    ],
    env: { KV_SOAK: FORM },
    // CI itself runs in a fresh clone, and `npm test` walks its first minute. The walks of the record are not steady yet.
    exclude: FORM === 'short' ? ['test/soak/first-install.soak.ts', 'test/e2e/record.soak.ts'] : [],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/compare-times.ts', 'test/drop-databases.ts'],
    reporters: [['default', { summary: false }], './test/reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    pool: 'forks',
  },
});
