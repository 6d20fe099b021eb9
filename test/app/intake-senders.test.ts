import { expect, it } from 'vitest';
import { intakeSenders } from '../../src/app/accounts.ts';
import type { Config } from '../../src/config/config.ts';
import { localConfig } from '../../src/local/local-config.ts';

const intakeSecrets = new Map([['ludvika', 'own']]);
const configWith = (secret: string | undefined): Config => {
  const config = localConfig({ port: 0, dataDir: 'x', accounts: [], settings: { INTAKE_SECRET: secret } });
  return { ...config, intakeSecrets };
};
const ludvika = { secret: 'own', speaksFor: ['ludvika'] };

it('INTAKE_SECRET speaks for those alone that have no secret of their own', () => {
  expect(intakeSenders(configWith('ours'), ['eslov', 'ludvika'])).toEqual([
    { secret: 'ours', speaksFor: ['eslov'] },
    ludvika,
  ]);
});

it('without INTAKE_SECRET nobody speaks for those', () => {
  expect(intakeSenders(configWith(undefined), ['eslov', 'ludvika'])).toEqual([ludvika]);
});
