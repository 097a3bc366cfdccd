/**
 * Where a gate stands in the text of slipway.yaml, and how one is written into it. By lines: the parser of YAML is no part of the
 * extension's start, and what a line means is for the engine and the language server to say.
 */
import { metricDirection } from '../../protocol/direction';
import { formatNumber } from '../../wording/formatNumber';

/** As `PROJECT_FILE` of protocol/projectFile, whose schemas the extension does not load. */
export const PROJECT_FILE_NAME = 'slipway.yaml';

export interface GateLines {
  /** from 0 on */
  readonly line: number;
  /** the lines of the gate, their common indent removed */
  readonly text: string;
}

/** The gate of a model in the text; undefined where there is none, or where it is not written over several lines. */
export function findGate(text: string, name: string): GateLines | undefined {
  const lines = text.split(/\r?\n/);
  const gates = lines.findIndex((line) => /^gates\s*:/.test(line));
  if (gates < 0) {
    return undefined;
  }
  for (let at = gates + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/^\S/.test(line) && !line.startsWith('#')) {
      return undefined;
    }
    if (keyOf(line) === name) {
      return { line: at, text: unindented(lines.slice(at, endOf(lines, at))) };
    }
  }
  return undefined;
}

function keyOf(line: string): string | undefined {
  const [, quoted, plain] = /^\s+(?:["'](.+?)["']|([^\s#"'][^:]*?))\s*:(?:\s|$)/.exec(line) ?? [];
  return quoted ?? plain;
}

/** The first line after `at` that is indented no deeper. */
function endOf(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at] ?? '');
  let end = at + 1;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (line.trim() !== '' && !line.trimStart().startsWith('#')) {
      if (indentOf(line) <= indent) {
        break;
      }
      end = next + 1;
    }
  }
  return end;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function unindented(lines: readonly string[]): string {
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf));
  return lines.map((line) => line.slice(indent)).join('\n');
}

/** A metric of the version that the gate is written for. */
export interface MeasuredMetric { readonly key: string; readonly value: number }

/**
 * A gate to begin with: the version's own first metric as its limit, and what else there is, as comments.
 * @param metric what it is judged by; undefined: nothing was recorded of it
 * @returns lines below `gates:`
 */
export function gateSnippet(name: string, metric: MeasuredMetric | undefined, experimentTags: Readonly<Record<string, string>>): string {
  const lower = metric !== undefined && metricDirection(metric.key, experimentTags) === 'lower';
  const limit = metric === undefined || !Number.isFinite(metric.value) ? [] : [
    '    metrics:', `      ${yamlKey(metric.key)}: { ${lower ? 'max' : 'min'}: ${formatNumber(metric.value).replace('−', '-')} }`,
  ];
  return [
    `  ${yamlKey(name)}:`, ...limit, '    signature: compatible', '    pickle: warn',
    '    # Rows that no version was trained on let a gate compare with the champion,', '    # in slices and between groups:',
    '    # evaluation: { data: data/holdout.csv, label: target }', '    # champion: { test: mcnemar }', '',
  ].join('\n');
}

/** Where the snippet goes: below `gates:`, which is added at the end where there is none. */
export function withGate(text: string, snippet: string): { readonly text: string; readonly line: number } {
  const lines = text === '' ? [] : text.replace(/\n*$/, '\n').split('\n').slice(0, -1);
  const gates = lines.findIndex((line) => /^gates\s*:\s*(#.*)?$/.test(line));
  const before = gates < 0 ? [...lines, ...(lines.length === 0 ? [] : ['']), 'gates:'] : lines.slice(0, gates + 1);
  const after = gates < 0 ? [] : lines.slice(gates + 1);
  return { text: [...before, snippet.replace(/\n$/, ''), ...after, ''].join('\n'), line: before.length };
}

/** A key that YAML would not read as itself is quoted. */
function yamlKey(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_./-]*$/u.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name) ? name : JSON.stringify(name);
}
