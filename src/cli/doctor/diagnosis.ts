/** What one look at the installation found: a line of `kv doctor`. Holds no token, no person's name and no text of anyone's. */
export interface Diagnosis {
  readonly check:
    | 'settings'
    | 'rules'
    | 'cards'
    | 'model'
    | 'templates'
    | 'order'
    | 'store'
    | 'inbox'
    | 'clock'
    | 'binding'
    | 'duty'
    | 'rota'
    | 'trial'
    | 'contact'
    | 'platform'
    | 'unconfirmed'
    | 'tokens'
    | 'pictures'
    | 'hand-over'
    | 'keeping'
    | 'recipients'
    | 'versions'
    | 'hours';
  readonly municipality?: string;
  /** False: something does not work before the cure has been taken. */
  readonly ok: boolean;
  /** It works, but not as most would want it. The exit code says nothing of it. */
  readonly warning?: true;
  readonly says: string;
  readonly cure?: string;
}

/** What a check says of itself when nothing is wrong. */
export const well = (check: Diagnosis['check'], says: string): Diagnosis => ({ check, ok: true, says });

/** What is wrong, and what to do about it. */
export const ill = (check: Diagnosis['check'], says: string, cure: string): Diagnosis => ({
  check,
  ok: false,
  says,
  cure,
});

/** What works, but not as most would want it. */
export const doubtful = (check: Diagnosis['check'], says: string, cure: string): Diagnosis => ({
  check,
  ok: true,
  warning: true,
  says,
  cure,
});
