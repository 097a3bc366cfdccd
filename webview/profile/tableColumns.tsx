/** What stands in the table of columns. */
import type { JSX } from 'preact';
import type { Violation } from '../../src/protocol/dataSchema';
import type { ColumnProfile, ProfileReport } from '../../src/protocol/profile';
import type { GridColumn } from '../ui/table/gridColumn';
import { Spark } from './spark';
import { distinctText, middleText, percent, remarks, TYPE_WORDS, valueText } from './words';

const WIDEST_NAME = 260;
const CHARACTER = 7.5;
const PADDING = 34;

export function tableColumns({ columns, rows }: ProfileReport, violations: ReadonlyMap<string, readonly Violation[]>, checked: string | undefined): GridColumn[] {
  const column = (id: string, title: string, width: number, text: (of: ColumnProfile) => string, more: Partial<GridColumn> = {}): GridColumn => {
    const said = (row: number): string => { const of = columns[row]; return of === undefined ? '' : text(of); };
    return { id, title, group: '', align: 'start', width, sortable: true, cell: said, text: said, ...more };
  };
  const drawn = (draw: (of: ColumnProfile) => JSX.Element): Pick<GridColumn, 'cell'> => ({ cell: (row) => { const of = columns[row]; return of === undefined ? '' : draw(of); } });
  const longest = columns.reduce((most, { name }) => Math.max(most, name.length), 8);
  const wrong = ({ name }: ColumnProfile): readonly Violation[] => violations.get(name) ?? [];
  return [
    column('name', 'column', Math.min(WIDEST_NAME, Math.max(120, longest * CHARACTER + PADDING)), ({ name }) => name, {
      pinned: true, rowHeader: true, ...drawn(({ name }) => <button type="button" class="link" tabIndex={-1}>{name === '' ? '(no name)' : name}</button>),
    }),
    column('type', 'type', 96, ({ type, stored }) => `${TYPE_WORDS[type]}, stored as ${stored}`, drawn(({ type }) => <>{TYPE_WORDS[type]}</>)),
    ...(checked === undefined ? [] : [column('schema', checked, 120, (of) => (wrong(of).length === 0 ? 'as the schema says' : `${wrong(of).map(ruleWord).join(', ')}: ${wrong(of).map(({ message }) => message).join(' ')}`), {
      spoken: true, descendingFirst: true, hint: `What the schema “${checked}” says against it`,
      ...drawn((of) => (wrong(of).length === 0 ? <span class="codicon codicon-pass good" aria-hidden="true" /> : <span class="broken"><span class="codicon codicon-error" aria-hidden="true" />{wrong(of).map(ruleWord).join(', ')}</span>)),
    })]),
    { ...column('shape', 'distribution', 140, ({ top, histogram }) => (histogram === undefined ? top?.slice(0, 3).map(({ value, count }) => `${value} ${count}`).join(', ') ?? '' : `histogram of ${histogram.counts.length} bins`)), sortable: false, ...drawn((of) => <Spark column={of} />) },
    column('missing', 'missing', 118, ({ missing }) => percent(missing), { align: 'end', descendingFirst: true, ...drawn(({ missing }) => <Share share={missing} />) }),
    column('distinct', 'distinct', 92, distinctText, { align: 'end', descendingFirst: true }),
    column('min', 'min', 110, ({ min }) => valueText(min), { align: 'end' }),
    column('middle', 'median or most frequent', 150, middleText, { align: 'end', hint: 'The median of numbers and times; of categories and texts the value that appears most often' }),
    column('max', 'max', 110, ({ max }) => valueText(max), { align: 'end', descendingFirst: true }),
    column('remarks', 'to know', 200, (of) => remarks(of, rows).join(', '), { sortable: false, muted: true }),
  ];
}

function ruleWord({ rule }: Violation): string {
  return rule === 'extra_columns' ? 'extra' : rule;
}

function Share({ share }: { readonly share: number }): JSX.Element {
  return <span class="share"><span class="share-bar" aria-hidden="true"><span style={{ width: `${share * 100}%` }} /></span><span class={share === 0 ? 'quiet' : ''}>{percent(share)}</span></span>;
}
