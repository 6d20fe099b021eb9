import type { Policy } from '../../src/core/policy.ts';
import { rulesInOrder } from '../../src/screening/findings.ts';

/** Each municipality's rules for each kind of content, in the order in which they are proposed, with the reason, as Markdown. */
export function mapsOf(policies: Iterable<Policy>): string {
  const tables = [...policies].map((policy) => {
    const rows = [...policy.categories.values()]
      .filter(({ type }) => type === 'content')
      .map(({ id }) => {
        const { why = '', confirm = false } = policy.order[id] ?? {};
        const rules = rulesInOrder(policy, id).map((rule) => `${rule.id} ”${shortened(rule.quote)}”`);
        return `| ${id} | ${rules.join('<br>') || '–'} | ${why}${confirm ? ' *Att bekräfta.*' : ''} |`;
      });
    return [
      `## ${policy.name}`,
      '',
      '| category | rules, best first | why in this order |',
      '|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return `${HEAD}\n\n${tables.join('\n\n')}\n`;
}

const HEAD = `# Which rule is proposed for which kind of comment

Made of the rules files (\`UPDATE_MAPS=1 npx vitest run test/rules/maps.test.ts\`). Where a town's line is empty no rule of its text speaks
of that, though the law may. "Att bekräfta": our reading of a text that does not say so itself, listed by \`kv doctor\`.`;

const MOST = 60;
const shortened = (quote: string): string => {
  const plain = quote.replaceAll('|', '\\|').replace(/\s+/gu, ' ');
  return plain.length > MOST ? `${plain.slice(0, MOST).trimEnd()} …` : plain;
};
