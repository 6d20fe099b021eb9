import { describe, expect, it } from 'vitest';
import { inspectConfig } from '../../src/config/config.ts';
import { secondOpinionSettings } from '../../src/config/second-opinion-settings.ts';

const OPENAI = { OPENAI_API_KEY: 'sk-secret', OPENAI_MODEL: 'gpt-4o-mini' };
const AZURE = {
  AZURE_OPENAI_API_KEY: 'az-secret',
  AZURE_OPENAI_ENDPOINT: 'https://example.openai.azure.com/',
  AZURE_OPENAI_DEPLOYMENT: 'vakt',
};
const problems = (environment: Record<string, string>) =>
  inspectConfig(environment).problems.filter((problem) => /OPENAI|SECOND_OPINION/u.test(problem));

describe('the settings of the second opinion', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, []],
    ['empty settings', { OPENAI_API_KEY: '', OPENAI_MODEL: '' }, []],
    ['OpenAI', OPENAI, []],
    ['Azure', AZURE, []],
    ['a key alone', { OPENAI_API_KEY: 'k' }, ['OPENAI_MODEL: missing; OPENAI_API_KEY needs it']],
    ['a model alone', { OPENAI_MODEL: 'm' }, ['OPENAI_API_KEY: missing; OPENAI_MODEL needs it']],
    [
      'an address alone',
      { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' },
      [
        'OPENAI_API_KEY: missing; OPENAI_BASE_URL needs it',
        'OPENAI_MODEL: missing; OPENAI_BASE_URL needs it',
      ],
    ],
    [
      'an Azure key alone',
      { AZURE_OPENAI_API_KEY: 'k' },
      [
        'AZURE_OPENAI_ENDPOINT: missing; AZURE_OPENAI_API_KEY needs it',
        'AZURE_OPENAI_DEPLOYMENT: missing; AZURE_OPENAI_API_KEY needs it',
      ],
    ],
    ['both', { ...OPENAI, ...AZURE }, ['OPENAI_API_KEY, AZURE_OPENAI_API_KEY: expected only one of them']],
    [
      'an Azure address without https',
      { ...AZURE, AZURE_OPENAI_ENDPOINT: 'http://x.se' },
      ['AZURE_OPENAI_ENDPOINT: expected an https address'],
    ],
    [
      'a made-up API version',
      { ...AZURE, AZURE_OPENAI_API_VERSION: 'newest' },
      ['AZURE_OPENAI_API_VERSION: expected a version such as 2024-10-21'],
    ],
  ])('%s: what is missing or wrong is named', (_, environment, expected) => {
    expect(problems(environment)).toEqual(expected);
  });

  it('never quote a key', () => {
    expect(inspectConfig({ ...OPENAI, ...AZURE }).problems.join()).not.toContain('secret');
  });

  it.each([
    ['off', {}, null],
    [
      'OpenAI itself',
      OPENAI,
      {
        provider: {
          kind: 'openai',
          apiKey: 'sk-secret',
          model: 'gpt-4o-mini',
          baseUrl: 'https://api.openai.com/v1',
        },
        timeoutMs: 5000,
      },
    ],
    [
      'Azure, with another time-out',
      { ...AZURE, SECOND_OPINION_TIMEOUT_MS: '800' },
      {
        provider: {
          kind: 'azure',
          apiKey: 'az-secret',
          deployment: 'vakt',
          endpoint: 'https://example.openai.azure.com',
          apiVersion: '2024-10-21',
        },
        timeoutMs: 800,
      },
    ],
  ])('mean %s', (_, environment, expected) => {
    expect(secondOpinionSettings(inspectConfig(environment).settings)).toEqual(expected);
  });
});
