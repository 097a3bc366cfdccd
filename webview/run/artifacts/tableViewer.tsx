/** CSV and TSV as a table: only the rows in view are drawn. */
import type { JSX } from 'preact';
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { ArtifactPart } from '../../../src/protocol/panels/runPanel';
import { Failed } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import { useVirtualRows } from '../lines/virtualRows';
import type { RunHost } from '../runHost';
import { useLive } from '../../ui/live';
import { readArtifact, textOf } from './artifactBytes';
import { columnWidths, numericColumns, rowsWords, tableOf } from './tableModel';
import { TextViewer } from './textViewer';

/** Bytes that are read of a file. */
const LIMIT = 4 * 1024 * 1024;
/** Bytes from its middle, by which its rows are counted. */
const SAMPLE = 64 * 1024;
/** Height of a row, px; the style sheet says the same. */
const ROW = 26;

export interface TableViewerProps { readonly host: RunHost; readonly path: string }

interface TableBytes extends ArtifactPart { readonly middle: Uint8Array }

async function readTable(host: RunHost, path: string, signal: AbortSignal): Promise<TableBytes> {
  const part = await readArtifact(host, path, LIMIT, signal);
  const half = Math.floor(part.size / 2);
  const middle = part.size > LIMIT ? (await host.ask('artifactPart', { path, from: half, to: half + SAMPLE }, signal)).bytes : new Uint8Array();
  return { ...part, middle };
}

export function TableViewer({ host, path }: TableViewerProps): JSX.Element {
  const { value, problem, refresh } = useLive<TableBytes>(host, useCallback(async (signal) => readTable(host, path, signal), [host, path]), false);
  const [text, setText] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const table = useMemo(() => (value === undefined ? undefined : tableOf(textOf(value), value.bytes.length, value.size, path.toLowerCase().endsWith('.tsv') ? '\t' : '', value.middle)), [value, path]);
  const { rows, height } = useVirtualRows(scroller, table?.rows.length ?? 0, ROW, ROW);
  const widths = useMemo(() => (table === undefined ? [] : columnWidths(table)), [table]);
  const numeric = useMemo(() => (table === undefined ? [] : numericColumns(table.rows, table.columns.length)), [table]);
  if (text) {
    return <TextViewer host={host} path={path} />;
  }
  if (table === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  const digits = String(table.rows.length).length + 2;
  const template = [`${digits}ch`, ...widths.map((width) => `calc(${width}ch + 20px)`)].join(' ');
  return (
    <>
      <div class="toolbar">
        <span class="quiet">{rowsWords(table)}{table.columnCount > table.columns.length ? ` · first ${table.columns.length} of ${table.columnCount.toLocaleString('en-US')} columns` : ''}</span>
        <button type="button" class="link" onClick={() => setText(true)}>Show as text</button>
      </div>
      <div ref={scroller} class="grid" tabIndex={0} role="table" aria-label="Table" aria-rowcount={table.rows.length + 1} aria-colcount={table.columns.length + 1}>
        <div class="grid-all" role="rowgroup" style={{ height: `${height}px` }}>
          <div class="grid-row grid-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
            <span role="columnheader" class="number quiet">#</span>
            {table.columns.map((name, at) => <span key={at} role="columnheader" class={numeric[at] === true ? 'number' : ''} title={name}>{name}</span>)}
          </div>
          {rows.map(({ index, start }) => (
            <div key={index} class="grid-row" role="row" aria-rowindex={index + 2} style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}>
              <span role="rowheader" class="number quiet">{(index + 1).toLocaleString('en-US')}</span>
              {table.columns.map((_, at) => <span key={at} role="cell" class={numeric[at] === true ? 'number' : ''} title={table.rows[index]?.[at] ?? ''}>{table.rows[index]?.[at] ?? ''}</span>)}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}
