/**
 * Notices when the process behind a run ends without a word: every kept-alive connection over which the run was written has been
 * closed by the client, and nothing was written for a while. Only connections that carried several requests count, since a client
 * that opens a new one for each call says nothing by closing it.
 */
import type { Socket } from 'node:net';
import type { EngineLog } from '../engineLog';

const GRACE_MS = 10_000;

interface Watched {
  /** connections that carried at least two requests and are open */
  readonly sockets: Set<Socket>;
  timer: NodeJS.Timeout | undefined;
}

export class Presence {
  readonly #runs = new Map<string, Watched>();
  readonly #requests = new WeakMap<Socket, { count: number; readonly runs: Set<string> }>();

  /**
   * @param lose called once when a run's last connection has been gone for the grace time
   * @param graceMs how long nothing may be heard
   */
  constructor(private readonly lose: (runId: string) => Promise<void>, private readonly log: EngineLog, private readonly graceMs = GRACE_MS) {}

  /** A request over this connection wrote to a run. */
  wrote(runId: string, socket: Socket): void {
    let known = this.#requests.get(socket);
    if (known === undefined) {
      known = { count: 0, runs: new Set() };
      this.#requests.set(socket, known);
      const { runs } = known;
      socket.once('close', () => this.#closed(socket, runs));
    }
    known.count += 1;
    known.runs.add(runId);
    const watched = this.#runs.get(runId);
    if (watched?.timer !== undefined) {
      clearTimeout(watched.timer);
      watched.timer = undefined;
    }
    if (known.count < 2 || socket.destroyed) {
      this.#await(runId, watched);
      return;
    }
    if (watched === undefined) {
      this.#runs.set(runId, { sockets: new Set([socket]), timer: undefined });
    } else {
      watched.sockets.add(socket);
    }
  }

  /** The run has ended properly: nothing more is expected. */
  ended(runId: string): void {
    clearTimeout(this.#runs.get(runId)?.timer);
    this.#runs.delete(runId);
  }

  close(): void {
    for (const { timer } of this.#runs.values()) {
      clearTimeout(timer);
    }
    this.#runs.clear();
  }

  #closed(socket: Socket, runs: ReadonlySet<string>): void {
    for (const runId of runs) {
      const watched = this.#runs.get(runId);
      if (watched?.sockets.delete(socket) === true) {
        this.#await(runId, watched);
      }
    }
  }

  /** Starts the grace time, if no connection of the run is left. */
  #await(runId: string, watched: Watched | undefined): void {
    if (watched === undefined || watched.sockets.size > 0) {
      return;
    }
    clearTimeout(watched.timer);
    watched.timer = setTimeout(() => {
      this.#runs.delete(runId);
      this.lose(runId).catch((error: unknown) => this.log.warn(`run ${runId} could not be marked lost: ${error instanceof Error ? error.message : String(error)}`));
    }, this.graceMs);
    watched.timer.unref();
  }
}
