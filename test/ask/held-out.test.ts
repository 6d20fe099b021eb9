import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Ask } from '../../src/ask/ask.ts';
import { rulesFor } from '../../src/ask/topic-rules.ts';
import { ask, askWith, modelFrom, policies, questions } from './ask-fixture.ts';

interface Asked {
  readonly topic: string;
  readonly text: string;
}

/** One in five, by its hash: chosen before anything was tuned, and by nobody. */
const isHeldOut = (text: string): boolean =>
  Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 6), 16) % 5 === 0;

/** Each question under each municipality: is a rule that covers it first, and is the answer silent where none does? */
function score(answer: Ask, asked: readonly Asked[]) {
  const tally = { rightFirst: 0, covered: 0, silent: 0, uncovered: 0 };
  for (const { topic: id, text } of asked)
    for (const policy of policies.values()) {
      const topic = questions.topics.find((each) => each.id === id);
      if (!topic) throw new Error(`${id}: no such topic`);
      const right = rulesFor(topic, policy, () => 0);
      const { rules } = answer(text, policy);
      if (right.length === 0) {
        tally.uncovered += 1;
        tally.silent += rules.length === 0 ? 1 : 0;
      } else {
        tally.covered += 1;
        tally.rightFirst += rules[0] && right.includes(rules[0].rule) ? 1 : 0;
      }
    }
  return { rightFirst: tally.rightFirst / tally.covered, silent: tally.silent / tally.uncovered };
}

describe('on questions that nothing was learned from', { timeout: 60_000 }, () => {
  it('finds the rule and knows when there is none, in the fifth that is held out', () => {
    const learning = questions.topics.map((topic) => ({
      ...topic,
      questions: topic.questions.filter((text) => !isHeldOut(text)),
      pasted: topic.pasted.filter((text) => !isHeldOut(text)),
    }));
    const heldOut = questions.topics.flatMap(({ id, questions: texts }) =>
      texts.filter(isHeldOut).map((text) => ({ topic: id, text })),
    );
    expect(heldOut.length).toBeGreaterThan(180);
    const { rightFirst, silent } = score(askWith(modelFrom({ ...questions, topics: learning })), heldOut);
    expect(rightFirst).toBeGreaterThan(0.55);
    expect(silent).toBeGreaterThan(0.4);
  });

  it('finds it in questions written after everything else, and scored before anything was changed for them', () => {
    const file = join(import.meta.dirname, 'unseen.json');
    const unseen = z
      .array(z.strictObject({ topic: z.string(), text: z.string() }))
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    const { rightFirst, silent } = score(ask, unseen);
    expect(rightFirst).toBeGreaterThan(0.78);
    expect(silent).toBeGreaterThan(0.75);
  });
});
