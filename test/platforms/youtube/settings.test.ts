import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectConfig } from '../../../src/config/config.ts';

describe('the settings of YouTube', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const problemsWith = (platform: string, given: Record<string, string> = {}) => {
    const path = join(folder, `${platform}.yaml`);
    const accounts = ['UC1', 'UC2'].map(
      (id) => `    - { platform: ${platform}, account: ${id}, name: Ludvika, token: "env:TOKEN" }\n`,
    );
    writeFileSync(path, `ludvika:\n  leads: [a]\n  accounts:\n${accounts.join('')}`);
    const { problems } = inspectConfig({ ACCOUNTS_FILE: path, TOKEN: 't', ...given });
    return problems.filter((problem) => problem.startsWith('YOUTUBE_'));
  };

  it('are missing by name where the accounts file has a channel, and nowhere else', () => {
    expect(problemsWith('facebook')).toEqual([]);
    const who = expect.stringMatching(/missing; .*youtube\.yaml:4 has the youtube account UC1 of ludvika$/u);
    expect(problemsWith('youtube')).toEqual([who, who]);
    expect(problemsWith('youtube', { YOUTUBE_CLIENT_ID: 'c' })).toEqual([
      expect.stringMatching(/^YOUTUBE_CLIENT_SECRET: missing/u),
    ]);
    expect(problemsWith('youtube', { YOUTUBE_CLIENT_ID: 'c', YOUTUBE_CLIENT_SECRET: 's' })).toEqual([]);
  });
});
