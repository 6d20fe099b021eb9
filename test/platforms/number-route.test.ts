import { describe, expect, it } from 'vitest';
import { numberRoute } from '../../src/platforms/number-route.ts';
import { sign } from '../../src/platforms/signature.ts';
import type { NumberOutcome } from '../../src/ports/register.ts';

const SHAPE = { pattern: '^KS', example: 'KS 2026/123' };
const TOLD = { municipality: 'ludvika', reference: 'SM 2026-7', number: 'KS 2026/412' };

async function post(
  told: unknown = TOLD,
  {
    secret = 'ours',
    outcome = 'given' as NumberOutcome,
    params = { municipality: 'ludvika', reference: 'SM 2026-7' },
  } = {},
) {
  const calls: unknown[] = [];
  let woken = 0;
  const route = numberRoute({
    store: {
      giveNumber: async (municipality, _, { reference, number, by, shape }) => {
        calls.push([municipality, reference, number, by, shape]);
        return outcome;
      },
    },
    clock: { now: () => Temporal.Instant.from('2026-04-02T10:00:00Z') },
    senders: [
      { secret: 'ours', speaksFor: ['ludvika'] },
      { secret: 'theirs', speaksFor: ['eslov'] },
    ],
    shapeOf: () => SHAPE,
    wake: () => {
      woken += 1;
    },
  });
  const body = Buffer.from(JSON.stringify(told));
  const headers = { 'x-kommentarsvakten-signature': sign(secret, body) };
  const answer = await route.handle({ body, headers, params, query: new URLSearchParams() });
  return { ...answer, calls, woken };
}

describe('a diary number that another system tells', () => {
  it('is given to the entry of the address', async () => {
    expect(await post()).toEqual({
      ...{ status: 200, body: { outcome: 'given' }, woken: 1 },
      calls: [['ludvika', 'SM 2026-7', 'KS 2026/412', 'api', SHAPE]],
    });
  });

  it.each<[NumberOutcome, number]>([
    ['same', 200],
    ['conflict', 409],
    ['returned', 409],
    ['unknown', 404],
  ])('that is %s is answered %i, and wakes nobody', async (outcome, status) => {
    expect(await post(TOLD, { outcome })).toMatchObject({ status, body: { outcome }, woken: 0 });
  });

  it('that does not look like the municipality’s is refused with one that does', async () => {
    expect(await post(TOLD, { outcome: 'bad-number' })).toMatchObject({
      ...{ status: 400, woken: 0 },
      body: { outcome: 'bad-number', example: 'KS 2026/123' },
    });
  });

  it.each(['theirs', 'nobody’s'])('is not heard when it is signed with %s', async (secret) => {
    expect(await post(TOLD, { secret })).toMatchObject({ status: 401, calls: [] });
  });

  it.each([
    ['reference', { ...TOLD, reference: 'SM 2026-8' }],
    ['municipality', { ...TOLD, municipality: 'eslov' }],
    ['number', { ...TOLD, number: ' ' }],
    ['body', { ...TOLD, more: 1 }],
  ])('names the field %s that is wrong', async (field, told) => {
    await expect(post(told)).rejects.toMatchObject({ field });
  });
});
