/** The lineage room as the engine mounts it. */
import type { Deployment } from '../../protocol/deployments';
import type { EngineRoom } from '../server';
import { contributors } from './contributors';
import { registerLineageRoutes } from './routes';
import { LineageService } from './service';

/** @param deployed all deployments, by name */
export function lineageRoom(deployed: () => readonly Deployment[]): EngineRoom {
  return (engine) => {
    registerLineageRoutes(engine.app, new LineageService(contributors(engine, deployed)));
    return Promise.resolve();
  };
}
