/** The serving room as the engine mounts it. */
import type { EngineRoom } from '../server';
import { registerLiveRoutes } from './liveRoutes';
import { registerServingRoutes } from './routes';
import { ServingService, type ServingOptions } from './service';

/** @param made is given the service, which does nothing before its `begin` */
export function servingRoom(options: ServingOptions, made: (service: ServingService) => void): EngineRoom {
  return ({ app, events, registry }) => {
    const service = new ServingService({ options, events, registry });
    registerServingRoutes(app, service);
    registerLiveRoutes(app, service);
    made(service);
    return Promise.resolve();
  };
}
