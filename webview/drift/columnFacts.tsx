/** What is told of a column beside its distributions: its method, and what else is different. */
import type { JSX } from 'preact';
import type { DriftColumn } from '../../src/protocol/drift';
import { driftMethodText } from '../../src/wording/driftMethodText';
import { countOf, formatNumber } from '../../src/wording/formatNumber';
import type { DriftHost } from './driftHost';
import { percent } from './driftWords';

/** @param host undefined: in a report, where links are plain */
export function ColumnFacts({ host, column, against = '' }: { readonly host?: DriftHost; readonly column: DriftColumn; /** of answers: what they are compared with */ readonly against?: string }): JSX.Element {
  const { method, type, missing, infinite, new_categories: fresh, out_of_range: beyond, reason } = column;
  const known = method === null ? undefined : driftMethodText(method);
  return (
    <dl class="column-facts">
      {known !== undefined && <Fact name="method"><>{known.title}: {known.says} <Source text={known.source.text} url={known.source.url} {...(host === undefined ? {} : { host })} /></></Fact>}
      {against !== '' && <Fact name="against"><>{against}</></Fact>}
      {reason !== undefined && <Fact name={column.drifted === null ? 'not judged' : 'no drift'}><>{reason}</></Fact>}
      <Fact name="type"><>{{ num: 'numbers', cat: 'categories', text: 'texts', datetime: 'times', unknown: 'nothing that has a distribution' }[type]}</></Fact>
      {missing !== undefined && <Fact name="missing"><>{percent(missing.reference)} in the reference, <span class={missing.current > missing.reference ? 'warned' : ''}>{percent(missing.current)} in this window</span></></Fact>}
      {infinite !== undefined && <Fact name="infinite"><>{percent(infinite.reference)} in the reference, {percent(infinite.current)} in this window</></Fact>}
      {fresh !== undefined && <Fact name="new"><>{countOf(fresh.count, 'category', 'categories')} that the reference does not have, in {percent(fresh.share)} of the rows: {fresh.examples.map((example) => `"${example}"`).join(', ')}{fresh.count > fresh.examples.length ? ', …' : ''}</></Fact>}
      {beyond !== undefined && <Fact name="out of range"><>{percent(beyond.share)} of the rows, {formatNumber(beyond.min)} to {formatNumber(beyond.max)}</></Fact>}
    </dl>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: JSX.Element }): JSX.Element {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

export function Source({ text, url, host }: { readonly text: string; readonly url: string; readonly host?: DriftHost }): JSX.Element {
  return host === undefined ? <a href={url}>{text}</a> : <button type="button" class="link" title={url} onClick={() => { void host.ask('openLink', { url }); }}>{text}</button>;
}
