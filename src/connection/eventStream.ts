/** The engine's event stream from a client's side: goes on by id after a break, tells when everything has to be read afresh. */
import http from 'node:http';
import { createParser } from 'eventsource-parser';
import type { Notice } from '../protocol/events';
import type { EngineAddress } from './engineAddress';
import { EngineError } from './engineError';
import { exchange } from './httpExchange';

/** The engine sends a heartbeat every 15 s; after this much silence the line is taken for dead. */
const SILENCE_MS = 40_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 2_000;

export interface EventListener {
  /** something changed; the values are to be fetched */
  onNotice(notice: Notice): void;
  /** what was missed can't be told (another engine, or too long ago): read afresh */
  onReset(): void;
  /** the line is up, or broke: a broken one is tried again until the signal ends it */
  onConnection?(up: boolean): void;
}

/**
 * Follows the events until the signal aborts.
 * @throws EngineError when the engine refuses (401: another engine has taken the port with other tokens)
 */
export async function followEvents(address: EngineAddress, listener: EventListener, signal: AbortSignal): Promise<void> {
  const agent = new http.Agent({ keepAlive: false });
  const place: Place = { id: undefined };
  let delay = FIRST_DELAY_MS;
  while (!signal.aborted) {
    try {
      await readStream(address, agent, place, {
        ...listener,
        onNotice: (notice) => listener.onNotice(notice),
        onReset: () => listener.onReset(),
        onConnection: (up) => {
          delay = up ? FIRST_DELAY_MS : delay;
          listener.onConnection?.(up);
        },
      }, signal);
    } catch (error) {
      if (error instanceof EngineError) {
        throw error;
      }
      if (!(error instanceof Error)) {
        throw error;
      }
    }
    if (!signal.aborted) {
      await pause(delay, signal);
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
    }
  }
}

interface Place {
  id: string | undefined;
}

async function readStream(address: EngineAddress, agent: http.Agent, place: Place, listener: Required<EventListener>, signal: AbortSignal): Promise<void> {
  const response = await exchange(address, agent, {
    method: 'GET', path: '/slipway/v1/events', signal, timeout: SILENCE_MS,
    headers: { accept: 'text/event-stream', ...(place.id === undefined ? {} : { 'last-event-id': place.id }) },
  });
  if (response.statusCode !== 200) {
    response.resume();
    throw new EngineError(response.statusCode ?? 0, 'EVENTS_REFUSED', `The engine at ${address.url} refused the event stream (${response.statusCode}).`);
  }
  const parser = createParser({
    onEvent: (event) => {
      take(event.event ?? 'message', event.data, listener);
      place.id = event.id ?? place.id;
    },
  });
  listener.onConnection(true);
  const abort = (): void => {
    response.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    response.setEncoding('utf8');
    for await (const chunk of response) {
      parser.feed(String(chunk));
    }
  } finally {
    signal.removeEventListener('abort', abort);
    listener.onConnection(false);
  }
}

/** `hello` brings only its id: with it the engine can tell what is missed from then on. */
function take(event: string, data: string, listener: EventListener): void {
  if (event === 'notice') {
    listener.onNotice(JSON.parse(data) as Notice);
  } else if (event === 'reset') {
    listener.onReset();
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
