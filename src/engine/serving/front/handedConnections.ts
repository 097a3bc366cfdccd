/** Connections that come from the deployment's supervisor, which listens in this process' place (supervisor/supervise.ts). */
import type { Server } from 'node:http';
import { Socket } from 'node:net';

/** As long as a supervisor gives a front that drains. */
const LONGEST_END_MS = 30_000;

/** Whether a supervisor has started this process. */
export function isSupervised(): boolean {
  return process.send !== undefined;
}

/** Tells the supervisor why this process ends, then ends it. */
export function endAs(why: string, end: () => void): void {
  if (process.send === undefined) {
    end();
  } else {
    process.send({ failed: why }, end);
  }
}

/** A supervisor that has ended takes its front with it, one that still loads its model too: nobody else would. */
export function endWithSupervisor(): void {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    // A model that never answers would be waited for.
    setTimeout(() => process.exit(1), LONGEST_END_MS).unref();
  });
}

/** Tells the supervisor that this process takes no more connections: they wait for the next one. */
export function leave(): void {
  process.send?.('leaving');
}

/** Answers what the supervisor hands over, and tells it that it may. */
export function takeConnections(server: Server): void {
  process.on('message', (message, handle) => {
    if (message === 'connection' && handle instanceof Socket) {
      // Before anything is read of it: until then another front could take it.
      process.send?.('taken');
      server.emit('connection', handle);
    }
  });
  process.send?.('ready');
}
