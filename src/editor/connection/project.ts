/** One store and the engine that serves it: found, started when needed, watched, and started again when it dies. */
import * as vscode from 'vscode';
import type { EngineAddress } from '../../connection/engineAddress';
import type { EngineClient } from '../../connection/engineClient';
import type { Notice } from '../../protocol/events';

/** idle: no engine wanted yet, because nothing is recorded here and nothing was asked for. */
export type ProjectState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly address: EngineAddress; readonly client: EngineClient }
  | { readonly kind: 'failed'; readonly error: Error };

/** How this window starts an engine. */
export interface Launch {
  readonly node: string;
  readonly version: string;
  readonly env: Record<string, string>;
  /** Absolute path of engine.js, copied first where that is needed. */
  entry(): Promise<string>;
}

/** Looking whether a process lives is one system call; half of the second within which a dead engine is replaced. */
const LIVENESS_INTERVAL = 400;
const RETRIES = [0, 500, 1000, 2000, 5000, 15_000, 30_000];

export class Project implements vscode.Disposable {
  private current: ProjectState = { kind: 'idle' };
  private starting: Promise<EngineClient> | undefined;
  private readonly end = new AbortController();
  private stream: AbortController | undefined;
  private liveness: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private readonly stateChanged = new vscode.EventEmitter<ProjectState>();
  private readonly noticed = new vscode.EventEmitter<Notice>();
  private readonly wasReset = new vscode.EventEmitter<void>();
  readonly onDidChangeState = this.stateChanged.event;
  /** What the engine says has changed. */
  readonly onNotice = this.noticed.event;
  /** Notices were missed: read everything afresh. */
  readonly onReset = this.wasReset.event;

  /**
   * @param root the project's root folder
   * @param store the absolute `.slipway` folder, which need not exist
   * @param folders the workspace folders that share it
   */
  constructor(readonly root: string, readonly store: string, readonly folders: readonly vscode.WorkspaceFolder[], private readonly launch: Launch) {}

  get state(): ProjectState { return this.current; }
  get name(): string { return this.folders[0]?.name ?? this.root; }
  get client(): EngineClient | undefined { return this.current.kind === 'ready' ? this.current.client : undefined; }
  get address(): EngineAddress | undefined { return this.current.kind === 'ready' ? this.current.address : undefined; }

  /** Connects when an engine already runs, and starts none. */
  async look(): Promise<void> {
    if (this.current.kind === 'idle') {
      const { findEngine } = await import('../../connection/findEngine');
      const address = await findEngine(this.store);
      if (address !== undefined && this.current.kind === 'idle') {
        await this.ready(address);
      }
    }
  }

  /** The client of a running engine, started first where there is none. Rejects with why it could not start. */
  async connect(): Promise<EngineClient> {
    if (this.current.kind === 'ready') {
      return this.current.client;
    }
    this.starting ??= this.start().finally(() => { this.starting = undefined; });
    return this.starting;
  }

  dispose(): void {
    this.end.abort();
    this.stream?.abort();
    clearInterval(this.liveness);
    clearTimeout(this.retry);
    this.stateChanged.dispose();
    this.noticed.dispose();
    this.wasReset.dispose();
  }

  private async start(): Promise<EngineClient> {
    clearTimeout(this.retry);
    this.become({ kind: 'starting' });
    try {
      // Read when it is needed: schemas and sockets are no business of activation.
      const { ensureEngine } = await import('../../connection/ensureEngine');
      const address = await ensureEngine({
        store: this.store, node: this.launch.node, env: this.launch.env, entry: await this.launch.entry(), version: this.launch.version, signal: this.end.signal,
      });
      return await this.ready(address);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      if (!this.end.signal.aborted) {
        this.become({ kind: 'failed', error: failure });
      }
      throw failure;
    }
  }

  private async ready(address: EngineAddress): Promise<EngineClient> {
    const { EngineClient } = await import('../../connection/engineClient');
    const client = new EngineClient(address);
    this.become({ kind: 'ready', address, client });
    const stream = new AbortController();
    this.stream?.abort();
    this.stream = stream;
    const onConnection = (up: boolean): void => { if (!up) { this.checkAlive(address); } };
    client.events((notice) => this.noticed.fire(notice), () => this.wasReset.fire(), stream.signal, onConnection).then(
      undefined, () => this.leave(address),
    );
    clearInterval(this.liveness);
    this.liveness = setInterval(() => this.checkAlive(address), LIVENESS_INTERVAL);
    return client;
  }

  private checkAlive(address: EngineAddress): void {
    if (!isAlive(address.pid)) {
      this.leave(address);
    }
  }

  /** The engine at `address` is gone, or the port belongs to another one by now: finds or starts the next. */
  private leave(address: EngineAddress): void {
    if (this.end.signal.aborted || this.address !== address) {
      return;
    }
    clearInterval(this.liveness);
    this.client?.close();
    this.stream?.abort();
    this.become({ kind: 'starting' });
    this.restart(0);
  }

  /** Starts again, at once and then ever more slowly, so that an engine that cannot live does not eat the machine. */
  private restart(attempt: number): void {
    this.retry = setTimeout(() => {
      this.connect().then(() => this.wasReset.fire(), () => {
        if (!this.end.signal.aborted && attempt + 1 < RETRIES.length) {
          this.restart(attempt + 1);
        }
      });
    }, RETRIES[attempt] ?? 0);
  }

  private become(state: ProjectState): void {
    this.current = state;
    this.stateChanged.fire(state);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
