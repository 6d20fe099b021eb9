import { SEED } from '../soak/form.ts';
import { describeFuzz } from './fuzz/fuzz-suite.ts';

// The short form; `npm run soak` sends many times as much.
describeFuzz({ seed: SEED, requests: 500, activities: 250, timeoutMs: 60_000 });
