import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Decision, Situation } from '../../src/core/decision.ts';
import type { Event, EventOf } from '../../src/core/event.ts';
import type { Ticket } from '../../src/core/ticket.ts';
import { decide, REACTIONS } from '../../src/reactions/index.ts';
import { type Given, MUNICIPALITIES, situation } from '../fakes/situations.ts';

// What a folder holds is told in decisions/README.md.
const FOLDER = join(import.meta.dirname, 'decisions');

/** The fields that are instants in the core; every other moment is text there too. */
const INSTANT = /^(now|at|comment\.(createdAt|arrivedAt)|(ownReplies|breaches)\.\d+\.at|outcome\.dueAt)$/u;

/** What an event of each kind has beside its key and what it is about. */
const FIELDS: { readonly [Kind in Event['kind']]: readonly (keyof EventOf<Kind>)[] } = {
  'comment-screened': ['comment', 'screening', 'version'],
  'platform-changed': ['at', 'change', 'comment', 'screening'],
  'own-reply-seen': ['ticket'],
  'message-followed': ['at', 'message', 'request', 'screening', 'ticket', 'version'],
  'message-withdrawn': ['message', 'ticket'],
  'taken-up': ['by', 'comment', 'screening', 'version'],
  reported: ['by', 'comment', 'message', 'screening', 'version'],
  'report-decided': ['about', 'at', 'ticket'],
  'button-pressed': ['by', 'data', 'ticket'],
  'effect-ended': ['outcome', 'ticket'],
  'clock-changed': ['ticket'],
};

interface Told extends Omit<Given, 'ticket'> {
  readonly why: string;
  readonly ticket?: Partial<Ticket> | null;
}

interface Scenario {
  readonly name: string;
  readonly why: string;
  readonly on: Situation;
  readonly event: Event;
  readonly decision: unknown;
}

const scenarios = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => scenario(name));

function scenario(name: string): Scenario {
  const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, name, `${file}.json`), 'utf8'));
  const { why, ...given } = revived(read('situation')) as Told;
  return {
    name,
    why,
    on: built(given),
    event: revived(read('event')) as Event,
    decision: read('decision'),
  };
}

/** Ids that can be read, and versions of the rules that a changed rules file leaves as they are. */
function built({ ticket, ...given }: Omit<Told, 'why'>): Situation {
  const on = situation({
    ...given,
    policy: { version: 'rules-in-force', clockVersion: 'clock-in-force', ...given.policy },
    comment: { id: 'the-comment', ...given.comment },
    ticket: { id: 'the-ticket', ...ticket },
  });
  return { ...on, decisionId: 'this-decision', ...(ticket === null && { ticket }) };
}

function revived(value: unknown, path: readonly string[] = []): unknown {
  if (typeof value === 'string') return INSTANT.test(path.join('.')) ? Temporal.Instant.from(value) : value;
  if (Array.isArray(value)) return value.map((one, index) => revived(one, [...path, `${index}`]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revived(one, [...path, key])]));
}

/** The decision as JSON, with of its ticket only what is other than before. */
function written(before: Ticket | null, decision: Decision): unknown {
  const { ticket, ...others } = JSON.parse(JSON.stringify(decision));
  if (!ticket) return others;
  const isOther = ([key, value]: [string, unknown]) =>
    !isDeepStrictEqual(value, before?.[key as keyof Ticket]);
  return { ...others, ticket: Object.fromEntries(Object.entries(ticket).filter(isOther)) };
}

/** A misspelt field would leave the default in its place, and the scenario would show something else than it says. */
function unknownFields({ on }: Scenario): string[] {
  const plain = situation({ effects: [{}], registrations: [{}] });
  const odd = (told: object | null | undefined, known: object | undefined) =>
    Object.keys(told ?? {}).filter((key) => !Object.hasOwn(known ?? {}, key));
  return [
    ...odd(on, plain),
    ...odd(on.comment, plain.comment),
    ...odd(on.ticket, plain.ticket),
    ...odd(on.ticket?.screening, plain.ticket.screening),
    ...odd(on.account, plain.account),
    ...odd(on.policy, plain.policy),
    ...odd(on.staff, plain.staff),
    ...on.effects.flatMap((one) => odd(one, plain.effects[0])),
    ...on.registrations.flatMap((one) => odd(one, plain.registrations[0])),
  ];
}

describe('The decision', () => {
  it.each(scenarios)('$name: $why', (one) => {
    expect(unknownFields(one)).toEqual([]);
    expect(Object.keys(one.event).toSorted()).toEqual(['key', 'kind', ...FIELDS[one.event.kind]].toSorted());
    expect(written(one.on.ticket, decide(one.on, one.event))).toEqual(one.decision);
  });

  it('is shown for every kind of event, and in every municipality', () => {
    const seen = new Set(scenarios.flatMap(({ event, on }) => [event.kind, on.comment.municipality]));
    expect([...seen].toSorted()).toEqual([...Object.keys(REACTIONS), ...MUNICIPALITIES].toSorted());
  });
});
