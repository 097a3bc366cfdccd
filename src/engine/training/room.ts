/** The training room as the engine mounts it. */
import type { EngineRoom } from '../server';
import { registerTrainingRoutes } from './routes';
import { TrainingService, type TrainingOptions } from './service';

/** @param made is given the service, which does nothing before its `begin` */
export function trainingRoom(options: TrainingOptions, made: (service: TrainingService) => void): EngineRoom {
  return (engine) => {
    const service = new TrainingService(options, engine.tracking, engine.events);
    registerTrainingRoutes(engine.app, service);
    made(service);
    return Promise.resolve();
  };
}
