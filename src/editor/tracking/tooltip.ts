/** Tooltips as Markdown: everything that a line leaves out. Text from users and files is escaped; nothing in it becomes a link or HTML. */
import type { ExperimentSummary, RunRow } from '../../protocol/experiments';
import { RunTag } from '../../protocol/runTags';
import { countOf, formatNumber, toNumber } from '../../wording/formatNumber';
import { formatDuration, formatExact } from '../../wording/formatTime';
import { shorten } from '../../wording/textWidth';
import { conditionOf, type RunCondition } from '../../protocol/condition';
import { escapeCode, escapeMarkdown, markdownTable } from '../markdown';
import { trendOf } from './model';

const SHOWN = 10;
const LONGEST_VALUE = 60;

const WORDS: Record<RunCondition, string> = {
  running: 'running', scheduled: 'waiting to start', silent: 'running, but silent for more than two hours',
  lost: 'lost: its process ended without a word', finished: 'finished', failed: 'failed', killed: 'stopped',
};

/** Name, state and times, the note, then metrics and params as tables. @param lineage a line of Markdown */
export function runTooltip(row: RunRow, experimentTags: Readonly<Record<string, string>>, now: number, lineage?: string): string {
  const end = row.end_time ?? now;
  const lines = [
    `**${escapeMarkdown(row.run_name || row.run_id)}** — ${WORDS[conditionOf(row, now)]}`,
    '',
    `Started ${formatExact(row.start_time)}, ${row.end_time === null ? 'for' : 'took'} ${formatDuration(end - row.start_time)}`,
  ];
  const source = row.tags[RunTag.sourceName];
  if (source !== undefined) {
    const commit = row.tags[RunTag.commit];
    const dirty = row.tags[RunTag.dirty] === 'true' ? ' with uncommitted changes' : '';
    lines.push('', `From \`${escapeCode(source.split(/[\\/]/).at(-1) ?? source)}\`${commit === undefined ? '' : ` at \`${escapeCode(commit.slice(0, 7))}\`${dirty}`}`);
  }
  if (lineage !== undefined) {
    lines.push('', lineage);
  }
  const note = row.tags[RunTag.note];
  if (note !== undefined && note !== '') {
    lines.push('', `> ${escapeMarkdown(note).replaceAll('\n', '\n> ')}`);
  }
  // The arrow has a column of its own, so that the numbers stand below each other.
  lines.push(...markdownTable(['metric', '', '', 'step'], row.metrics.map((metric) => [
    escapeMarkdown(metric.key), formatNumber(toNumber(metric.value)), trendOf(metric, experimentTags), metric.step === 0 ? '' : String(metric.step),
  ]), '|:--|--:|:--|--:|'));
  lines.push(...markdownTable(['param', ''], row.params.map((param) => [escapeMarkdown(param.key), escapeMarkdown(shorten(param.value, LONGEST_VALUE))]), '|:--|:--|'));
  return lines.join('\n');
}

/** What an experiment's line leaves out. */
export function experimentTooltip(experiment: ExperimentSummary): string {
  const counts = [countOf(experiment.run_count, 'run'), ...(experiment.running_count > 0 ? [`${experiment.running_count} running`] : []),
    ...(experiment.deleted_count > 0 ? [`${experiment.deleted_count} archived`] : [])];
  const note = experiment.tags.find((tag) => tag.key === RunTag.note)?.value;
  return [
    `**${escapeMarkdown(experiment.name)}** — experiment ${experiment.experiment_id}`, '', counts.join(', '), '',
    `Last touched ${formatExact(experiment.last_update_time)}`,
    ...(note === undefined ? [] : ['', `> ${escapeMarkdown(note).replaceAll('\n', '\n> ')}`]),
    ...(experiment.metric_keys.length === 0 ? [] : ['', `Metrics: ${experiment.metric_keys.slice(0, SHOWN).map((key) => `\`${escapeCode(key)}\``).join(', ')}${experiment.metric_keys.length > SHOWN ? ', …' : ''}`]),
  ].join('\n');
}
