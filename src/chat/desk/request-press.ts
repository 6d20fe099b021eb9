import { z } from 'zod';
import { MunicipalityId } from '../../core/policy.ts';

/** What a field of a form holds; one that was left empty may be missing. */
const Field = z.string().max(4000).catch('');

const about = { verb: z.literal('requests'), municipality: MunicipalityId, reference: z.string().max(40) };

/** A press on a request's card: what it asks for, and what was typed. All of it is the client's and proves nothing. */
export const RequestPress = z.discriminatedUnion('step', [
  // To the list, to what waits next, to how it stands, and to one of its items.
  z.object({ ...about, step: z.enum(['list', 'open', 'overview']) }),
  z.object({ ...about, step: z.literal('read'), at: z.int().min(0).catch(0) }),
  // What changes it.
  z.object({ ...about, step: z.enum(['reviewed', 'build', 'hand-over']) }),
  z.object({ ...about, step: z.literal('second-look'), seen: Field }),
  z.object({
    ...{ ...about, step: z.literal('select') },
    ...{ from: Field, to: Field, account: Field, words: Field, author: Field, names: Field },
  }),
  z.object({
    ...{ ...about, step: z.literal('review'), item: z.string().max(60), seen: Field },
    ...{ outcome: Field, provision: Field, words: Field, places: Field },
  }),
  z.object({ ...about, step: z.literal('close'), how: Field, received: Field }),
]);
export type RequestPress = z.infer<typeof RequestPress>;

/** A press that changes the request. */
export type RequestStep = Exclude<RequestPress, { step: 'list' | 'open' | 'overview' | 'read' }>;

/** Does it change the request? */
export const isStep = (press: RequestPress): press is RequestStep =>
  !['list', 'open', 'overview', 'read'].includes(press.step);
