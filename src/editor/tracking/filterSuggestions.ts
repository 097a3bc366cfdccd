/** Helps to write MLflow's filter language: what can stand next after what has been typed. Grammar: mlflow/utils/search_utils.py. */
import { identifier } from './query';

export interface Vocabulary {
  readonly metrics: readonly string[];
  /** Known values by param key, most telling first. */
  readonly params: Readonly<Record<string, readonly string[]>>;
  /** Typical values by metric key, for thresholds. */
  readonly metricValues: Readonly<Record<string, readonly number[]>>;
}

export interface Suggestion {
  readonly label: string;
  readonly detail: string;
  /** The whole filter text after it is chosen. */
  readonly text: string;
}

const COMPARISONS = ['>', '>=', '<', '<=', '=', '!='];
const TEXT_COMPARISONS = ['=', '!=', 'LIKE', 'ILIKE'];
const NUMERIC_ATTRIBUTES = ['start_time', 'end_time'];
const STATUSES = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED'];
const TOKEN = /\s*((?:[A-Za-z_]+\.)?(?:`[^`]*`?|"[^"]*"?)|'[^']*'?|[<>!=]=?|[^\s<>!=]+)/y;

type Expecting = 'identifier' | 'operator' | 'value' | 'and';

/** @returns at most twenty ways to go on from `filter`. */
export function suggest(filter: string, vocabulary: Vocabulary): Suggestion[] {
  const { expecting, before, partial, subject } = read(filter);
  const put = (text: string): string => `${before}${before === '' || before.endsWith(' ') ? '' : ' '}${text} `;
  const fits = (text: string): boolean => partial === '' || text.toLowerCase().includes(partial.toLowerCase());
  const all = { identifier: identifiers, operator: operators, value: values, and: joins }[expecting](vocabulary, subject);
  return all.filter(({ label }) => fits(label) && label.toLowerCase() !== partial.toLowerCase()).slice(0, 20).map(({ label, detail }) => ({ label, detail, text: put(label) }));
}

interface Reading { readonly expecting: Expecting; readonly before: string; readonly partial: string; readonly subject: string }

/** Where in a comparison the end of `filter` stands. A word that is still being typed is `partial`. */
function read(filter: string): Reading {
  const tokens: { text: string; start: number }[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(filter); match !== null; match = TOKEN.exec(filter)) {
    tokens.push({ text: match[1] ?? '', start: match.index + match[0].length - (match[1] ?? '').length });
  }
  const typing = tokens.length > 0 && !/\s$/.test(filter);
  const done = typing ? tokens.slice(0, -1) : tokens;
  const last = typing ? tokens.at(-1) : undefined;
  const place = done.length % 4;
  // Comparisons are three words joined by AND: identifier, operator, value, AND.
  const expecting: Expecting = (['identifier', 'operator', 'value', 'and'] as const)[place] ?? 'identifier';
  return {
    expecting, subject: done[done.length - place]?.text ?? '',
    before: last === undefined ? filter : filter.slice(0, last.start), partial: last?.text ?? '',
  };
}

interface Word { readonly label: string; readonly detail: string }

function identifiers(vocabulary: Vocabulary): Word[] {
  return [
    ...vocabulary.metrics.map((key) => ({ label: identifier('metrics', key), detail: 'metric' })),
    ...Object.keys(vocabulary.params).map((key) => ({ label: identifier('params', key), detail: `param${exampleOf(vocabulary.params[key])}` })),
    { label: 'attributes.status', detail: 'RUNNING, FINISHED, FAILED or KILLED' },
    { label: 'attributes.run_name', detail: 'name of the run' },
    { label: 'attributes.start_time', detail: 'Unix milliseconds' },
    { label: "tags.`slipway.starred`", detail: 'starred runs' },
    { label: 'tags.`mlflow.source.name`', detail: 'script or notebook' },
  ];
}

function operators(_: Vocabulary, subject: string): Word[] {
  const numeric = /^metrics?\./.test(subject) || NUMERIC_ATTRIBUTES.includes(subject.replace(/^attr(ibutes?)?\./, ''));
  const words: Record<string, string> = { '>': 'more than', '>=': 'at least', '<': 'less than', '<=': 'at most', '=': 'equal', '!=': 'different', LIKE: 'pattern with %, case counts', ILIKE: 'pattern with %, case does not count' };
  return (numeric ? COMPARISONS : TEXT_COMPARISONS).map((label) => ({ label, detail: words[label] ?? '' }));
}

function values(vocabulary: Vocabulary, subject: string): Word[] {
  const key = keyOf(subject);
  if (/^metrics?\./.test(subject)) {
    return (vocabulary.metricValues[key] ?? []).map((value) => ({ label: String(value), detail: 'a value in view' }));
  }
  if (/^param(eter)?s?\./.test(subject)) {
    return (vocabulary.params[key] ?? []).map((value) => ({ label: quoted(value), detail: 'a value in view' }));
  }
  if (key === 'status') {
    return STATUSES.map((status) => ({ label: quoted(status), detail: 'status' }));
  }
  if (key === 'slipway.starred') {
    return [{ label: quoted('true'), detail: 'starred' }];
  }
  return [];
}

function joins(): Word[] {
  return [{ label: 'AND', detail: 'and also' }];
}

function keyOf(subject: string): string {
  return subject.replace(/^[A-Za-z_]+\./, '').replaceAll(/[`"]/g, '');
}

function exampleOf(known: readonly string[] | undefined): string {
  return known === undefined || known.length === 0 ? '' : `: ${known.slice(0, 3).join(', ')}`;
}

/** The language has no escapes: a text with one kind of quote goes into the other. */
function quoted(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
