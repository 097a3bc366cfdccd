/** Metrics of the run as curves, live while it runs. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { metricDirection } from '../../../src/protocol/direction';
import type { RunView } from '../../../src/protocol/panels/runPanel';
import { ChartGroup } from '../../charts/chartGroup';
import { Curves, type MetricCurves } from '../../charts/curves';
import type { CurvesData, CurvesOptions } from '../../charts/curvesModel';
import type { Loaded } from '../../charts/loaded';
import { looksOf, type RunLook } from '../../charts/runLook';
import type { RunHost } from '../runHost';
import { CurveReader } from './curveReader';

export interface RunCurvesProps {
  readonly host: RunHost;
  readonly view: RunView;
  readonly keys: readonly string[];
  readonly options: CurvesOptions;
  readonly empty: string;
}

export function RunCurves({ host, view, keys, options, empty }: RunCurvesProps): JSX.Element {
  const [changes, redraw] = useReducer((count: number) => count + 1, 0);
  const group = useMemo(() => new ChartGroup({ zooms: host.state.zooms ?? [] }), []);
  const reader = useMemo(() => new CurveReader(host, options.x, () => redraw(undefined)), [host]);
  useEffect(() => {
    reader.setZoom(group.zoom);
    const end = group.onChange((change) => {
      if (change === 'zoom') {
        reader.setZoom(group.zoom);
        host.keep({ ...host.state, zooms: group.state.zooms });
      }
    });
    return () => {
      end();
      reader.end();
    };
  }, [group, reader]);
  useEffect(() => reader.setAxis(options.x), [reader, options.x]);
  useEffect(() => reader.setMetrics(view.run.data.metrics ?? []), [reader, view]);
  const { run_name: name, run_id: id } = view.run.info;
  const running = view.condition === 'running';
  const looks = useMemo(() => looksOf([{ run_id: id, name, color: view.color, running }]), [id, name, view.color, running]);
  const tags = view.experiment.tags;
  const made = useRef(new Map<string, Made>());
  const metrics = useMemo(() => keys.map((key): MetricCurves => {
    const direction = metricDirection(key, tags);
    return { metric: key, direction, loaded: dataOf(made.current, reader, key, direction, looks) };
  }), [keys.join('\n'), changes, looks, JSON.stringify(tags), options.x]);
  return <Curves metrics={metrics} options={options} group={group} onSeen={(key, seen) => reader.setSeen(key, seen)} onPick={() => undefined} empty={empty} />;
}

interface Made { readonly curve: unknown; readonly looks: readonly RunLook[]; readonly data: Loaded<CurvesData> }

/** The same object while nothing changed, so that a chart is not drawn for another's point. */
function dataOf(made: Map<string, Made>, reader: CurveReader, key: string, direction: CurvesData['direction'], looks: readonly RunLook[]): Loaded<CurvesData> {
  const loaded = reader.of(key);
  if (loaded.state !== 'ready') {
    return loaded;
  }
  const known = made.get(key);
  if (known !== undefined && known.curve === loaded.value && known.looks === looks) {
    return known.data;
  }
  const data: Loaded<CurvesData> = { state: 'ready', value: { metric: key, direction, looks, curves: loaded.value.step.length === 0 ? [] : [loaded.value] } };
  made.set(key, { curve: loaded.value, looks, data });
  return data;
}
