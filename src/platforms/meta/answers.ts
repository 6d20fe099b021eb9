import { z } from 'zod';
import { PlatformError } from '../../ports/platform.ts';

/** An id in an answer. */
export const Id = z.union([z.string().min(1), z.int().transform(String)]);

/** An act that was asked for. */
export const Done = z.looseObject({ success: z.boolean() });

/** @throws PlatformError when Graph answered that it did nothing */
export function done(answer: { success: boolean }): void {
  if (!answer.success) throw new PlatformError('rejected', 'Graph answered that it was not done');
}

/** What was made, or is only known by its id. */
export const Created = z.looseObject({ id: Id });

/** Where the next page begins. `next` is never followed: Graph writes the token into it. */
export const Paging = z
  .looseObject({
    next: z.string().optional(),
    cursors: z.looseObject({ after: z.string().optional() }).optional(),
  })
  .optional();

/** Which changes a Page sends. */
export const SubscribedApps = z.looseObject({
  data: z.array(z.looseObject({ subscribed_fields: z.array(z.string()).default([]) })),
});
