/** The Data tab: what went into the run. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DatasetInput } from '../../../src/protocol/mlflow';
import type { RunView } from '../../../src/protocol/panels/runPanel';
import { Empty } from '../../ui/empty';
import type { RunHost } from '../runHost';
import { contextOf } from '../overview/datasets';
import { Scroller } from '../../ui/scroller';
import { columnsOf, originOf, profileOf, type ColumnSchema } from './dataModel';

const MOST_COLUMNS = 100;

export interface DataTabProps { readonly host: RunHost; readonly view: RunView }

export function DataTab({ host, view }: DataTabProps): JSX.Element {
  const inputs = view.run.inputs?.dataset_inputs ?? [];
  if (inputs.length === 0) {
    return (
      <Empty icon="database" title="No datasets">
        This run does not say what data it used. mlflow.log_input(mlflow.data.from_pandas(df), context="training") records it; mlflow.autolog() does so by itself.
      </Empty>
    );
  }
  return (
    <Scroller host={host} tab="data">
      <div class="sheet">{inputs.map((input, index) => <Dataset key={index} host={host} input={input} at={index} />)}</div>
    </Scroller>
  );
}

function Dataset({ host, input: { dataset, tags }, at }: { readonly host: RunHost; readonly input: DatasetInput; readonly at: number }): JSX.Element {
  const columns = columnsOf(dataset.schema);
  const profile = profileOf(dataset.profile);
  const id = `dataset-${at}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}><span class="wrap">{dataset.name}</span>{contextOf(tags) !== '' && <span class="badge">{contextOf(tags)}</span>}</h2>
      <dl>
        <dt>digest</dt>
        <dd class="mono">{dataset.digest} <button type="button" class="icon-button" aria-label={`Copy digest of ${dataset.name}`} title="Copy" onClick={() => { void host.ask('copy', { text: dataset.digest }); }}><span class="codicon codicon-copy" aria-hidden="true" /></button></dd>
        <dt>source</dt>
        <dd class="wrap"><span class="quiet">{dataset.source_type}</span> {originOf(dataset.source)}</dd>
        {profile?.map(({ name, value }) => <><dt>{name}</dt><dd class="wrap">{value}</dd></>)}
      </dl>
      {columns !== undefined && <Columns columns={columns} />}
      {columns === undefined && dataset.schema !== undefined && dataset.schema !== '' && <pre class="source mono" tabIndex={0} aria-label={`Schema of ${dataset.name}`}>{dataset.schema}</pre>}
    </section>
  );
}

function Columns({ columns }: { readonly columns: readonly ColumnSchema[] }): JSX.Element {
  const [all, setAll] = useState(false);
  const shown = all ? columns : columns.slice(0, MOST_COLUMNS);
  return (
    <>
      <table class="schema">
        <thead><tr><th scope="col">column</th><th scope="col">type</th></tr></thead>
        <tbody>{shown.map((column, index) => <tr key={index}><th scope="row" title={column.name}>{column.name}</th><td class="quiet">{column.type}{column.optional ? ', may be missing' : ''}</td></tr>)}</tbody>
      </table>
      {shown.length < columns.length && <button type="button" class="link" onClick={() => setAll(true)}>Show all {columns.length.toLocaleString('en-US')} columns</button>}
    </>
  );
}
