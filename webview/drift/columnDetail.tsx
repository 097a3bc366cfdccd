/** A column that is opened: both distributions, what its method is, and what else is different. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { DriftColumn } from '../../src/protocol/drift';
import type { MonitoredWindow } from '../../src/protocol/monitors';
import { driftMethodText } from '../../src/wording/driftMethodText';
import { countOf, formatNumber } from '../../src/wording/formatNumber';
import { Failed } from '../ui/empty';
import { useLive } from '../ui/live';
import type { DriftHost } from './driftHost';
import { percent } from './driftWords';
import { DistributionChart } from './distributionChart';

export interface ColumnDetailProps {
  readonly host: DriftHost;
  readonly column: DriftColumn;
  readonly window: MonitoredWindow;
  /** instead of the monitor's own */
  readonly reference: string | undefined;
  readonly method: string | undefined;
}

export function ColumnDetail({ host, column, window: { from, to, reference: shown }, reference, method }: ColumnDetailProps): JSX.Element {
  const { name } = column;
  const compared = useLive<MonitoredWindow>(host, useCallback(async (signal) => host.ask('compare', {
    from, to, columns: [name], distributions: true, ...(reference === undefined ? {} : { reference }), ...(method === undefined ? {} : { method }),
  }, signal), [host, from, to, name, reference, method]), false);
  const distribution = compared.value?.columns.find((one) => one.name === name)?.distribution;
  return (
    <div class="detail">
      {compared.value === undefined && compared.problem !== undefined ? <Failed message={compared.problem.message} onRetry={compared.refresh} />
        : compared.value === undefined ? <div class="distribution waits" role="status" aria-label={`Loading distributions of ${name}`} />
          : distribution === undefined ? <p class="quiet">{compared.value.reason ?? column.reason ?? 'Its distributions can\'t be drawn: one side has no value of it.'}</p>
            : <DistributionChart column={name} distribution={distribution} reference={shown?.kind === 'baseline' ? 'baseline' : shown?.name ?? 'reference'} />}
      <ColumnFacts host={host} column={column} />
    </div>
  );
}

/** @param host undefined: in a report, where links are plain */
export function ColumnFacts({ host, column }: { readonly host?: DriftHost; readonly column: DriftColumn }): JSX.Element {
  const { method, type, missing, infinite, new_categories: fresh, out_of_range: beyond, reason } = column;
  const known = method === null ? undefined : driftMethodText(method);
  return (
    <dl class="column-facts">
      {known !== undefined && <Fact name="method"><>{known.title}: {known.says} <Source text={known.source.text} url={known.source.url} {...(host === undefined ? {} : { host })} /></></Fact>}
      {reason !== undefined && <Fact name="not judged"><>{reason}</></Fact>}
      <Fact name="type"><>{{ num: 'numbers', cat: 'categories', text: 'texts', datetime: 'times', unknown: 'nothing that has a distribution' }[type]}</></Fact>
      {missing !== undefined && <Fact name="missing"><>{percent(missing.reference)} in the reference, <span class={missing.current > missing.reference ? 'warned' : ''}>{percent(missing.current)} in this window</span></></Fact>}
      {infinite !== undefined && <Fact name="infinite"><>{percent(infinite.reference)} in the reference, {percent(infinite.current)} in this window</></Fact>}
      {fresh !== undefined && <Fact name="new"><>{countOf(fresh.count, 'category', 'categories')} that the reference does not have, in {percent(fresh.share)} of the rows: {fresh.examples.map((example) => `"${example}"`).join(', ')}{fresh.count > fresh.examples.length ? ', …' : ''}</></Fact>}
      {beyond !== undefined && <Fact name="out of range"><>{percent(beyond.share)} of the rows, {formatNumber(beyond.min)} to {formatNumber(beyond.max)}</></Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: JSX.Element }): JSX.Element {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function Source({ text, url, host }: { readonly text: string; readonly url: string; readonly host?: DriftHost }): JSX.Element {
  return host === undefined ? <a href={url}>{text}</a> : <button type="button" class="link" title={url} onClick={() => { void host.ask('openLink', { url }); }}>{text}</button>;
}
