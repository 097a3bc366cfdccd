/** The Curves tab: its line of controls, and a chart for each metric, the headline ones first. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { RunPanelState, RunView } from '../../../src/protocol/panels/runPanel';
import type { CurvesOptions } from '../../charts/curvesModel';
import { Empty } from '../../ui/empty';
import type { Keep, RunHost } from '../runHost';
import { headlinesOf, isSystemMetric } from '../model';
import { matches } from '../../ui/matches';
import { SearchField, worthSearching } from '../overview/searchField';
import { Scroller } from '../../ui/scroller';
import { RunCurves } from './runCurves';
import { Checkbox } from '../../ui/controls';

type Kept = NonNullable<RunPanelState['curves']>;

const BEGIN: Kept = { x: 'step', smoothing: 0, logY: false };
const AXES = ['step', 'time', 'relative'] as const;

export interface CurvesTabProps { readonly host: RunHost; readonly view: RunView; readonly kept: Kept | undefined; readonly keep: Keep }

export function CurvesTab({ host, view, kept = BEGIN, keep }: CurvesTabProps): JSX.Element {
  const [search, setSearch] = useState('');
  const all = curveKeys(view);
  const keys = all.filter((key) => matches(search, key));
  const options = useMemo((): CurvesOptions => ({ ...kept, logX: false }), [kept.x, kept.smoothing, kept.logY]);
  const change = (part: Partial<Kept>): void => keep({ curves: { ...kept, ...part } });
  if (all.length === 0) {
    return (
      <Empty icon="graph-line" title="No curves">
        {view.condition === 'running' ? 'They are drawn here as soon as the script logs a metric.' : 'This run logged no metric. mlflow.log_metric("loss", 0.3, step=1) in the loop of your training draws one.'}
      </Empty>
    );
  }
  return (
    <>
      <div class="toolbar">
        {worthSearching(all.length) && <SearchField label="Find a metric" text={search} onChange={setSearch} />}
        <label class="range">smoothing
          <input type="range" min="0" max="0.99" step="0.01" value={kept.smoothing} aria-valuetext={kept.smoothing.toFixed(2)} onInput={(event) => change({ smoothing: Number(event.currentTarget.value) })} />
          <output>{kept.smoothing.toFixed(2)}</output>
        </label>
        <Checkbox checked={kept.logY} onChange={(ticked) => change({ logY: ticked })}>log y</Checkbox>
        <div class="choice" role="radiogroup" aria-label="Horizontal axis">
          <span>x</span>
          {AXES.map((axis) => (
            <label key={axis} class={axis === kept.x ? 'chosen' : ''}><input type="radio" name="axis" checked={axis === kept.x} onChange={() => change({ x: axis })} />{axis}</label>
          ))}
        </div>
      </div>
      <Scroller host={host} tab="curves">
        <RunCurves host={host} view={view} keys={keys} options={options} empty={`No metric has “${search}” in its name.`} />
      </Scroller>
    </>
  );
}

/** Metrics but those of the machine: the headline ones, then the others by key. */
function curveKeys(view: RunView): string[] {
  const first = headlinesOf(view).map(({ key }) => key);
  const others = (view.run.data.metrics ?? []).map(({ key }) => key).filter((key) => !isSystemMetric(key) && !first.includes(key));
  return [...first, ...others.toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true }))];
}
