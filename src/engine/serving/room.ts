/** The serving room as the engine mounts it. */
import { AnalysisWorker } from '../analysis/analysisWorker';
import type { EngineRoom } from '../server';
import { registerLiveRoutes } from './liveRoutes';
import { registerServingRoutes } from './routes';
import { ServingService, type ServingOptions } from './service';
import { TrafficKeeper } from './traffic/trafficKeeper';
import { registerTrafficRoutes } from './traffic/trafficRoutes';

/** @param made is given the service, which does nothing before its `begin` */
export function servingRoom(options: ServingOptions & { /** dist/analysis.js */ readonly analysis: string }, made: (service: ServingService) => void): EngineRoom {
  return ({ app, events, registry }) => {
    const service = new ServingService({ options, events, registry });
    const analysis = new AnalysisWorker(options.analysis);
    const traffic = new TrafficKeeper({ analysis, log: options.log, folders: () => service.folders() });
    const endNotices = events.subscribe((notice) => {
      if (notice.type === 'deployment') {
        traffic.look();
      }
    });
    app.addHook('onListen', (done) => {
      traffic.begin();
      done();
    });
    app.addHook('onClose', (_app, done) => {
      endNotices();
      traffic.end();
      analysis.close();
      done();
    });
    registerServingRoutes(app, service);
    registerLiveRoutes(app, service);
    registerTrafficRoutes(app, service, traffic);
    made(service);
    return Promise.resolve();
  };
}
