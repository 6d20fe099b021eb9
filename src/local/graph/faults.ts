import { z } from 'zod';
import { faultFields, isOnTheWay } from '../simulator/faults.ts';
import { GraphRefusal, REFUSALS } from './refusal.ts';

/** A fault to come, as `POST /_sim/faults` takes it. `refusal` answers `code`; the others are Graph's refusals by name. */
export const Fault = z.strictObject({
  ...faultFields(['rate-limit', 'token-expired', 'gone', 'permission', 'paused', 'transient', 'refusal']),
  /** For rate-limit: minutes until Graph answers again; absent, the header is absent. */
  minutes: z.number().positive().optional(),
  code: z.int().default(1000),
  subcode: z.int().optional(),
  status: z.int().min(400).max(599).default(400),
});
export type Fault = z.infer<typeof Fault>;

/** The refusal that a fault stands for; null when the call is performed all the same. `page` names whose limit it is. */
export function refusalOf(fault: Fault, page: string): GraphRefusal | null {
  const { kind, code, status } = fault;
  if (isOnTheWay(kind)) return null;
  if (kind === 'refusal') {
    const subcode = fault.subcode === undefined ? {} : { subcode: fault.subcode };
    return new GraphRefusal({ status, code, ...subcode, message: `(#${code}) Simulated` });
  }
  if (kind !== 'rate-limit' || fault.minutes === undefined) return new GraphRefusal(REFUSALS[kind]);
  const usage = {
    [page]: [
      {
        type: 'pages',
        call_count: 100,
        total_cputime: 40,
        total_time: 45,
        estimated_time_to_regain_access: fault.minutes,
      },
    ],
  };
  const headers = { 'x-business-use-case-usage': JSON.stringify(usage) };
  return new GraphRefusal({ ...REFUSALS[kind], headers });
}
