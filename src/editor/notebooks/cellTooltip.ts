/** What the item under a cell leaves out, as plain text: VS Code takes no Markdown there. */
import type { RunRow } from '../../protocol/experiments';
import { formatNumber, toNumber } from '../../wording/formatNumber';
import { formatDuration, formatExact } from '../../wording/formatTime';
import { shorten } from '../../wording/textWidth';
import { conditionOf } from '../../protocol/condition';
import { failureOf } from '../tracking/model';

const SHOWN = 8;
const LONGEST_VALUE = 60;

/** @param measuredAgainst what the arrow of the line means, where it has one */
export function cellTooltip(row: RunRow, measuredAgainst: string | undefined, now: number): string {
  const condition = conditionOf(row, now);
  return [
    `${row.run_name || row.run_id}, ${condition === 'failed' ? failureOf(row) : condition}`,
    `Started ${formatExact(row.start_time)}, ${row.end_time === null ? 'for' : 'took'} ${formatDuration((row.end_time ?? now) - row.start_time)}`,
    ...(measuredAgainst === undefined ? [] : [measuredAgainst]),
    ...list(row.metrics.map(({ key, value }) => `${key}  ${formatNumber(toNumber(value))}`)),
    ...list(row.params.map(({ key, value }) => `${key}  ${shorten(value, LONGEST_VALUE)}`)),
  ].join('\n');
}

function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines.slice(0, SHOWN), ...(lines.length > SHOWN ? [`and ${lines.length - SHOWN} more`] : [])];
}
