/** What each line of the Monitors view says: data in, texts and icons out; no VS Code. */
import type { Violation } from '../../protocol/dataSchema';
import type { DriftColumn } from '../../protocol/drift';
import { tooWideGaps, widthOf } from '../../protocol/fairnessLimit';
import type { Alert, DriftBeside, Estimate, Monitor, MonitoredWindow, WindowQuality } from '../../protocol/monitors';
import type { DriftOpening } from '../../protocol/panels/driftPanel';
import { isTooLow } from '../../protocol/qualityLimit';
import { countOf } from '../../wording/formatNumber';
import { answerText, BESIDE, byConcern, columnScore, driftAlertOf, marginText, momentText, monitorSummary, multivariateText, qualityNumber, referenceText, windowSummary } from '../../wording/monitorText';
import { shortenInside } from '../../wording/textWidth';
import type { ItemView } from '../lineItem';

const LONGEST_LABEL = 32;
/** Columns of one monitor in the tree; the panel has them all. */
const SHOWN_COLUMNS = 30;

const WARNING = 'list.warningForeground';
const ERROR = 'list.errorForeground';

/** What has come true before what was estimated, as it says more. */
const SIDES = ['realised', 'estimated'] as const;
type Side = (typeof SIDES)[number];

/** One line below a monitor. */
export interface Finding { readonly id: string; readonly view: ItemView; /** what of the panel it is about */ readonly opens?: DriftOpening }

/** `churn-api  drift: 3 of 12 columns`, its icon by the worst alert. */
export function monitorItem(monitor: Monitor): ItemView {
  const { name, state, alerts } = monitor;
  const seen = alerts.length > 0 && alerts.every((alert) => alert.state !== 'open');
  const description = `${monitorSummary(monitor)}${seen ? ` · ${[...new Set(alerts.map((alert) => alert.state))].join(', ')}` : ''}`;
  return {
    label: shortenInside(name, LONGEST_LABEL), description, icon: iconOf(monitor, seen), contextValue: `monitor;${state};${alerts.length === 0 ? 'none' : seen ? 'seen' : 'open'};`,
    spoken: `Monitor ${name}, ${description}`, children: 'collapsed',
  };
}

function iconOf({ state, problem, alerts, last }: Monitor, seen: boolean): ItemView['icon'] {
  if (state === 'stopped') {
    return { id: 'circle-outline' };
  }
  if (problem !== null) {
    return { id: 'debug-disconnect', color: ERROR };
  }
  if (alerts.length > 0) {
    const critical = alerts.some(({ level }) => level === 'critical');
    return { id: critical ? 'error' : 'warning', ...(seen ? {} : { color: critical ? ERROR : WARNING }) };
  }
  return last === null || last.state === 'too_few' ? { id: 'eye' } : last.state === 'failed' ? { id: 'error', color: ERROR } : { id: 'pass', color: 'charts.green' };
}

/** Quality that is lost, columns that drift and what does beside them, broken rules, groups that are treated too differently, quality that is not lost, and what it waits for. @param now Unix ms */
export function findingsOf(monitor: Monitor, now: number): Finding[] {
  const { last, alerts } = monitor;
  const drifting = byConcern(last?.columns ?? []).filter(({ drifted }) => drifted === true);
  const more = drifting.length - SHOWN_COLUMNS;
  const quality = last?.quality ?? null;
  const isLost = (side: Side): boolean => isTooLow(quality, side, monitor.options.quality);
  return [
    ...SIDES.filter((side) => isLost(side)).flatMap((side) => qualityFindings(quality, side, ERROR)),
    ...drifting.slice(0, SHOWN_COLUMNS).map((column) => columnFinding(column, driftAlertOf(alerts, column.name), now)),
    ...(more > 0 ? [line('more', `${more} more`, 'drifting columns', { id: 'ellipsis' })] : []),
    ...(last === null ? [] : besideFindings(last, alerts, now)),
    ...(last?.violations ?? []).slice(0, SHOWN_COLUMNS).map(violationFinding),
    ...fairnessFindings(monitor, now),
    ...SIDES.filter((side) => !isLost(side)).flatMap((side) => qualityFindings(quality, side)),
    ...waiting(monitor, now),
  ];
}

function columnFinding(column: DriftColumn, alert: Alert | undefined, now: number): Finding {
  const fresh = column.new_categories?.examples[0];
  const details = [columnScore(column), sinceText(alert, now), ...(fresh === undefined ? [] : [`new category "${shortenInside(fresh, LONGEST_LABEL)}"`])];
  return {
    ...line(`column ${column.name}`, shortenInside(column.name, LONGEST_LABEL), details.join(' · '), { id: 'graph-line', color: WARNING }, `Column ${column.name} drifts, ${details.join(', ')}`), opens: { column: column.name },
  };
}

function besideFindings({ answers = [], multivariate }: MonitoredWindow, alerts: readonly Alert[], now: number): Finding[] {
  const finding = (beside: DriftBeside, text: string): Finding => {
    const alert = alerts.find((one) => one.kind === 'drift' && one.state !== 'closed' && one.beside?.includes(beside));
    // The text begins with what it is about, which is the label here.
    const details = `${text.slice(BESIDE[beside].length + 2)} · ${sinceText(alert, now)}`;
    return { ...line(`beside ${beside}`, BESIDE[beside], details, { id: 'graph-line', color: WARNING }, `The ${BESIDE[beside]} drift, ${details}`), opens: { beside } };
  };
  return [
    ...answers.filter(({ drifted }) => drifted === true).map((answer) => finding(answer.role, answerText(answer))),
    ...(multivariate?.drifted === true ? [finding('multivariate', multivariateText(multivariate))] : []),
  ];
}

/** One for the groups that lie furthest apart, where that is beyond the limit. */
function fairnessFindings({ last, options, alerts }: Monitor, now: number): Finding[] {
  const { fairness } = last ?? {};
  const [widest] = fairness === undefined ? [] : tooWideGaps(fairness, options.quality?.fairness ?? {});
  if (fairness === undefined || widest === undefined) {
    return [];
  }
  const { most, least } = widest;
  const alert = alerts.find(({ kind, state }) => kind === 'fairness' && state !== 'closed');
  const details = [`groups ${qualityNumber(widthOf(widest))} apart: ${shortenInside(most.group, LONGEST_LABEL)} ${qualityNumber(most.value)}, ${shortenInside(least.group, LONGEST_LABEL)} ${qualityNumber(least.value)}`, sinceText(alert, now)].join(' · ');
  return [{ ...line('fairness', shortenInside(fairness.column, LONGEST_LABEL), details, { id: 'organization', color: ERROR }, `Groups of ${fairness.column} are treated too differently, ${details}`), opens: { part: 'groups' } }];
}

/** Since when people are told of it. */
function sinceText(alert: Alert | undefined, now: number): string {
  return alert === undefined ? 'in the last window' : `since ${momentText(alert.since, now)}`;
}

function violationFinding({ column, rule, message, count }: Violation): Finding {
  return { ...line(`rule ${column} ${rule}`, shortenInside(column ?? 'data', LONGEST_LABEL), `breaks the schema in ${countOf(count, 'row')} · ${message}`, { id: 'law', color: WARNING }), opens: { part: 'schema' } };
}

/** One, or none where there is nothing to say. @param color of quality that is lost */
function qualityFindings(quality: WindowQuality | null, side: Side, color?: typeof ERROR): Finding[] {
  if (quality === null) {
    return [];
  }
  const { estimated_reason: reason, labelled, [side]: estimate } = quality;
  const icon = { id: side === 'estimated' ? 'dashboard' : 'tag', ...(color === undefined ? {} : { color }) };
  if (estimate !== null) {
    return [qualityLine(quality, side, estimate, icon)];
  }
  const why = side === 'estimated' ? reason : labelled === 0 ? undefined : `${labelled} labels so far, too few`;
  return why === undefined ? [] : [line(side, `${side} quality`, why, icon)];
}

function qualityLine({ metric, reference, labelled }: WindowQuality, side: Side, estimate: Estimate, icon: ItemView['icon']): Finding {
  const label = `${side} ${metric} ${qualityNumber(estimate.value)}`;
  const details = [marginText(estimate), ...(side === 'estimated' ? [] : [`on ${labelled.toLocaleString('en-US')} labels`]), ...(reference === null ? [] : [`${qualityNumber(reference)} on the reference`])].join(' · ');
  return line(side, label, details, icon, `${icon.color === undefined ? '' : 'Too bad: '}${label}, ${details}`);
}

function waiting({ state, stage, problem, next }: Monitor, now: number): Finding[] {
  if (problem !== null) {
    return [line('problem', problem, '', { id: 'error', color: ERROR })];
  }
  const text = state === 'stopped' ? 'watches no more' : stage ?? (next === null ? 'waits for rows' : `the window ends at ${momentText(next, now)}`);
  return [line('waiting', text, '', { id: state === 'stopped' ? 'circle-outline' : 'clock' })];
}

function line(id: string, label: string, description: string, icon: ItemView['icon'], spoken = description === '' ? label : `${label}, ${description}`): Finding {
  return { id, view: { label, description, icon, contextValue: 'finding;', spoken, children: 'none' } };
}

/** Markdown is the caller's: every line here is plain text. @param now Unix ms */
export function monitorFacts(monitor: Monitor, now: number): string[] {
  const { deployment, problem, last, alerts } = monitor;
  return [
    `Watches ${deployment}`, ...(problem === null ? [] : [problem]),
    ...(last === null ? [] : [`Window until ${momentText(last.to, now)}, ${last.rows.toLocaleString('en-US')} rows: ${windowSummary(last)}`]),
    ...(last?.reference === undefined || last.reference === null ? [] : [`Compared with ${referenceText(last.reference)}`]),
    ...alerts.map(({ text, state, notes }) => [text, state === 'open' ? '' : `(${state})`, ...notes.map((note) => `“${note.text}”`)].filter((part) => part !== '').join(' ')),
  ];
}

/** Alerts that people are to be told of and that this window has not told yet, or not since they became worse. @param told when it was, Unix ms */
export function untoldAlerts<T extends { readonly alert: Pick<Alert, 'alert_id' | 'state' | 'told_at'> }>(open: readonly T[], told: (id: string) => number | undefined): T[] {
  return open.filter(({ alert: { alert_id: id, state, told_at: at } }) => state === 'open' && at !== null && at > (told(id) ?? 0));
}
