import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Bars } from '../bars';
import type { ChartGroup } from '../chartGroup';
import type { NumberField } from '../fields';
import { ImportanceChart } from '../importanceChart';
import { Parallel } from '../parallel';
import type { Brushes } from '../parallelModel';
import { looksOf } from '../runLook';
import { Scatter } from '../scatter';
import { sampleRuns } from './sampleCurves';
import { sampleFields } from './sampleFields';

export interface RunsScene {
  readonly chart?: 'curves' | 'scatter' | 'parallel' | 'importance' | 'bars';
  readonly runs?: number;
  /** keys of the fields of the scatter */
  readonly x?: string;
  readonly y?: string;
  readonly from?: 'zero' | 'least';
}

export function RunsGallery({ scene, group }: { readonly scene: RunsScene; readonly group: ChartGroup }): JSX.Element {
  const { chart, runs = 14, x = 'learning_rate', y = 'auc', from = 'zero' } = scene;
  const looks = useMemo(() => looksOf(sampleRuns(runs)), [runs]);
  const { params, metrics } = useMemo(() => sampleFields(runs), [runs]);
  const fields = [...params, ...metrics];
  const [order, setOrder] = useState<readonly string[]>(fields.map(({ key }) => key));
  const [brushes, setBrushes] = useState<Brushes>({});
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(looks.slice(0, 5).map(({ run_id }) => run_id)));
  const toggle = (runId: string): void => setSelected((before) => (before.has(runId) ? new Set([...before].filter((other) => other !== runId)) : new Set([...before, runId])));
  const ordered = useMemo(() => order.flatMap((key) => fields.filter((field) => field.key === key)), [order, params]);
  const [auc] = metrics as [NumberField, ...NumberField[]];
  const data = useMemo(() => ({ looks, selected, x: fields.find(({ key }) => key === x) ?? auc, y: fields.find(({ key }) => key === y) ?? auc }), [looks, selected, x, y]);
  switch (chart) {
    case 'scatter':
      return <Scatter data={data} group={group} onPick={toggle} />;
    case 'parallel':
      return <Parallel looks={looks} fields={ordered} colorBy={{ field: auc, lowerIsBetter: false }} brushes={brushes} group={group} onOrder={setOrder} onBrush={(next, passed) => { setBrushes(next); document.body.dataset['passed'] = String(passed.length); }} onPick={toggle} />;
    case 'importance':
      return <div class="chart-wide"><ImportanceChart params={params} metric={auc} direction="higher" onPick={(key) => { document.body.dataset['picked'] = key; }} /></div>;
    default:
      return <Bars looks={looks} metrics={[{ field: auc, direction: 'higher' }, { field: metrics[1] ?? auc, direction: 'lower' }]} group={group} from={from} onPick={(runId) => { document.body.dataset['picked'] = runId; }} />;
  }
}
