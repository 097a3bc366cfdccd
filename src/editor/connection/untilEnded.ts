/** Following what an engine does to its end, over any number of its starts. */
import * as vscode from 'vscode';
import type { EngineClient } from '../../connection/engineClient';
import { EngineUnreachable } from '../../connection/engineError';
import type { Notice } from '../../protocol/events';
import type { Project } from './project';

/** Something that goes on in an engine. */
export interface Followed<T> {
  readonly read: (client: EngineClient) => Promise<T>;
  /** whether a notice tells that it has changed */
  readonly concerns: (notice: Notice) => boolean;
  readonly goesOn: (value: T) => boolean;
  /** is given what was read, each time that it goes on */
  readonly tell: (value: T) => void;
}

/** @returns what was read when it had ended @throws what `read` throws, but for an engine that can't be reached */
export function untilEnded<T>(project: Project, { read, concerns, goesOn, tell }: Followed<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const settle = (done: () => void): void => {
      over = true;
      listeners.dispose();
      done();
    };
    const look = async (): Promise<void> => {
      try {
        const value = await read(await project.connect());
        // Answers may overtake each other; what has ended stays ended.
        if (over) {
          return;
        }
        if (goesOn(value)) {
          tell(value);
        } else {
          settle(() => resolve(value));
        }
      } catch (error) {
        // An engine that starts again tells what became of it; until then there is nothing to say.
        if (!(error instanceof EngineUnreachable)) {
          settle(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      }
    };
    const listeners = vscode.Disposable.from(
      project.onNotice((notice) => { if (concerns(notice)) { void look(); } }),
      project.onReset(() => { void look(); }),
    );
    // It may have ended before anybody listened.
    void look();
  });
}
