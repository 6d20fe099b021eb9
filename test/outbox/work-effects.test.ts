import { describe, expect, it } from 'vitest';
import type { EffectOutcome } from '../../src/core/decision.ts';
import type { Effect } from '../../src/core/effect.ts';
import { type EffectParts, workOneEffect } from '../../src/outbox/work-effects.ts';
import { type Platform, PlatformError } from '../../src/ports/platform.ts';
import { effect, type Given, NOW, situation, viewOf } from '../fakes/situations.ts';

interface Worked {
  readonly outcome: EffectOutcome | undefined;
  /** What was asked of the platform and said in the chat, in order. */
  readonly done: readonly string[];
}

/** Waits for an answer that is late already. */
const OVERDUE: Given = { ticket: { target: { kind: 'answer', at: NOW.toString() } } };

/** What the platform shows of the comment. */
const seen = ({ hidden }: { hidden: boolean }) => ({
  ...{ text: '', hidden, canHide: true, canRemove: true },
  ...{ authorId: null, permalink: null, attachments: [] },
});

/** Lets a worker have this one effect, of a ticket as given, and nothing else in the world. */
async function work(
  change: Partial<Effect>,
  {
    given = {},
    settling = false,
    now = NOW,
    acts = {},
    storm = null,
  }: {
    given?: Given;
    settling?: boolean;
    now?: Temporal.Instant;
    acts?: Partial<Platform>;
    storm?: string | null;
  } = {},
): Promise<Worked> {
  const done: string[] = [];
  let outcome: EffectOutcome | undefined;
  const one = effect({ state: 'started', attempts: 1, ...change });
  const claimed = { ...one, municipality: 'filipstad', ticket: 't', settling };
  const view = viewOf(situation({ ...given, now, effects: [one] }));
  const note = (what: string) => async () => void done.push(what);
  const platform = {
    hide: note('hide'),
    delete: note('delete'),
    read: async () => {
      done.push('read');
      return seen({ hidden: true });
    },
    ...acts,
  } as Partial<Platform> as Platform;
  const parts = {
    store: {
      claimEffects: async () => (settling ? [] : [claimed]),
      claimLostEffects: async () => (settling ? [claimed] : []),
      cardMessage: async () => ({
        ...{ conversation: { id: 'c', serviceUrl: 's', tenant: 't' }, messageId: '1' },
        speaker: storm,
      }),
    },
    engine: {
      view: async () => view,
      effectEnded: async (_: unknown, ended: EffectOutcome) => {
        outcome = ended;
      },
    },
    clock: { now: () => now },
    chat: { say: note('say') },
    platforms: new Map([['facebook', platform]]),
    lineFor: () => 'En rad',
    leaseMs: 1000,
  } as unknown as EffectParts;
  await workOneEffect(
    parts,
    () => undefined,
    (ask) => ask(),
  );
  return { outcome, done };
}

describe('a worker', () => {
  it('looks what became of an act whose worker vanished, and does not do it again', async () => {
    const { outcome, done } = await work({ kind: 'hide-comment' }, { settling: true });
    expect(done).toEqual(['read']);
    expect(outcome).toMatchObject({ to: 'done', result: { how: 'verified' } });
  });

  it.each(['remind', 'escalate'] as const)(
    '%s: one whose worker vanished is not said again',
    async (kind) => {
      const { outcome, done } = await work({ kind }, { given: OVERDUE, settling: true });
      expect(done).toEqual([]);
      expect(outcome).toMatchObject({ to: 'unknown' });
    },
  );

  it('does not order anew what gave no answer and has not happened yet: it may still happen', async () => {
    const acts = {
      hide: () => Promise.reject(new PlatformError('no-answer', 'late')),
      read: async () => seen({ hidden: false }),
    };
    expect((await work({ kind: 'hide-comment' }, { acts })).outcome).toBeUndefined();
    const { outcome } = await work({ kind: 'hide-comment' }, { acts, settling: true });
    expect(outcome).toMatchObject({ to: 'pending' });
  });

  it('asks a person where the platform does an act, but not for this one', async () => {
    const refused = () => Promise.reject(new PlatformError('unsupported', 'no thread with the person'));
    const given: Given = { comment: { author: { id: '7', name: 'Kim' } } };
    const { outcome } = await work({ kind: 'block-author' }, { given, acts: { block: refused } });
    expect(outcome).toEqual({ id: expect.any(String), to: 'asked' });
    const lost = { block: () => Promise.reject(new PlatformError('no-answer', 'late')), isBlocked: refused };
    expect((await work({ kind: 'block-author' }, { given, acts: lost })).outcome).toMatchObject({
      to: 'unknown',
    });
  });

  it('changes nothing on the platform in trial mode, also when that was switched on after the act was ordered', async () => {
    expect((await work({ kind: 'hide-comment' })).done).toEqual(['hide', 'read']);
    const { outcome, done } = await work({ kind: 'hide-comment' }, { given: { account: { trial: true } } });
    expect(done).toEqual([]);
    expect(outcome).toMatchObject({ to: 'done', result: { how: 'trial' } });
  });

  it('asks a person to end a block that was made before trial mode began: its author is shut out', async () => {
    const params = { untilOn: '2026-04-01' };
    const { outcome, done } = await work(
      { kind: 'unblock-author', params },
      { given: { account: { trial: true } } },
    );
    expect([outcome?.to, done]).toEqual(['asked', []]);
  });

  it('carries out for real nothing that was ordered in trial mode, when that has been left', async () => {
    const { outcome, done } = await work({ kind: 'hide-comment', params: { trial: true } });
    expect(done).toEqual([]);
    expect(outcome).toMatchObject({ to: 'done', result: { how: 'trial' } });
  });

  it.each(['remind', 'escalate'] as const)(
    '%s: one that falls due at night is kept until the office opens',
    async (kind) => {
      expect((await work({ kind }, { given: OVERDUE })).done).toEqual(['say']);
      const { outcome, done } = await work({ kind }, { given: OVERDUE, now: NOW.add({ hours: 14 }) });
      expect(done).toEqual([]);
      // Maundy Thursday night: the next working day is the Tuesday after Easter.
      expect(outcome).toMatchObject({ to: 'pending', dueAt: Temporal.Instant.from('2026-04-07T06:00:00Z') });
    },
  );

  it.each([
    ['remind', 'another', []],
    ['remind', 't', ['say']],
    ['post-line', 'another', ['say']],
  ] as const)('%s of one of many, whose first is %s, is said: %j', async (kind, storm, said) => {
    expect((await work({ kind }, { given: OVERDUE, storm })).done).toEqual(said);
  });
});
