/** The stores of the tracking room, made once per database. */
import type { Database } from '../database/open';
import { DatasetStore } from './datasetStore';
import { ExperimentStore } from './experimentStore';
import { LoggedModelStore } from './loggedModelStore';
import { MetricStore } from './metricStore';
import { NameStore } from './nameStore';
import { RunReader } from './runReader';
import { RunStore } from './runStore';

export interface Stores {
  readonly names: NameStore;
  readonly experiments: ExperimentStore;
  readonly runs: RunStore;
  readonly metrics: MetricStore;
  readonly datasets: DatasetStore;
  readonly models: LoggedModelStore;
  readonly reader: RunReader;
}

export function makeStores({ sqlite, writes }: Database): Stores {
  const names = new NameStore(sqlite);
  // An id that an undone write had made must not be remembered.
  writes.onUndo(() => names.forget());
  const datasets = new DatasetStore(sqlite);
  return {
    names,
    datasets,
    experiments: new ExperimentStore(sqlite),
    runs: new RunStore(sqlite, names),
    metrics: new MetricStore(sqlite),
    models: new LoggedModelStore(sqlite),
    reader: new RunReader(sqlite, names, datasets),
  };
}
