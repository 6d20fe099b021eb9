import type { Kysely } from 'kysely';

/** A municipality's account. */
export interface Place {
  readonly municipality: string;
  readonly account: string;
  readonly postId: string;
}

/** What came into a channel's thread or the channel, and when by the simulated clock. */
export interface Posted {
  readonly atMs: number;
  readonly municipality: string;
  readonly what: 'line' | 'digest';
  /** The ticket under whose card a line stands. */
  readonly ticket: string | null;
  readonly text: string;
  /** The Entra object id of who is alerted. */
  readonly mention: string | null;
}

/** A press of a button. */
export interface Press {
  readonly municipality: string;
  readonly ticket: string;
  readonly version: number;
  readonly verb: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly by: string;
}

/** The bot, one or two of it, whose clock is the driver's. */
export interface Town {
  readonly places: readonly Place[];
  readonly kysely: Kysely<unknown>;
  readonly rulesDir: string;
  /** Everything that was posted so far, in order. */
  posted(): Promise<readonly Posted[]>;
  setClock(ms: number): Promise<void>;
  /** Hands in bodies as `POST /api/comments` takes them. */
  deliver(comments: readonly object[]): Promise<void>;
  /** Hands in a body as Facebook sends it. */
  tell(webhook: object): Promise<void>;
  press(press: Press): Promise<void>;
  /** Resolves when nothing is due any longer. */
  work(): Promise<void>;
  close(): Promise<void>;
}

/** The people of a municipality; a rota and a person on duty are not everywhere. */
export const STAFF: Readonly<
  Record<string, { lead: string; duty: string | null; rota: readonly string[]; people: readonly string[] }>
> = Object.fromEntries(
  ['angelholm', 'eslov', 'filipstad', 'ludvika', 'vallentuna'].map((municipality, index) => {
    const person = (number: number) => `${index + 1}${number}000000-0000-4000-8000-00000000000${number}`;
    return [
      municipality,
      {
        lead: person(9),
        duty: municipality === 'eslov' ? person(8) : null,
        rota:
          municipality === 'vallentuna' ? [] : [person(1), person(2), person(3)].slice(0, 1 + (index % 3)),
        people: [person(1), person(2), person(3), person(9)],
      },
    ];
  }),
);
