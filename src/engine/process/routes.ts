/** `/slipway/v1/engine`: who is this, and make way. */
import type { EngineInfo } from '../../protocol/engine';
import type { EngineRoom } from '../server';

/** Mounts the engine's own routes. @param stop called after the answer has been sent */
export function engineRoom(info: () => EngineInfo, stop: (why: string) => void): EngineRoom {
  return (engine) => {
    engine.app.get('/slipway/v1/engine', () => info());
    engine.app.post('/slipway/v1/engine/stop', async (_request, reply) => {
      reply.raw.once('close', () => stop('asked to stop'));
      await reply.code(202).header('connection', 'close').send({});
    });
    return Promise.resolve();
  };
}
