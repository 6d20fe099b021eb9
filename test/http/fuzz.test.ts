import { SEED } from '../soak/form.ts';
import { describeFuzz } from './fuzz/fuzz-suite.ts';

// The short form; `npm run soak` sends ten times as much.
describeFuzz({ seed: SEED, requests: 1_000, activities: 500, timeoutMs: 60_000 });
