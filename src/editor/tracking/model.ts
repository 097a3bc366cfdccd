/** What each line of the Experiments view says: rows in, texts and icons out; no VS Code, no clock of its own. */
import { conditionOf, EPOCH_PARAMS, type RunCondition } from '../../protocol/condition';
import { isBetter, metricDirection } from '../../protocol/direction';
import type { ExperimentSummary, RunRow } from '../../protocol/experiments';
import { RunTag } from '../../protocol/runTags';
import { countOf, formatCompact, formatNumber, toNumber } from '../../wording/formatNumber';
import { formatAge, formatElapsed } from '../../wording/formatTime';
import { shortenInside } from '../../wording/textWidth';
import type { ItemView } from '../lineItem';

/** What a run's line needs besides its row. */
export interface RunContext {
  readonly now: number;
  /** Theme colour id of the run. */
  readonly color: string;
  readonly experimentTags: Readonly<Record<string, string>>;
}

/** Columns of a name and of a metric's key: a name as long as a sentence, or a key, must not push its number out of the line. */
const LONGEST_LABEL = 32;
const LONGEST_KEY = 14;

/** `14 runs · best auc 0.914 · 1 running`: what a narrow side bar cuts off comes last, and the runs themselves show that they run. */
export function experimentItem(experiment: ExperimentSummary): ItemView {
  const archived = experiment.lifecycle_stage === 'deleted';
  const parts = [
    experiment.run_count === 0 ? 'no runs' : countOf(experiment.run_count, 'run'),
    ...(experiment.best === null ? [] : [`best ${shortenInside(experiment.best.key, LONGEST_KEY)} ${formatNumber(experiment.best.value)}`]),
    ...(experiment.running_count > 0 ? [`${experiment.running_count} running`] : []),
  ];
  const description = [...(archived ? ['archived'] : []), ...parts].join(' · ');
  return {
    label: experiment.name,
    description,
    icon: { id: archived ? 'archive' : 'beaker', ...(archived ? { color: 'disabledForeground' } : {}) },
    contextValue: `experiment;${experiment.lifecycle_stage};`,
    spoken: `Experiment ${experiment.name}, ${description.replaceAll(' · ', ', ')}`,
    children: 'collapsed',
  };
}

/** One run: its name, the number that answers the question, and its age. */
export function runItem(row: RunRow, context: RunContext): ItemView {
  const condition = conditionOf(row, context.now);
  const archived = row.lifecycle_stage === 'deleted';
  const starred = row.tags[RunTag.starred] === 'true';
  const baseline = context.experimentTags[RunTag.baseline] === row.run_id;
  const facts = [...(archived ? ['archived'] : []), ...factsOf(row, condition, context, briefly)];
  const said = factsOf(row, condition, context, fully);
  const marks = [...(starred ? ['★'] : []), ...(baseline ? ['baseline'] : [])];
  const name = row.run_name || row.run_id;
  return {
    label: shortenInside(name, LONGEST_LABEL),
    description: [marks.join(' '), facts.join(' · ')].filter((part) => part !== '').join('  '),
    icon: archived ? { id: 'archive', color: 'disabledForeground' } : iconOf(condition, context.color),
    contextValue: ['run', row.lifecycle_stage, condition, starred ? 'starred' : 'plain', baseline ? 'baseline' : 'other',
      ...(row.tags[RunTag.sourceName] === undefined ? [] : ['source']), ...(row.tags[RunTag.commit] === undefined ? [] : ['commit']),
      ...(row.tags[RunTag.job] === undefined ? [] : ['job']), ''].join(';'),
    spoken: [name, archived ? 'archived' : condition, starred ? 'starred' : '', baseline ? 'baseline' : '', ...said].filter((part) => part !== '').join(', '),
    children: row.child_count > 0 ? 'collapsed' : 'none',
  };
}

/** The metric a run is judged by: the first that the engine names. */
export function headlineOf(row: RunRow): RunRow['metrics'][number] | undefined {
  return row.metrics[0];
}

/**
 * ↑ while the latest value is the highest so far, ↓ while it is the lowest; nothing in between, at the first point, or where it is not
 * known which is better, since an arrow would then look like praise.
 */
export function trendOf(metric: RunRow['metrics'][number], experimentTags: Readonly<Record<string, string>>): '↑' | '↓' | '' {
  const value = toNumber(metric.value);
  if (metricDirection(metric.key, experimentTags) === 'unknown' || metric.min === null || metric.max === null || metric.min === metric.max) {
    return '';
  }
  return value >= metric.max ? '↑' : value <= metric.min ? '↓' : '';
}

/** ▲ where `value` is better than `reference`, ▼ where it is worse, nothing where they are equal or nobody knows. */
export function verdictOf(key: string, value: number, reference: number, experimentTags: Readonly<Record<string, string>>): '▲' | '▼' | '' {
  const direction = metricDirection(key, experimentTags);
  return isBetter(value, reference, direction) ? '▲' : isBetter(reference, value, direction) ? '▼' : '';
}

/** How a line says what it has no room for, and how a screen reader, which has all the room, says the same. */
interface Manner { key(key: string): string; progress(row: RunRow): Progress }
/** How far a run is; `bare` where nothing tells how much there is to come. */
interface Progress { readonly said: string; readonly bare: boolean }
const briefly: Manner = { key: (key) => shortenInside(key, LONGEST_KEY), progress: (row) => progressOf(row, '') };
const fully: Manner = { key: (key) => key, progress: (row) => progressOf(row, 'epoch ') };

function factsOf(row: RunRow, condition: RunCondition, context: RunContext, manner: Manner): string[] {
  const headline = headlineOf(row);
  const value = headline === undefined ? '' : `${manner.key(headline.key)} ${formatNumber(toNumber(headline.value))}`;
  switch (condition) {
    case 'running': {
      const arrow = headline === undefined ? '' : trendOf(headline, context.experimentTags);
      const { said, bare } = manner.progress(row);
      // The arrow parts the two as well as a dot would, and a side bar of the usual width ends here.
      const measured = arrow === '' ? [...present(value), ...present(said)] : [[value, arrow, ...present(said)].join(' ')];
      // Beside `14/50` the time lets one guess the rest; beside a bare `step 14` it only takes the room, and the tooltip has it.
      return [...measured, ...(bare ? [] : [formatElapsed(context.now - row.start_time)])];
    }
    case 'scheduled': return ['waiting'];
    case 'silent': return [...present(value), `silent for ${formatElapsed(context.now - row.last_activity)}`];
    case 'lost': return ['lost', ...present(value), formatAge(row.last_activity, context.now)];
    case 'failed': return [failureOf(row), ...present(value), ageOf(row, context.now)];
    case 'killed': return ['stopped', ...present(value), ageOf(row, context.now)];
    case 'finished': return [...present(value), ageOf(row, context.now)];
  }
}

function present(text: string): string[] {
  return text === '' ? [] : [text];
}

function ageOf(row: RunRow, now: number): string {
  return formatAge(row.end_time ?? row.start_time, now);
}

/** `failed: KeyError 'tenure'`, or what little is known. */
export function failureOf(row: RunRow): string {
  const failure = row.tags[RunTag.failure];
  if (failure !== undefined && failure !== '') {
    return `failed: ${failure}`;
  }
  const exitCode = row.tags[RunTag.exitCode];
  return exitCode === undefined ? 'failed' : `failed with exit code ${exitCode}`;
}

/** `14/50` where a param says how many epochs there are, else `step 14`; nothing before the first step. */
function progressOf(row: RunRow, epoch: '' | 'epoch '): Progress {
  const { step, epochs } = stepsOf(row);
  if (step === 0) {
    return { said: '', bare: false };
  }
  return epochs === undefined ? { said: `step ${formatCompact(step)}`, bare: true } : { said: `${epoch}${step}/${epochs}`, bare: false };
}

/** The last step that was logged, 0 before the first, and how many epochs a param says there will be. */
export function stepsOf(row: RunRow): { readonly step: number; readonly epochs: number | undefined } {
  const step = Math.max(0, ...row.metrics.map((metric) => metric.step));
  const param = row.params.find(({ key }) => EPOCH_PARAMS.includes(key.split('.').at(-1) ?? key));
  const epochs = Number(param?.value);
  return { step, epochs: param !== undefined && Number.isInteger(epochs) && epochs >= step ? epochs : undefined };
}

/** The codicon of a run's state, tinted with `color` where the state has no colour of its own. */
export function iconOf(condition: RunCondition, color: string): ItemView['icon'] {
  switch (condition) {
    case 'running': return { id: 'loading~spin', color };
    case 'scheduled': return { id: 'clock', color };
    case 'silent': return { id: 'circle-outline', color: 'disabledForeground' };
    case 'lost': return { id: 'warning', color: 'list.warningForeground' };
    case 'failed': return { id: 'error', color };
    case 'killed': return { id: 'circle-slash', color };
    case 'finished': return { id: 'circle-filled', color };
  }
}
