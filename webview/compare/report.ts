/** A comparison as one file that needs nothing else: the answer, the table, and the charts as pictures. */
import { escapeHtml } from '../../src/wording/escapeHtml';
import { htmlTableOf, markdownOf, type TextTable } from './tableText';

export interface Report {
  readonly title: string;
  /** `2026-11-21 13:05:09` */
  readonly made: string;
  /** what the comparison comes to: the best value, and of what and whom it is; undefined where nobody knows what is best */
  readonly answer: { readonly value: string; readonly words: string } | undefined;
  /** each a sentence or less */
  readonly facts: readonly string[];
  readonly table: TextTable;
  /** runs that match beyond those in the table */
  readonly left: number;
  readonly charts: readonly { readonly title: string; /** data: URI of a PNG */ readonly picture: string }[];
}

const STYLE = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
body { margin: 32px auto; padding: 0 24px; max-width: 1200px; }
h1 { font-size: 22px; margin: 0; } h2 { font-size: 16px; margin: 32px 0 8px; }
.made { color: GrayText; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; } th, td { padding: 4px 14px 4px 0; max-width: 280px; overflow: hidden; text-overflow: ellipsis; text-align: left; white-space: nowrap; border-bottom: 1px solid color-mix(in srgb, CanvasText 15%, transparent); }
th { font-weight: 600; } .number { text-align: right; }
.answer { margin: 20px 0 8px; } .answer strong { font-size: 32px; margin-right: 8px; } ul { padding-left: 18px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); gap: 16px; margin-top: 32px; }
img { display: block; max-width: 100%; border-radius: 4px; }
`;

/** No script, nothing from elsewhere: its policy says so to whoever opens it. */
export function htmlReport(report: Report): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(report.title)}</h1>
<p class="made">${escapeHtml(report.made)}</p>
${report.answer === undefined ? '' : `<p class="answer"><strong>${escapeHtml(report.answer.value)}</strong> ${escapeHtml(report.answer.words)}</p>\n`}<ul>
${report.facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('\n')}
</ul>
<div class="scroll">
${htmlTableOf(report.table)}
</div>
${leftWords(report)}<div class="charts">
${report.charts.map(({ title, picture }) => `<img alt="${escapeHtml(title)}" src="${picture}">`).join('\n')}
</div>
</body>
</html>
`;
}

export function markdownReport(report: Report): string {
  return [
    `# ${oneLine(report.title)}`, report.made, ...(report.answer === undefined ? [] : [`**${report.answer.value}** ${oneLine(report.answer.words)}`]), report.facts.map((fact) => `- ${oneLine(fact)}`).join('\n'), markdownOf(report.table).trimEnd(),
    ...(report.left > 0 ? [`${report.left.toLocaleString('en-US')} more runs are not in this table.`] : []),
    ...report.charts.map(({ title, picture }) => `## ${oneLine(title)}\n\n![${oneLine(title).replaceAll(/[[\]]/g, '')}](${picture})`),
  ].join('\n\n').concat('\n');
}

function leftWords({ left }: Report): string {
  return left > 0 ? `<p class="made">${left.toLocaleString('en-US')} more runs are not in this table.</p>\n` : '';
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
