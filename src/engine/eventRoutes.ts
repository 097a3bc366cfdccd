/** `GET /slipway/v1/events`: the bus as server-sent events, resumable by `Last-Event-ID`. */
import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { Notice } from '../protocol/events';
import type { EventBus } from './events';

const HEARTBEAT_MS = 15_000;
/** A client that reads slower than notices come is cut off at this many waiting bytes; it comes back and resumes or resets. */
const MAX_WAITING_BYTES = 1 << 20;

/**
 * Mounts the event stream.
 * @param heartbeatMs time between comments that keep the connection known to be alive
 */
export function registerEventRoutes(app: FastifyInstance, events: EventBus, heartbeatMs = HEARTBEAT_MS): void {
  const streams = new Set<ServerResponse>();
  app.get('/slipway/v1/events', (request, reply) => {
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', connection: 'keep-alive' });
    streams.add(response);
    const lastId = request.headers['last-event-id'];
    stream(response, events, typeof lastId === 'string' ? lastId : undefined, heartbeatMs, () => streams.delete(response));
  });
  app.addHook('preClose', (done) => {
    for (const response of streams) {
      response.end();
    }
    done();
  });
}

function stream(response: ServerResponse, events: EventBus, lastId: string | undefined, heartbeatMs: number, ended: () => void): void {
  const send = (text: string): void => {
    if (response.writableLength > MAX_WAITING_BYTES) {
      response.destroy();
      return;
    }
    response.write(text);
  };
  const tell = (notice: Notice, sequence: number): void => send(`id: ${events.epoch}-${sequence}\nevent: notice\ndata: ${JSON.stringify(notice)}\n\n`);

  // The hello carries no id when a resumed client still has notices to come: its own last id stays valid until they have been sent.
  const missed = missedSince(events, lastId);
  const position = missed === undefined || missed.length === 0 ? `id: ${events.epoch}-${events.sequence}\n` : '';
  send(`${position}event: hello\ndata: ${JSON.stringify({ epoch: events.epoch })}\n\n`);
  if (missed === undefined && lastId !== undefined) {
    send(`id: ${events.epoch}-${events.sequence}\nevent: reset\ndata: {}\n\n`);
  }
  for (const { notice, sequence } of missed ?? []) {
    tell(notice, sequence);
  }

  const unsubscribe = events.subscribe(tell);
  const unwatch = events.watch();
  const heart = setInterval(() => send(': heartbeat\n\n'), heartbeatMs);
  heart.unref();
  response.once('close', () => {
    clearInterval(heart);
    unsubscribe();
    unwatch();
    ended();
  });
}

/** @returns undefined when there is no id, or one that can't be resumed from */
function missedSince(events: EventBus, lastId: string | undefined): ReturnType<EventBus['since']> {
  const cut = lastId?.lastIndexOf('-') ?? -1;
  if (lastId === undefined || cut < 0 || lastId.slice(0, cut) !== events.epoch) {
    return undefined;
  }
  const sequence = Number(lastId.slice(cut + 1));
  return Number.isSafeInteger(sequence) ? events.since(sequence) : undefined;
}
