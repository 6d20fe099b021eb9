/** The only source of time. `npm run local` may run it from another instant and at another speed. */
export interface Clock {
  now(): Temporal.Instant;
}
