/** What the law names as to be removed: barnpornografibrott, 16 kap. 10 a § brottsbalken (`rules/law.yaml`). */
export const ABUSE_RULE = 'BBS-5-1E';
