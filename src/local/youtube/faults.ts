import { z } from 'zod';
import type { ApiAnswer } from '../simulator/answer.ts';
import { faultFields, isOnTheWay } from '../simulator/faults.ts';
import { REFUSALS, type Reason, refusalIn } from './refusal.ts';
import type { YouTubeState } from './state.ts';

/** A fault to come, as `POST /_sim/faults` takes it: one of YouTube's refusals by its reason, or something on the way. */
export const Fault = z.strictObject(faultFields(Object.keys(REFUSALS) as Reason[]));
export type Fault = z.infer<typeof Fault>;

/** The refusal that a fault stands for; null when the call is performed all the same. */
export const refusalOf = ({ kind }: Fault, { oddities }: YouTubeState): ApiAnswer | null =>
  isOnTheWay(kind) ? null : refusalIn(oddities.spelling, kind);
