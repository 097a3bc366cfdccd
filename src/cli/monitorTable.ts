/** Monitors, their windows and their alerts as the command line prints them. */
import type { Alert, Monitor, MonitoredWindow } from '../protocol/monitors';
import { formatAge } from '../wording/formatTime';
import { fairnessSummary, monitorSummary, qualitySummary, windowSummary } from '../wording/monitorText';
import { textTable } from '../wording/textTable';

/** One line per monitor. @param now Unix ms */
export function monitorsTable(monitors: readonly Monitor[], now: number): string {
  const rows = monitors.map((monitor) => [monitor.name, monitor.deployment, monitor.state, monitorSummary(monitor), monitor.last === null ? '' : formatAge(monitor.last.to, now)]);
  return textTable([['NAME', 'DEPLOYMENT', 'STATE', 'FOUND', 'LAST WINDOW'], ...rows], { align: ['left', 'left', 'left', 'left', 'left'], widest: WIDEST }).join('\n');
}

/** One line per window, oldest first. */
export function windowsTable(windows: readonly MonitoredWindow[]): string {
  const rows = windows.map((window) => [
    timeText(window.to), String(window.rows), window.state, windowSummary(window), driftedColumns(window), [qualitySummary(window.quality), fairnessSummary(window.fairness)].filter((text) => text !== '').join(' · '), window.versions.map(({ model, version }) => `${model}/${version}`).join(', '),
  ]);
  return textTable([['UNTIL', 'ROWS', 'STATE', 'FOUND', 'COLUMNS', 'QUALITY', 'VERSIONS'], ...rows], { align: ['left', 'right', 'left', 'left', 'left', 'left', 'left'] }).join('\n');
}

/** One line per alert, newest first. @param now Unix ms */
export function alertsTable(alerts: readonly Alert[], now: number): string {
  const rows = alerts.map(({ alert_id: id, monitor, level, state, text, opened_at: opened }) => [id.slice(0, 8), monitor, level, state, formatAge(opened, now), text]);
  return textTable([['ID', 'MONITOR', 'LEVEL', 'STATE', 'OPENED', 'WHAT'], ...rows], { align: ['left', 'left', 'left', 'left', 'left', 'left'] }).join('\n');
}

const NAMED = 4;
/** Of a terminal's columns, for one of ours. */
const WIDEST = 60;

function driftedColumns({ columns }: MonitoredWindow): string {
  const names = columns.filter(({ drifted }) => drifted === true).map(({ name }) => name);
  return `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''}`;
}

function timeText(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
