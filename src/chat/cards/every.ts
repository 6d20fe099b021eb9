/** What a choice says that chooses nothing: Adaptive Cards take no empty value. */
export const EVERY = '-';
