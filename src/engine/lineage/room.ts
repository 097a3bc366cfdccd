/** The lineage room as the engine mounts it. */
import type { EngineRoom } from '../server';
import { contributors } from './contributors';
import { registerLineageRoutes } from './routes';
import { LineageService } from './service';

export function lineageRoom(): EngineRoom {
  return (engine) => {
    registerLineageRoutes(engine.app, new LineageService(contributors(engine)));
    return Promise.resolve();
  };
}
