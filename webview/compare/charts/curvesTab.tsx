/** Curves of the ticked runs, one chart to a metric, and the line of options above them. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { ChartGroup, type GroupState } from '../../charts/chartGroup';
import { Curves } from '../../charts/curves';
import { MOST_CURVES, PLAIN, type CurvesOptions } from '../../charts/curvesModel';
import type { TitledChart } from '../../charts/exportPng';
import type { XKind } from '../../charts/series';
import { useSignal } from '../../ui/signal';
import type { Comparison } from '../comparison';
import { keep, keepDrawn, kept } from './kept';
import { CurveSource } from './curveSource';
import { metricKeys, useHoverTogether, useLooks } from './runLooks';
import { Checkbox } from '../../ui/controls';

/** What is kept of the tab over a reload. */
export interface CurvesKept {
  readonly options?: CurvesOptions;
  readonly group?: GroupState;
}

export interface CurvesTabProps {
  readonly comparison: Comparison;
  /** charts that are drawn, for export */
  readonly drawn: Map<string, TitledChart>;
}

export function CurvesTab({ comparison, drawn }: CurvesTabProps): JSX.Element {
  const { state, data } = comparison;
  const hovered = useSignal(comparison.hovered);
  const whole = useSignal(comparison.drawsWhole);
  const [, count] = useState(0);
  const [source] = useState(() => new CurveSource(comparison.host, () => count((times) => times + 1)));
  const [group] = useState(() => new ChartGroup(kept<CurvesKept>(comparison, 'curves').group));
  const options = kept<CurvesKept>(comparison, 'curves').options ?? PLAIN;
  const banded = state.selected.length > MOST_CURVES;
  const hoveredId = hovered === undefined ? undefined : data.runs.ids[hovered];
  const drawnRuns = useMemo(() => {
    const pinned = comparison.baseline === undefined ? [] : [data.runs.ids[comparison.baseline] ?? ''];
    return banded ? [...new Set([...pinned, ...(hoveredId === undefined ? [] : [hoveredId])])].filter((id) => state.selected.includes(id)) : state.selected;
  }, [state.selected, banded, banded ? hoveredId : '', comparison.baseline]);
  const looks = useLooks(comparison, drawnRuns);
  useEffect(() => source.show(state.selected, drawnRuns, options.x), [state.selected, drawnRuns, options.x]);
  useEffect(() => comparison.changedRuns.follow((runIds) => source.refresh(runIds)), [comparison, source]);
  useHoverTogether(comparison, group);
  useEffect(() => source.setZoom(group.zoom), [source, group]);
  useEffect(() => group.onChange((change) => {
    if (change === 'zoom') {
      source.setZoom(group.zoom);
    }
    if (change === 'zoom' || change === 'dimmed') {
      keepDrawn(comparison, 'curves', { group: group.state });
    }
  }), [group]);
  const keys = useMemo(() => metricKeys(comparison), [data.columns, comparison.headline, state.columns]);
  const metrics = keys.map((metric) => {
    const direction = comparison.direction(metric);
    return { metric, direction, loaded: source.loaded(metric, direction, looks) };
  });
  return (
    <Curves
      metrics={state.selected.length === 0 ? [] : metrics} options={options} group={group} drawn={drawn} onSeen={(metric, seen) => source.see(metric, seen)}
      onPick={(runId) => comparison.revealRun(runId)} whole={whole} empty="Select runs in the table to see their curves."
    />
  );
}

const kinds: readonly XKind[] = ['step', 'time', 'relative'];

/** Smoothing, log y, and what x counts. */
export function CurvesOptionsLine({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const options = kept<CurvesKept>(comparison, 'curves').options ?? PLAIN;
  const change = (next: Partial<CurvesOptions>): void => keep(comparison, 'curves', { options: { ...options, ...next } });
  return (
    <>
      <label class="smoothing">
        <span class="quiet">smoothing</span>
        <input type="range" min="0" max="0.99" step="0.01" value={options.smoothing} aria-valuetext={options.smoothing.toFixed(2)} onInput={(event) => change({ smoothing: Number(event.currentTarget.value) })} />
        <span class="smoothing-value">{options.smoothing.toFixed(2)}</span>
      </label>
      <Checkbox checked={options.logY} onChange={(logY) => change({ logY })}>log y</Checkbox>
      <span class="quiet" id="x-counts">x</span>
      <span class="segments" role="radiogroup" aria-labelledby="x-counts">
        {kinds.map((kind, index) => (
          <button
            key={kind} type="button" role="radio" aria-checked={options.x === kind} tabIndex={options.x === kind ? 0 : -1} class={options.x === kind ? 'on' : ''} onClick={() => change({ x: kind })}
            onKeyDown={(event) => {
              const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
              const next = kinds[(index + by + kinds.length) % kinds.length];
              if (by !== 0 && next !== undefined) {
                event.stopPropagation();
                change({ x: next });
                const sibling = by === 1 ? event.currentTarget.nextElementSibling ?? event.currentTarget.parentElement?.firstElementChild : event.currentTarget.previousElementSibling ?? event.currentTarget.parentElement?.lastElementChild;
                if (sibling instanceof HTMLElement) { sibling.focus(); }
              }
            }}
          >{kind}</button>
        ))}
      </span>
    </>
  );
}
