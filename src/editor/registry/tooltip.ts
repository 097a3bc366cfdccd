/** Tooltips of the Models view as Markdown: everything that a line leaves out. */
import type { RegisteredModelRow } from '../../protocol/modelOverview';
import { countOf, formatNumber, toNumber } from '../../wording/formatNumber';
import { formatExact } from '../../wording/formatTime';
import { escapeMarkdown, markdownTable } from '../markdown';
import { versionName, type VersionNode } from './nodes';

export function modelTooltip(row: RegisteredModelRow): string {
  return [
    `**${escapeMarkdown(row.name)}** — ${countOf(row.version_count, 'version')}`, '', `Last changed ${formatExact(row.last_updated_timestamp)}`,
    ...(row.description === '' ? [] : ['', `> ${escapeMarkdown(row.description).replaceAll('\n', '\n> ')}`]),
    ...markdownTable(['alias', ''], row.aliases.map(({ alias, version }) => [`@${escapeMarkdown(alias)}`, `v${version}`]), '|:--|:--|'),
    ...markdownTable(['tag', ''], row.tags.map(({ key, value }) => [escapeMarkdown(key), escapeMarkdown(value)]), '|:--|:--|'),
  ].join('\n');
}

/** @param lineage a line of Markdown */
export function versionTooltip(node: VersionNode, now: number, lineage?: string): string {
  const { row } = node;
  return [
    `**${escapeMarkdown(versionName(node))}**${row.aliases.map((alias) => ` @${escapeMarkdown(alias)}`).join('')}`, '',
    `Registered ${formatExact(Math.min(now, row.creation_timestamp))} from ${row.run === null ? (row.run_id === null ? 'a file' : 'a run that is gone') : `${escapeMarkdown(row.run.run_name)} (${escapeMarkdown(node.experiment?.name ?? '')})`}`,
    ...(lineage === undefined ? [] : ['', lineage]),
    ...(row.description === '' ? [] : ['', `> ${escapeMarkdown(row.description).replaceAll('\n', '\n> ')}`]),
    ...markdownTable(['metric', ''], (row.run?.metrics ?? []).map(({ key, value }) => [escapeMarkdown(key), formatNumber(toNumber(value))]), '|:--|--:|'),
    ...markdownTable(['tag', ''], row.tags.map(({ key, value }) => [escapeMarkdown(key), escapeMarkdown(value)]), '|:--|:--|'),
  ].join('\n');
}
