/** The table as CSV, Markdown or HTML: the columns and rows that it shows, in their order. */
import { escapeHtml } from '../../src/wording/escapeHtml';
import { formatNumber } from '../../src/wording/formatNumber';

/** Characters that a cell of a report may well cut off. */
const LONG = 30;

export interface TextTable {
  readonly titles: readonly string[];
  /** full values, a place per title */
  readonly rows: readonly (readonly string[])[];
  /** columns whose values are numbers */
  readonly numeric: readonly boolean[];
}

/**
 * RFC 4180. A text that a spreadsheet would take for a formula is given a leading apostrophe, so that a run's name runs nothing;
 * numbers stay numbers.
 */
export function csvOf({ titles, rows }: TextTable): string {
  return [titles, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n').concat('\r\n');
}

export function markdownOf({ titles, rows, numeric }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |`;
  return `${[line(titles), `|${numeric.map((number) => number ? '---:' : '---').join('|')}|`, ...rows.map(line)].join('\n')}\n`;
}

export function htmlTableOf({ titles, rows, numeric }: TextTable): string {
  // What is shortened here, or cut off by the page, is whole when it is pointed at.
  const cell = (tag: 'td' | 'th', text: string, index: number): string => {
    const shown = tag === 'td' && numeric[index] === true && text !== '' ? formatNumber(Number(text)) : text;
    return `<${tag}${numeric[index] === true ? ' class="number"' : ''}${shown === text && text.length < LONG ? '' : ` title="${escapeHtml(text)}"`}>${escapeHtml(shown)}</${tag}>`;
  };
  return `<table>\n<thead><tr>${titles.map((title, index) => cell('th', title, index)).join('')}</tr></thead>\n<tbody>\n${
    rows.map((row) => `<tr>${row.map((text, index) => cell('td', text, index)).join('')}</tr>`).join('\n')}\n</tbody>\n</table>`;
}

function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
