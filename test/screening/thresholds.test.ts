import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { needsTicket, type Screening } from '../../src/core/finding.ts';
import { loadPolicies } from '../../src/rules/load-policies.ts';
import { RulesError } from '../../src/rules/rules-error.ts';
import { policyOf } from './policy-fixture.ts';

let rules: string;
beforeEach(() => {
  rules = mkdtempSync(join(tmpdir(), 'rules-'));
  for (const name of ['categories.yaml', 'law.yaml', 'secrecy.yaml', 'requests.yaml', 'ludvika.yaml'])
    cpSync(join('rules', name), join(rules, name));
});
afterEach(() => rmSync(rules, { recursive: true }));

const withBlock = (block: string) => {
  const file = join(rules, 'ludvika.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^screening: .*\n/mu, block));
  return () => loadPolicies(rules).get('ludvika')?.screening;
};

describe('a municipality’s screening settings', () => {
  it('have their defaults where the file says nothing', () => {
    expect(withBlock('')()).toEqual({ flag: 0.9, review: 0.45, posting: 'review' });
  });

  it.each([
    [
      'a review above flag',
      'screening: { flag: 0.4, review: 0.6, posting: all }\n',
      /ludvika\.yaml line \d+, screening\.review: expected less than flag \(0\.4\), found 0\.6/,
    ],
    ['a figure above 1', 'screening: { flag: 2, review: 0.6, posting: all }\n', /screening\.flag/],
    ['an unknown posting', 'screening: { flag: 0.9, review: 0.6, posting: some }\n', /screening\.posting/],
    ['an unknown field', 'screening: { flag: 0.9, review: 0.6, posting: all, hide: true }\n', /hide/],
  ])('are refused with %s, naming file and line', (_, block, message) => {
    expect(withBlock(block)).toThrow(RulesError);
    expect(withBlock(block)).toThrow(message);
  });
});

describe('what is posted to the channel', () => {
  const seen: Screening = { tier: 'none', findings: [], needsReply: false, urgent: false, display: 'open' };
  const posted = (posting: 'all' | 'review' | 'flag') => {
    const policy = policyOf('ludvika');
    const settings = { screening: { ...policy.screening, posting } };
    const kinds: Record<string, Partial<Screening>> = {
      flag: { tier: 'flag' },
      review: { tier: 'review' },
      refer: { tier: 'refer' },
      question: { needsReply: true },
      urgent: { urgent: true },
      secret: { display: 'secret' },
      none: {},
    };
    return Object.keys(kinds).filter((kind) => needsTicket({ ...seen, ...kinds[kind] }, settings));
  };

  it.each([
    ['all', ['flag', 'review', 'refer', 'question', 'urgent', 'secret', 'none']],
    ['review', ['flag', 'review', 'refer', 'question', 'urgent', 'secret']],
    ['flag', ['flag', 'question', 'urgent', 'secret']],
  ] as const)('with posting %s is %s', (posting, kinds) => {
    expect(posted(posting)).toEqual(kinds);
  });
});
