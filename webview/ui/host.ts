/** The page's end of the line to its host: asks with answers, notices, and the state that survives a reload. */
import type { AnswerOf, CommonNotices, InputOf, Methods, ToHost, ToPage } from '../../src/protocol/panels/contract';
import { AskFailed } from './askFailed';

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** There is one per page; VS Code gives its API once. */
export class Host<M extends Methods, State extends object> {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, Set<(value: never) => void>>();
  #last = 0;
  #state: State;

  /** @param begun called when the panel is about something else: the state is another one then, and what was asked is answered no more */
  constructor(private readonly begun: () => void) {
    this.#state = (this.#api.getState() as State | undefined) ?? (JSON.parse(document.body.dataset['state'] ?? '{}') as State);
    window.addEventListener('message', (event: MessageEvent<ToPage>) => this.#receive(event.data));
  }

  /** What the page begins with: what it kept, else what the host opened it with. */
  get state(): State {
    return this.#state;
  }

  /** Kept over hiding, reload and restart of the window. */
  keep(state: State): void {
    this.#state = state;
    this.#api.setState(state);
  }

  /** @throws AskFailed, with code CANCELLED when the signal aborted */
  ask<Name extends keyof M & string>(method: Name, input: InputOf<M[Name]>, signal?: AbortSignal): Promise<AnswerOf<M[Name]>> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new AskFailed({ code: 'CANCELLED', message: 'Cancelled.' }));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      signal?.addEventListener('abort', () => this.#post({ type: 'cancel', id }), { once: true });
      this.#post({ type: 'ask', id, method, input });
    });
  }

  /** @returns ends it */
  on<Name extends keyof CommonNotices>(name: Name, listener: (value: CommonNotices[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #receive(message: ToPage): void {
    if (message.type === 'begin') {
      const before = [...this.#waiting.values()];
      this.#waiting.clear();
      before.forEach(({ reject }) => reject(new AskFailed({ code: 'CANCELLED', message: 'Cancelled.' })));
      this.keep(message.state as State);
      this.begun();
      return;
    }
    if (message.type === 'notice') {
      this.#listeners.get(message.name)?.forEach((listener) => listener(message.value as never));
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'answer') {
      waiting?.resolve(message.value as never);
    } else if (message.type === 'json') {
      waiting?.resolve(parsed(message.bytes, message.part) as never);
    } else {
      waiting?.reject(new AskFailed(message.failure));
    }
  }

  #post(message: ToHost): void {
    this.#api.postMessage(message);
  }
}

function parsed(bytes: Uint8Array, part: string | undefined): unknown {
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return part === undefined ? value : (value as Record<string, unknown>)[part];
}
