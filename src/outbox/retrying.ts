/** What keeps failing is given up after so many tries, and a person is told. */
export const MAX_ATTEMPTS = 8;

/** Seconds before the next try: 2, 4, 8 … at most 10 minutes. */
export const backOff = (attempts: number): number => Math.min(2 ** attempts, 600);
