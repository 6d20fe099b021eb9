import { describeFuzz } from '../http/fuzz/fuzz-suite.ts';
import { announce, FORM, SEED } from './form.ts';

announce('odd requests and activities');
const { requests, activities } = {
  full: { requests: 10_000, activities: 5_000 },
  short: { requests: 2_000, activities: 1_000 },
}[FORM];

// Other ones than `npm test` has sent.
describeFuzz({ seed: SEED + 1, requests, activities, timeoutMs: 600_000 });
