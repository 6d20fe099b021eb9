import { expect, it } from 'vitest';
import { loggable } from '../../src/app/loggable.ts';

it('An error is logged by its kind and place, never by its words, however many lines they have', () => {
  const error = Object.assign(new Error('Key (name)=(Anna Andersson)\nStorgatan 1\n    tel 070-123 45 67'), {
    code: '23505',
  });
  const logged = JSON.stringify(loggable(error));
  expect(logged).toContain('loggable.test.ts');
  expect(logged).toContain('23505');
  for (const secret of ['Anna', 'Storgatan', '070']) expect(logged).not.toContain(secret);
  expect(loggable('Anna')).toEqual({ error: 'string' });
});
