/** `/slipway/v1/jobs`. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { JobLogQuery, JobRequest, JobStopRequest, JobWorkersRequest } from '../../protocol/jobs';
import { checked, withNumbers } from '../requestShape';
import type { TrainingService } from './service';

const JobPath = Type.Object({ id: Type.String() });

/** Mounts the routes of jobs. */
export function registerTrainingRoutes(app: FastifyInstance, service: TrainingService): void {
  app.get('/slipway/v1/jobs', () => ({ jobs: service.jobs(), workers: service.workers() }));

  app.post('/slipway/v1/jobs', (request, reply) => reply.code(201).send({ job: service.submit(checked(JobRequest, request.body)) }));

  app.post('/slipway/v1/jobs/workers', (request) => {
    service.setWorkers(checked(JobWorkersRequest, request.body).workers);
    return { workers: service.workers() };
  });

  app.get('/slipway/v1/jobs/:id', (request) => ({ job: service.job(checked(JobPath, request.params).id) }));

  app.post('/slipway/v1/jobs/:id/stop', async (request) => {
    const { grace_seconds: grace } = checked(JobStopRequest, request.body ?? {});
    return { job: await service.stop(checked(JobPath, request.params).id, grace === undefined ? undefined : grace * 1000) };
  });

  app.get('/slipway/v1/jobs/:id/log', async (request, reply) => {
    const query = checked(JobLogQuery, withNumbers(request.query, ['offset']));
    const part = await service.logPart(checked(JobPath, request.params).id, query.offset ?? 0);
    return reply
      .header('content-type', 'text/plain; charset=utf-8')
      .header('x-slipway-offset', String(part.offset))
      .header('x-slipway-ended', String(part.ended))
      .send(part.bytes);
  });
}
