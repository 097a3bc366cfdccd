/** What the lists of the toolbar and of the context menus offer, and what a choice does. */
import { countOf } from '../../src/wording/formatNumber';
import type { PickEntry, PickListProps } from '../ui/pickList';
import { columnId, columnName } from './columnId';
import type { Comparison } from './comparison';
import { copyText, diffRuns, openRun, pinBaseline, setDirection } from './runActs';
import { differs } from './differing';
import { hiddenAtFirst } from './hiddenColumns';

/** A list without its place. */
export type Offer = Omit<PickListProps, 'anchor' | 'close'>;

/** Experiments of the project; one at least stays. */
export function experimentOffer(comparison: Comparison): Offer {
  const own = comparison.state.experiment_ids;
  return {
    label: 'Experiments', search: 'Find an experiment', several: true,
    entries: comparison.experiments.map(({ experiment_id: id, name, run_count: runs }) => ({ id, label: name, detail: countOf(runs, 'run'), checked: own.includes(id) })),
    choose: (id) => {
      const next = comparison.state.experiment_ids.includes(id) ? comparison.state.experiment_ids.filter((other) => other !== id) : [...comparison.state.experiment_ids, id];
      if (next.length > 0) { void comparison.setExperiments(next); }
    },
  };
}

export function groupOffer(comparison: Comparison): Offer {
  const params = comparison.data.columns.filter((column) => column.kind === 'param');
  const ordered = [...params.filter((column) => differs(column, comparison.data.sent)), ...params.filter((column) => !differs(column, comparison.data.sent))];
  return {
    label: 'Group by', search: 'Find a param', empty: 'No param of that name.',
    entries: [
      { id: '', label: 'none', checked: comparison.state.groupBy === undefined },
      ...ordered.map((column) => ({ id: column.key, label: column.key, detail: countOf(column.distinct, 'value'), checked: comparison.state.groupBy === column.key })),
    ],
    choose: (key) => comparison.change({ groupBy: key === '' ? undefined : key, folded: [] }),
  };
}

export function columnsOffer(comparison: Comparison): Offer {
  const { columns } = comparison.data;
  const hidden = hiddenAtFirst(columns);
  const { shown } = comparison.state.columns;
  const isShown = (id: string): boolean => shown[id] ?? !hidden.has(id);
  const entry = (id: string, label: string, detail: string): PickEntry => ({ id, label, detail, checked: isShown(id) });
  const all = [
    entry('run:state', 'state', 'run'), entry('run:age', 'age', 'run'), entry('run:duration', 'duration', 'run'),
    ...columns.map((column) => entry(columnId(column), column.key, column.kind)),
  ];
  return {
    label: 'Columns', search: 'Find a column', several: true, empty: 'No column of that name.',
    entries: [{ id: 'as-at-first', label: 'As at first', icon: 'discard' }, ...all.map((one, index) => index === 0 ? { ...one, divided: true } : one)],
    choose: (id) => {
      const arrangement = comparison.state.columns;
      if (id === 'as-at-first') {
        comparison.change({ columns: { order: [], shown: {}, widths: {} } });
      } else {
        const now = arrangement.shown[id] ?? !hidden.has(id);
        comparison.change({ columns: { ...arrangement, shown: { ...arrangement.shown, [id]: !now } } });
      }
    },
  };
}

/** Metrics that the answer can be about. */
export function metricOffer(comparison: Comparison): Offer {
  return {
    label: 'Metric', search: 'Find a metric', empty: 'No metric of that name.',
    entries: comparison.data.columns.filter((column) => column.kind === 'metric').map(({ key }) => {
      const direction = comparison.direction(key);
      return { id: key, label: key, detail: direction === 'unknown' ? '' : `${direction} is better`, checked: key === comparison.headline };
    }),
    choose: (key) => comparison.setHeadline(key),
  };
}

/** The menu of a column's title. */
export function columnOffer(comparison: Comparison, id: string): Offer {
  const name = columnName(id);
  const key = name?.key ?? id.slice('run:'.length);
  const sorted = comparison.sort.find((one) => one.id === id);
  const direction = name?.kind === 'metric' ? comparison.direction(name.key) : undefined;
  const entries: PickEntry[] = [
    { id: 'ascending', label: 'Sort ascending', icon: 'arrow-up', disabled: sorted?.descending === false },
    { id: 'descending', label: 'Sort descending', icon: 'arrow-down', disabled: sorted?.descending === true },
    ...(sorted === undefined ? [] : [{ id: 'unsorted', label: 'Do not sort by this', icon: 'blank' }]),
    ...(direction === undefined ? [] : [
      { id: 'higher', label: 'Higher is better', icon: direction === 'higher' ? 'check' : 'blank', divided: true },
      { id: 'lower', label: 'Lower is better', icon: direction === 'lower' ? 'check' : 'blank' },
      { id: 'headline', label: 'Answer by this metric', icon: name?.key === comparison.headline ? 'check' : 'blank' },
    ]),
    ...(name?.kind === 'param' ? [{ id: 'group', label: 'Group by this', icon: 'list-tree', divided: true }] : []),
    ...(id === 'run:name' ? [] : [{ id: 'hide', label: 'Hide', icon: 'eye-closed', divided: true }]),
    { id: 'width', label: 'Width as at first', icon: 'blank', disabled: comparison.state.columns.widths[id] === undefined },
    { id: 'copy', label: 'Copy name', icon: 'copy' },
  ];
  return {
    label: `Column ${key}`, entries,
    choose: (act) => {
      const { columns } = comparison.state;
      switch (act) {
        case 'ascending': comparison.change({ sort: [{ id, descending: false }] }); break;
        case 'descending': comparison.change({ sort: [{ id, descending: true }] }); break;
        case 'unsorted': comparison.change({ sort: comparison.sort.filter((one) => one.id !== id) }); break;
        case 'higher':
        case 'lower': setDirection(comparison, key, act); break;
        case 'headline': comparison.setHeadline(key); break;
        case 'group': comparison.change({ groupBy: key, folded: [] }); break;
        case 'hide': comparison.change({ columns: { ...columns, shown: { ...columns.shown, [id]: false } } }); break;
        case 'width': comparison.change({ columns: { ...columns, widths: Object.fromEntries(Object.entries(columns.widths).filter(([other]) => other !== id)) } }); break;
        case 'copy': copyText(comparison, key);
      }
    },
  };
}

/** The menu of a run's row. */
export function rowOffer(comparison: Comparison, row: number, id: string): Offer {
  const { runs } = comparison.data;
  const runId = runs.ids[row] ?? '';
  const pinned = comparison.baseline === row;
  const { selected } = comparison.state;
  const others = selected.filter((other) => other !== runId);
  const against = others.length === 1 ? others[0] : undefined;
  const other = against === undefined ? undefined : runs.names[runs.row(against) ?? -1];
  return {
    label: runs.names[row] ?? 'Run',
    entries: [
      { id: 'open', label: 'Open run', icon: 'go-to-file' },
      { id: 'baseline', label: pinned ? 'Unpin baseline' : 'Pin as baseline', icon: pinned ? 'star-full' : 'star-empty' },
      { id: 'diff', label: other === undefined ? 'Diff to the baseline' : `Diff to ${other}`, icon: 'diff', disabled: other === undefined && (pinned || comparison.baseline === undefined) },
      { id: 'only', label: 'Select only this', icon: 'blank', divided: true },
      { id: 'value', label: 'Copy value', icon: 'copy', disabled: columnName(id) === undefined },
      { id: 'id', label: 'Copy run id', icon: 'blank' },
    ],
    choose: (act) => {
      switch (act) {
        case 'open': openRun(comparison, row); break;
        case 'baseline': pinBaseline(comparison, pinned ? undefined : row); break;
        case 'diff': diffRuns(comparison, [against ?? runs.ids[comparison.baseline ?? -1] ?? '', runId]); break;
        case 'only': comparison.select([runId]); break;
        case 'value': copyText(comparison, comparison.valueText(row, id)); break;
        case 'id': copyText(comparison, runId);
      }
    },
  };
}
