/** A gate's report as Markdown, fit for a pull request. Pure. */
import type { GateCheck, GateReport } from '../protocol/gates';
import { headline, OUTCOME_WORDS, valueText } from './gateView';

const SIGNS: Readonly<Record<GateCheck['outcome'], string>> = { passed: '✅', failed: '❌', warning: '⚠️', not_judged: '➖' };

/** A heading, one sentence, and a table of all checks. */
export function gateMarkdown(report: GateReport): string {
  const title = `### ${report.state === 'passed' ? '✅' : '❌'} Gate of ${escaped(`${report.name}/${report.version}`)}: ${report.state}`;
  const rows = report.checks.map((check) => `| ${SIGNS[check.outcome]} ${OUTCOME_WORDS[check.outcome].toLowerCase()} | ${escaped(check.name)} | ${valueText(check)} | ${escaped(check.limit ?? '')} | ${escaped(check.message)} |`);
  const table = rows.length === 0 ? [] : ['', '| | check | value | limit | |', '|---|---|---:|---|---|', ...rows];
  return `${[title, '', escaped(headline(report)), ...table].join('\n')}\n`;
}

/** Names come from data and metrics: none of their letters may become Markdown, HTML, a mention or a new row. */
function escaped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>()#|~!]/g, String.raw`\$&`).replaceAll('@', '@\u200B');
}
