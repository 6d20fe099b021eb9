/** The names of the PostgreSQL databases that this process has created and not yet removed. */
export const created = new Set<string>();
