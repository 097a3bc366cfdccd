/** The gates room as the engine mounts it. */
import type { EngineRoom } from '../server';
import { PromotionService } from './promotion';
import { registerGateRoutes } from './routes';
import { type GateOptions, GateService } from './service';

/** @param made is given the service, which does nothing before its `begin` */
export function gatesRoom(options: GateOptions, made: (service: GateService) => void): EngineRoom {
  return ({ app, database, events, tracking, registry }) => {
    const service = new GateService({ options, database, events, tracking, registry });
    registerGateRoutes(app, service, new PromotionService(service, registry));
    made(service);
    return Promise.resolve();
  };
}
