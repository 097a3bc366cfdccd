/** Who adds to lineage, in the order of the lifecycle. A new room adds its file, and its line here. */
import type { Deployment } from '../../protocol/deployments';
import type { Engine } from '../server';
import { Aliases } from './aliases';
import { commits, sources } from './code';
import type { Contributor } from './contributor';
import { Datasets } from './datasets';
import { Deployments } from './deployments';
import { LoggedModels } from './loggedModels';
import { RunRows } from './runRows';
import { Runs } from './runs';
import { LineageStore } from './store';
import { Versions } from './versions';

/** @param deployed all deployments, by name */
export function contributors({ database, tracking, registry }: Pick<Engine, 'database' | 'tracking' | 'registry'>, deployed: () => readonly Deployment[]): readonly Contributor[] {
  const store = new LineageStore(database.sqlite);
  const rows = new RunRows(store, tracking);
  return [
    new Datasets(store),
    commits(store, rows),
    sources(store, rows),
    new Runs(store, rows),
    new LoggedModels(store, tracking),
    new Versions(store, registry),
    new Aliases(store, registry),
    new Deployments(deployed),
  ];
}
