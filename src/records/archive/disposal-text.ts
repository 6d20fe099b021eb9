import { localDay } from '../../core/calendar.ts';
import type { DisposalRule } from '../../core/disposal-policy.ts';
import type { Policy } from '../../core/policy.ts';
import type { Disposal } from '../../ports/disposal.ts';
import { filled } from '../record-words.ts';
import type { ArchiveWords } from './archive-words.ts';

/** What a municipality has decided to dispose of, and what came of it. */
export interface DisposalTold {
  readonly policy: Pick<Policy, 'disposal'>;
  readonly disposals: readonly Disposal[];
}

/** `gallring.txt`: each decision as the rules have it, then every disposal that was begun, with its protocol where it has ended. */
export function disposalText(
  { policy: { disposal }, disposals }: DisposalTold,
  { disposal: words }: ArchiveWords,
): string {
  const begun = disposals.filter(({ state }) => state === 'running' || state === 'done');
  const lines = [
    words.title,
    '',
    ...(disposal.length === 0
      ? [words.noDecision]
      : [words.decisions, ...disposal.map((rule) => decisionLine(rule, words))]),
    '',
    ...(begun.length === 0 ? [words.noneBegun] : [words.begun, ...begun.map((one) => begunLine(one, words))]),
    '',
    words.remark,
  ];
  return `${lines.join('\n')}\n`;
}

type Words = ArchiveWords['disposal'];

const decisionLine = (rule: DisposalRule, words: Words): string =>
  filled(words.decision, {
    ...{ id: rule.id, type: words.types[rule.type], plan: rule.plan, ...rule.decision },
    preserve: rule.preserve ? words.preserve : '',
  });

/** The rule as it was when it was carried out: a later version of the rules may have another. */
function begunLine({ rule, reference, doneAt, protocol }: Disposal, words: Words): string {
  const of = { id: rule.id, type: words.types[rule.type], ...rule.decision };
  if (doneAt === null || !protocol) return filled(words.running, of);
  const count = Object.values(protocol.disposed).reduce((sum, each) => sum + each, 0);
  return filled(words.done, {
    ...of,
    ...{ reference: reference ?? protocol.reference, day: localDay(doneAt).toString(), count: String(count) },
  });
}
