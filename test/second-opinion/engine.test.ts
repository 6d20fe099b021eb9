import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding, Screening } from '../../src/core/finding.ts';
import type { EngineParts } from '../../src/engine/decider.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { withFinding } from '../../src/engine/with-finding.ts';
import type { Store } from '../../src/ports/store.ts';
import { able } from '../fakes/able.ts';
import { databases } from '../fakes/databases.ts';
import { policyOf } from '../screening/policy-fixture.ts';
import { NOW, openTown, type Town } from '../store/town.ts';

const policy = policyOf('filipstad');
const NONE: Screening = { tier: 'none', findings: [], needsReply: false, urgent: false, display: 'open' };
const opinion = (more: Partial<Finding> = {}): Finding => ({
  rule: 'BBS-5-1D',
  category: 'hate-speech',
  score: 0.5,
  hard: false,
  evidence: [{ start: 0, end: 4, source: 'model', why: 'gpt-test' }],
  ...more,
});
const finding = (rule: string, score: number, hard = false): Finding => ({
  rule,
  category: 'profanity',
  score,
  hard,
  evidence: [{ start: 0, end: 2, source: 'lexicon', why: 'x' }],
});

describe('screening with an opinion', () => {
  it.each<[Screening['tier'], Screening['tier']]>([
    ['none', 'review'],
    ['refer', 'refer'],
    ['review', 'review'],
    ['flag', 'flag'],
  ])('of tier %s becomes %s', (before, after) => {
    const screened = withFinding({ ...NONE, tier: before }, opinion({ hard: true, score: 1 }), policy);
    expect(screened.tier).toBe(after);
    expect(screened.findings.some(({ hard }) => hard)).toBe(false);
  });

  it('keeps every finding, hard ones and stronger ones first', () => {
    const findings = [finding('FIL-01', 0.4, true), finding('FIL-02', 0.7), finding('FIL-03', 0.4)];
    const screened = withFinding({ ...NONE, tier: 'review', findings }, opinion(), policy);
    expect(screened.findings.map(({ rule }) => rule)).toEqual(['FIL-01', 'FIL-02', 'BBS-5-1D', 'FIL-03']);
  });

  it('adds its evidence to a finding of the same rule, and nothing else', () => {
    const findings = [finding('BBS-5-1D', 0.6)];
    const screened = withFinding({ ...NONE, tier: 'review', findings }, opinion(), policy);
    expect(screened.findings).toEqual([
      { ...findings[0], evidence: [...(findings[0]?.evidence ?? []), ...opinion().evidence] },
    ]);
  });

  it.each<[string, Screening['display'], Screening['display']]>([
    ['hate-speech', 'open', 'offensive'],
    ['hate-speech', 'secret', 'secret'],
    ['sensitive-information', 'offensive', 'secret'],
    ['wrong-channel', 'offensive', 'offensive'],
  ])('of %s shows a text that was %s as %s', (category, before, after) => {
    const screened = withFinding({ ...NONE, display: before }, opinion({ category }), policy);
    expect(screened.display).toBe(after);
  });
});

describe.each(databases)('the screening loop on %s', (_name, open) => {
  let town: Town;
  let asked: { text: string; screening: Screening }[];
  let screened: number;
  let errors: unknown[];
  let count = 0;
  beforeAll(async () => {
    town = await openTown(open);
  });
  afterAll(() => town.database.close());
  beforeEach(() => {
    asked = [];
    errors = [];
    screened = 0;
  });

  const engine = (
    secondOpinion?: EngineParts['secondOpinion'],
    { clock = { now: () => NOW }, store = {} }: { clock?: EngineParts['clock']; store?: Partial<Store> } = {},
  ) =>
    createEngine({
      store: {
        ...town.store,
        ...store,
      },
      clock,
      policies: new Map([[policy.municipality, policy]]),
      screen: ({ text }) => {
        screened++;
        if (text === 'fel') throw new Error('cannot be screened');
        return NONE;
      },
      abilities: () => ({ can: able(), maxReply: 8000, replyWindow: null }),
      numberShapeOf: () => null,
      staffOf: () => ({ leads: ['l'], registrars: [], rota: [], duty: null }) as never,
      wake: () => {},
      onError: (error) => errors.push(error),
      ...(secondOpinion && { secondOpinion }),
    });
  const asking =
    (answer: (text: string) => Finding | null): NonNullable<EngineParts['secondOpinion']> =>
    async (text, _policy, screening) => {
      asked.push({ text, screening });
      return answer(text);
    };
  const arrives = async (text: string, more: object = {}) => {
    const externalId = `so-${++count}`;
    await town.archive([{ externalId, text, ...more }]);
    return externalId;
  };
  const ticketOf = async (externalId: string) => {
    const [row] = await town.rows<{ body: { screening: Screening } }>(
      'SELECT t.body FROM ticket t JOIN comment c ON c.municipality = t.municipality AND c.id = t.comment WHERE c.external_id = $1',
      [externalId],
    );
    return row?.body.screening ?? null;
  };

  it('without one decides by screening alone', async () => {
    const id = await arrives('Lika begåvad som en brödrost');
    expect(await engine().screenWaiting(25)).toBe(1);
    expect(screened).toBe(1);
    expect(await ticketOf(id)).toBeNull();
  });

  it('opens a ticket for what an opinion lifts, having screened each comment once', async () => {
    const lifted = await arrives('Lika begåvad som en brödrost');
    const plain = await arrives('Fin park!');
    const answer = asking((text) => (text.startsWith('Lika') ? opinion() : null));
    expect(await engine(answer).screenWaiting(25)).toBe(2);
    expect(screened).toBe(2);
    expect(await ticketOf(lifted)).toMatchObject({
      tier: 'review',
      display: 'offensive',
      findings: [{ rule: 'BBS-5-1D', hard: false, evidence: [{ source: 'model', why: 'gpt-test' }] }],
    });
    expect(await ticketOf(plain)).toBeNull();
  });

  it('asks outside any transaction: others commit while an answer is awaited', async () => {
    await arrives('Lika begåvad som en brödrost');
    let meanwhile = '';
    const slow: NonNullable<EngineParts['secondOpinion']> = async () => {
      meanwhile = await arrives('Kom under tiden');
      return null;
    };
    await engine(slow).screenWaiting(25);
    expect(meanwhile).not.toBe('');
    await engine().screenWaiting(25);
  });

  it('screens anew what was edited while the answer was awaited', async () => {
    const id = await arrives('Lika begåvad som en brödrost');
    const edits: NonNullable<EngineParts['secondOpinion']> = async () => {
      await town.archive([{ externalId: id, text: 'Förlåt!', writtenAt: NOW.add({ minutes: 1 }) }]);
      return opinion();
    };
    await engine(edits).screenWaiting(25);
    expect(await ticketOf(id)).toBeNull();
    await engine().screenWaiting(25);
  });

  it('never asks about what the account wrote itself', async () => {
    await arrives('Vi svarar här', { own: true });
    await engine(asking(() => opinion())).screenWaiting(25);
    expect(asked).toEqual([]);
  });

  it('never asks about what stands on LinkedIn, whose terms let nobody else be shown it', async () => {
    const id = await arrives('Lika begåvad som en brödrost', { platform: 'linkedin' });
    expect(await engine(asking(() => opinion())).screenWaiting(25)).toBe(1);
    expect([asked, await ticketOf(id)]).toEqual([[], null]);
  });

  it('goes on by screening alone where asking breaks', async () => {
    const id = await arrives('En vanlig kommentar');
    const broken: NonNullable<EngineParts['secondOpinion']> = () => Promise.reject(new Error('broken'));
    expect(await engine(broken).screenWaiting(25)).toBe(1);
    expect(errors).toHaveLength(1);
    expect(await ticketOf(id)).toBeNull();
    expect(await engine(broken).screenWaiting(25)).toBe(0);
  });

  it('lets a comment that cannot be screened hold back no other', async () => {
    await arrives('fel');
    const id = await arrives('Lika begåvad som en brödrost');
    const loop = engine(asking((text) => (text === 'fel' ? null : opinion())));
    await loop.screenWaiting(25);
    expect(await ticketOf(id)).toMatchObject({ tier: 'review' });
  });

  it.each<[string, Partial<Store>]>([
    [
      'the database went away',
      {
        decide: () => Promise.reject(new Error('Connection terminated unexpectedly')),
        ping: () => Promise.reject(new Error('connect ECONNREFUSED')),
      },
    ],
    ['its transaction alone was ended', { decide: () => Promise.reject(new Error('57P01')) }],
  ])('tries a comment again when %s', async (_, away) => {
    const id = await arrives('Lika begåvad som en brödrost');
    let now = NOW;
    const broken = { ...away };
    const answer = asking((text) => (text === 'fel' ? null : opinion()));
    const store: Partial<Store> = {
      decide: (...about) => (broken.decide ?? town.store.decide)(...about),
      ping: () => (broken.ping ?? town.store.ping)(),
    };
    const loop = engine(answer, { clock: { now: () => now }, store });
    await loop.screenWaiting(25).catch(() => undefined);
    delete broken.decide;
    delete broken.ping;
    now = now.add({ seconds: 2 });
    await loop.screenWaiting(25);
    expect(await ticketOf(id)).toMatchObject({ tier: 'review' });
  });
});
