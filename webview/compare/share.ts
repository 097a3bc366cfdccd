/** What leaves the panel: the table, the charts, a report, and named views with links to them. */
import { formatExact } from '../../src/wording/formatTime';
import { formatNumber } from '../../src/wording/formatNumber';
import { shareWords } from '../charts/importance';
import { chartsPng, type TitledChart } from '../charts/exportPng';
import type { PickEntry } from '../ui/pickList';
import { layoutColumns } from '../ui/table/columnLayout';
import { answerOf, differences, mattersMost } from './answer';
import { columnName } from './columnId';
import type { Comparison } from './comparison';
import type { Offer } from './menus';
import { htmlReport, markdownReport, type Report } from './report';
import { shownRuns } from './shownRuns';
import { hiddenAtFirst } from './hiddenColumns';
import { tableColumns, type CellContext } from './tableColumns';
import { csvOf, markdownOf, type TextTable } from './tableText';
import { numberOfText } from './valueColumn';
import { viewState } from './viewState';
import { wholeTable } from './wholeTable';

/** Rows that a report has at most. */
const REPORTED = 500;
const ACROSS = 2;
/** Charts of one file at most: browsers make no larger pictures. */
const MOST_CHARTS = 100;

/** The list below "export". */
export function shareOffer(comparison: Comparison, drawn: ReadonlyMap<string, TitledChart>, views: readonly string[]): Offer {
  const what = comparison.state.selected.length > 0 && comparison.state.onlySelected ? 'selected runs' : 'table';
  const entries: PickEntry[] = [
    { id: 'csv', label: `Save ${what} as CSV…`, icon: 'table' },
    { id: 'markdown', label: `Save ${what} as Markdown…`, icon: 'markdown' },
    { id: 'copy', label: `Copy ${what} as Markdown`, icon: 'copy' },
    { id: 'png', label: 'Save charts as PNG…', icon: 'file-media', divided: true, disabled: drawn.size === 0 },
    { id: 'html', label: 'Save report as HTML…', icon: 'file-code' },
    { id: 'report', label: 'Save report as Markdown…', icon: 'blank' },
    { id: 'view', label: 'Save view…', icon: 'bookmark', divided: true },
    { id: 'views', label: 'Open view…', icon: 'blank', detail: views.length === 0 ? 'none yet' : String(views.length), disabled: views.length === 0 },
    { id: 'link', label: 'Copy link to this view…', icon: 'link' },
  ];
  return {
    label: 'Export', entries,
    choose: (id) => {
      switch (id) {
        case 'csv': comparison.tell(saveTable(comparison, 'csv')); break;
        case 'markdown': comparison.tell(saveTable(comparison, 'md')); break;
        case 'copy': comparison.tell(textTable(comparison, Infinity).then(async (table) => comparison.host.ask('copy', { text: markdownOf(table) }))); break;
        case 'png': comparison.tell(savePng(comparison, drawn)); break;
        case 'html': comparison.tell(saveReport(comparison, drawn, 'html')); break;
        case 'report': comparison.tell(saveReport(comparison, drawn, 'md')); break;
        case 'view': comparison.tell(saveView(comparison, false)); break;
        case 'link': comparison.tell(saveView(comparison, true)); break;
        case 'views': comparison.tell(openView(comparison));
      }
    },
  };
}

async function saveView(comparison: Comparison, link: boolean): Promise<void> {
  const view = await comparison.host.ask('nameView', { state: comparison.state, link });
  if (view !== null) {
    comparison.keep({ view });
  }
}

async function openView(comparison: Comparison): Promise<void> {
  const state = await comparison.host.ask('chooseView', {});
  if (state !== null) {
    await comparison.load(viewState(state));
  }
}

/** Markdown is for people, and says what the table shows; CSV is for programs, and holds everything. */
async function saveTable(comparison: Comparison, kind: 'csv' | 'md'): Promise<void> {
  const text = kind === 'csv' ? csvOf(await wholeTable(comparison)) : markdownOf(await textTable(comparison, Infinity));
  await comparison.host.ask('save', { name: `${nameOf(comparison)}.${kind}`, kind, text });
}

async function savePng(comparison: Comparison, drawn: ReadonlyMap<string, TitledChart>): Promise<void> {
  const picture = await ofAllCharts(comparison, drawn, async () => chartsPng([...drawn.values()].slice(0, MOST_CHARTS), ACROSS));
  await comparison.host.ask('save', { name: `${nameOf(comparison)}.png`, kind: 'png', text: (await dataUri(picture)).split(',')[1] ?? '' });
}

/** Curves are drawn as they come into sight: for a file all of them are. The other tabs draw all that they have anyway. */
async function ofAllCharts<T>(comparison: Comparison, drawn: ReadonlyMap<string, TitledChart>, take: () => Promise<T>): Promise<T> {
  try {
    if (comparison.state.tab === 'curves' && drawn.size > 0) {
      await new Promise<void>((resolve) => { comparison.drawsWhole.set(resolve); });
    }
    return await take();
  } finally {
    comparison.drawsWhole.set(undefined);
  }
}

async function saveReport(comparison: Comparison, drawn: ReadonlyMap<string, TitledChart>, kind: 'html' | 'md'): Promise<void> {
  const report = await reportOf(comparison, drawn);
  await comparison.host.ask('save', { name: `${nameOf(comparison)} report.${kind}`, kind, text: kind === 'html' ? htmlReport(report) : markdownReport(report) });
}

async function reportOf(comparison: Comparison, drawn: ReadonlyMap<string, TitledChart>): Promise<Report> {
  const rows = comparison.data.runs.listedRows();
  const { runs } = comparison.data;
  const answer = answerOf(comparison, rows);
  const { baseline } = comparison;
  const { told } = differences(comparison, answer?.row);
  const most = mattersMost(comparison, rows);
  const shown = comparison.rowsOf(comparison.arrangement.lines).length;
  const words = answer === undefined ? undefined : {
    value: formatNumber(answer.value),
    words: `best ${answer.metric}, by ${runs.names[answer.row] ?? ''}${answer.delta === undefined || baseline === undefined ? '' : `: ${formatNumber(Math.abs(answer.delta))} ${answer.delta > 0 ? 'more' : 'less'} than the baseline ${runs.names[baseline] ?? ''}`}`,
  };
  const facts = [
    ...told.map(({ key, from, to, kind }) => `${key}: ${from === '' ? to : `${from} ${kind === 'change' ? '→' : '…'} ${to}`}`),
    ...(most === undefined ? [] : [`What matters most: ${most.key}, with ${shareWords(most.share)} of the spread in ${most.metric}.`]),
    shownRuns(comparison.data) + (comparison.state.filter === '' ? '' : ` that match ${comparison.state.filter}`),
  ];
  const pictures = await ofAllCharts(comparison, drawn, async () => Promise.all([...drawn.values()].slice(0, MOST_CHARTS).map(async (chart) => ({ title: chart.title, picture: await dataUri(await chartsPng([chart], 1)) }))));
  return { title: `Comparison of ${titleOf(comparison)}`, made: formatExact(Date.now()), answer: words, facts, table: await textTable(comparison, REPORTED), left: Math.max(0, shown - REPORTED), charts: pictures };
}

/** The rows and columns of the table, whole values; reads those that no one has scrolled to yet. */
async function textTable(comparison: Comparison, most: number): Promise<TextTable> {
  const context: CellContext = { now: () => Date.now(), isSelected: () => false, allSelected: () => 'none', scale: () => undefined };
  const layout = layoutColumns(tableColumns(comparison, context), comparison.state.columns, hiddenAtFirst(comparison.data.columns));
  const columns = [...layout.pinned.filter(({ id }) => id !== 'run:selected'), ...layout.scrolling];
  comparison.data.want(columns.map(({ id }) => id));
  await comparison.data.settled();
  const rows = comparison.rowsOf(comparison.arrangement.lines).slice(0, most);
  const text = (id: string, row: number): string => columnName(id) === undefined ? columns.find((column) => column.id === id)?.text(row) ?? '' : comparison.valueText(row, id);
  const cells = rows.map((row) => columns.map(({ id }) => id === 'run:name' ? comparison.data.runs.names[row] ?? '' : text(id, row)));
  return { titles: columns.map(({ title }) => title), rows: cells, numeric: columns.map((_, index) => cells.length > 0 && cells.every((row) => row[index] === '' || !Number.isNaN(numberOfText(row[index] ?? '')))) };
}

function titleOf(comparison: Comparison): string {
  return comparison.experiments.filter(({ experiment_id: id }) => comparison.state.experiment_ids.includes(id)).map(({ name }) => name).join(', ');
}

function nameOf(comparison: Comparison): string {
  return (titleOf(comparison) || 'runs').replaceAll(/[\\/:*?"<>|]/g, '-').slice(0, 80);
}

async function dataUri(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('The picture could not be read.'));
    reader.readAsDataURL(blob);
  });
}
