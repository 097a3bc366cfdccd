/** The retraining room as the engine mounts it. */
import type { EngineLog } from '../engineLog';
import type { EngineRoom } from '../server';
import { registerRetrainingRoutes } from './routes';
import { RetrainingService } from './service';
import type { StepParts } from './steps';

export interface RetrainingOptions extends Pick<StepParts, 'training' | 'serving' | 'gates' | 'promotions' | 'monitoring'> {
  /** absolute path of the .slipway folder */
  readonly store: string;
  readonly log: EngineLog;
}

/** @param made is given the service, which does nothing before its `begin` */
export function retrainingRoom(options: RetrainingOptions, made: (service: RetrainingService) => void): EngineRoom {
  return ({ app, database, events, registry, tracking }) => {
    const service = new RetrainingService({ ...options, database, events, registry, tracking });
    registerRetrainingRoutes(app, service);
    made(service);
    return Promise.resolve();
  };
}
