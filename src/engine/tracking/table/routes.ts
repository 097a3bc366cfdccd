/** /slipway/v1 routes of tables over many runs, of curves and of saved views. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import * as Type from 'typebox';
import type { Static, TSchema } from 'typebox';
import { BandRequest, CurvesRequest, RunSelection, SavedView, SeveralCurvesRequest, TableValuesRequest } from '../../../protocol/table';
import { compileRequest } from '../../requestCheck';
import { inputOf } from '../../route';
import type { TrackingService } from '../service';

const ViewName = Type.Object({ name: Type.String() });
const ViewRename = Type.Object({ name: Type.String(), new_name: Type.String() });

export function registerTableRoutes(app: FastifyInstance, tracking: TrackingService): void {
  const { table, curves, views } = tracking;
  pieces(app, '/slipway/v1/table/runs', RunSelection, (request) => table.runs(request));
  pieces(app, '/slipway/v1/table/columns', RunSelection, (request) => table.columns(request));
  pieces(app, '/slipway/v1/table/values', TableValuesRequest, (request) => table.values(request));
  pieces(app, '/slipway/v1/curves', CurvesRequest, (request) => curves.curves(request));
  pieces(app, '/slipway/v1/curves/several', SeveralCurvesRequest, (request) => curves.several(request));
  pieces(app, '/slipway/v1/curves/band', BandRequest, (request) => curves.band(request));
  app.get('/slipway/v1/views', (_request, reply) => json(reply, JSON.stringify({ views: views.all() })));
  const checkView = compileRequest<SavedView>(SavedView);
  app.put('/slipway/v1/views', async (request, reply) => json(reply, JSON.stringify({ view: await views.save(checkView(inputOf(request))) })));
  const checkName = compileRequest<Static<typeof ViewName>>(ViewName);
  app.post('/slipway/v1/views/delete', async (request, reply) => {
    await views.delete(checkName(inputOf(request)).name);
    return json(reply, '{}');
  });
  const checkRename = compileRequest<Static<typeof ViewRename>>(ViewRename);
  app.post('/slipway/v1/views/rename', async (request, reply) => {
    const { name, new_name: to } = checkRename(inputOf(request));
    await views.rename(name, to);
    return json(reply, '{}');
  });
}

function json(reply: FastifyReply, body: string | Readable): FastifyReply {
  return reply.type('application/json').send(body);
}

/** A route whose answer is made piece by piece. It stops when the client has gone. */
function pieces<S extends TSchema>(app: FastifyInstance, path: string, schema: S, answer: (request: Static<S>) => AsyncGenerator<string>): void {
  const check = compileRequest<Static<S>>(schema);
  app.post(path, async (request, reply) => {
    const texts = answer(check(inputOf(request)));
    // Until the first piece is there, what fails can still be told.
    const first = await texts.next();
    return json(reply, Readable.from(continued(first.done === true ? '' : first.value, texts)));
  });
}

async function* continued(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
